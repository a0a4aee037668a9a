import type { TraceRecord } from '../../runtime/trace-records.js';
import { attachSubprotocol } from '../model/attach-protocol.js';
import type { ControlCommand, ControlState, PageMessage, ProcessMessage } from '../model/attach-protocol.js';
import type { ActResult } from './page-types.js';

/** What the client needs of a WebSocket; a browser's fits. */
export interface SocketLike {
  onopen: (() => void) | null;
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onclose: ((event: { readonly code: number; readonly reason: string }) => void) | null;
  send(text: string): void;
  close(): void;
}

/** What the client tells the store. */
export interface AttachListener {
  hello(hello: Extract<ProcessMessage, { type: 'hello' }>): void;
  records(records: readonly TraceRecord[]): void;
  control(control: ControlState): void;
  /** The connection broke; it is tried again in `retryMs`. */
  lost(retryMs: number): void;
  /** It is over, and why. */
  ended(why: string): void;
  /** The process refused something that no act of this page asked for. */
  refused(reason: string): void;
}

export interface AttachOptions {
  readonly url: string;
  readonly token: string;
  /** Number of the newest record that is here already. */
  readonly newest: () => number;
  readonly listener: AttachListener;
  /** Opens a WebSocket. */
  readonly open: (url: string, protocols: string[]) => SocketLike;
  /** Tests hand in their own clock. */
  readonly later?: (act: () => void, delayMs: number) => void;
}

/** What the page can ask of a process; tests hand in a fake. */
export interface AttachPort {
  act(command: ControlCommand): Promise<ActResult>;
  close(): void;
}

/** First pause before the connection is tried again; it doubles up to `longestPauseMs`. */
const firstPauseMs = 500;
const longestPauseMs = 8000;

/**
 * The page's end of the attach port: asks for what it does not have yet, and, when the connection breaks, asks again from
 * there on.
 */
export class AttachClient implements AttachPort {
  #socket: SocketLike | undefined;
  #pauseMs = firstPauseMs;
  #isOver = false;
  #nextId = 1;
  readonly #waiting = new Map<number, { done: (result: ActResult) => void; refuse: (why: Error) => void }>();

  constructor(private readonly options: AttachOptions) {
    this.#connect();
  }

  /** Rejects with the process's own sentence when it refuses. */
  act(command: ControlCommand): Promise<ActResult> {
    const id = this.#nextId;
    this.#nextId += 1;
    return new Promise((done, refuse) => {
      if (this.#socket === undefined) {
        refuse(new Error('There is no connection to the process now.'));
        return;
      }
      this.#waiting.set(id, { done, refuse });
      this.#say({ type: 'act', id, command });
    });
  }

  close(): void {
    this.#isOver = true;
    this.#socket?.close();
  }

  #connect(): void {
    const socket = this.options.open(this.options.url, [attachSubprotocol, this.options.token]);
    socket.onopen = () => {
      this.#socket = socket;
      this.#say({ type: 'hello', after: this.options.newest() });
    };
    socket.onmessage = ({ data }) => {
      const message = parse(data);
      if (message !== undefined) this.#hear(message);
    };
    socket.onclose = () => {
      this.#closed();
    };
  }

  #say(message: PageMessage): void {
    this.#socket?.send(JSON.stringify(message));
  }

  #hear(message: ProcessMessage): void {
    const { listener } = this.options;
    switch (message.type) {
      case 'hello':
        this.#pauseMs = firstPauseMs;
        listener.hello(message);
        break;
      case 'records':
        listener.records(message.records);
        break;
      case 'control':
        listener.control(message.control);
        break;
      case 'done': {
        const { id, seq, value } = message;
        this.#settle(id)?.done({
          ...(seq === undefined ? {} : { seq }),
          ...(value === undefined ? {} : { value }),
        });
        break;
      }
      case 'refused': {
        const waiting = message.id === undefined ? undefined : this.#settle(message.id);
        if (waiting === undefined) listener.refused(message.reason);
        else waiting.refuse(new Error(message.reason));
        break;
      }
      case 'bye':
        this.#isOver = true;
        listener.ended(message.why);
        this.#socket?.close();
        break;
    }
  }

  #settle(id: number): { done: (result: ActResult) => void; refuse: (why: Error) => void } | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #closed(): void {
    this.#socket = undefined;
    for (const { refuse } of this.#waiting.values())
      refuse(new Error('The connection broke before the answer.'));
    this.#waiting.clear();
    if (this.#isOver) return;
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    this.options.listener.lost(pauseMs);
    const later =
      this.options.later ??
      ((act, delayMs) => {
        setTimeout(act, delayMs);
      });
    later(() => {
      if (!this.#isOver) this.#connect();
    }, pauseMs);
  }
}

/** What the process said; nothing when it is no JSON object with a type. The process is our own, so its shape is trusted. */
function parse(data: unknown): ProcessMessage | undefined {
  if (typeof data !== 'string') return undefined;
  try {
    const value: unknown = JSON.parse(data);
    return isProcessMessage(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isProcessMessage(value: unknown): value is ProcessMessage {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
