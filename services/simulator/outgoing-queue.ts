import type { AnyMessage } from '../../runtime/message.js';
import { encodeMessage } from '../../runtime/message.js';
import type { CheckedDigest } from './checked-digest.js';
import type { Answer, Outgoing } from './faults.js';

/** The simulator's end of one connection, whatever carries it. */
export interface Wire {
  send(text: string): void;
  /** Code 1006 breaks the connection without a closing handshake. */
  close(code: number, reason: string): void;
  /** More than enough is waiting to be sent: whoever streams should wait for `onceRoom`. */
  readonly isFull: boolean;
  /** Calls back once, when there is room again. */
  onceRoom(callback: () => void): void;
  /** Hears of a digest that was checked for the message that came last; where nothing is recorded it is absent. */
  checked?(digest: CheckedDigest): void;
}

export interface OutgoingQueueOptions {
  readonly wire: Wire;
  /** Calls back after so many milliseconds, unless the connection ends before. */
  readonly later: (delayMs: number, callback: () => void) => void;
  /** Told of each message as it is sent. */
  readonly onMessage: (message: AnyMessage) => void;
  /** An answer has closed the connection. */
  readonly onClose: () => void;
}

/**
 * Sends answers in the order in which they were given, each one message by message. Long answers are made while
 * they are sent, and wait while the client is slow.
 */
export class OutgoingQueue {
  #answers: Iterator<Outgoing>[] = [];
  #isHeldBack = false;
  readonly #options: OutgoingQueueOptions;

  constructor(options: OutgoingQueueOptions) {
    this.#options = options;
  }

  add(answer: Answer): void {
    this.#answers.push(answer[Symbol.iterator]());
    this.#send();
  }

  /** Forgets what has not been sent. */
  clear(): void {
    this.#answers = [];
  }

  /** Sends until there is nothing more, or something says wait. */
  #send(): void {
    const { wire } = this.#options;
    while (!this.#isHeldBack) {
      const next = wire.isFull ? roomNeeded : this.#answers[0]?.next();
      if (next === undefined) return;
      if (next === roomNeeded) {
        this.#holdBack((goOn) => {
          wire.onceRoom(goOn);
        });
      } else if (next.done === true) {
        this.#answers.shift();
      } else {
        this.#do(next.value);
      }
    }
  }

  #do(item: Outgoing): void {
    const { wire, later, onMessage, onClose } = this.#options;
    switch (item.kind) {
      case 'message':
        onMessage(item.message);
        wire.send(encodeMessage(item.message));
        return;
      case 'text':
        wire.send(item.text);
        return;
      case 'pause':
        this.#holdBack((goOn) => {
          later(item.durationMs, goOn);
        });
        return;
      case 'close':
        wire.close(item.code, item.reason);
        onClose();
    }
  }

  #holdBack(until: (goOn: () => void) => void): void {
    this.#isHeldBack = true;
    until(() => {
      this.#isHeldBack = false;
      this.#send();
    });
  }
}

const roomNeeded = 'roomNeeded';
