import type { WebSocket } from 'ws';
import type { Wire } from './outgoing-queue.js';

/** Bytes waiting to be sent beyond which a long answer is held back. */
const fullBytes = 1024 * 1024;

/** The simulator's end of a WebSocket. */
export class WebSocketWire implements Wire {
  #waiting: (() => void) | undefined;

  /** @param fragmentSize longer messages, in bytes, are sent in several frames; 0: never */
  constructor(
    private readonly socket: WebSocket,
    private readonly fragmentSize: number,
  ) {}

  send(text: string): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    const bytes = this.fragmentSize === 0 ? undefined : Buffer.from(text);
    if (bytes === undefined || bytes.length <= this.fragmentSize) this.socket.send(text, this.#written);
    else this.#sendFragments(bytes);
  }

  close(code: number, reason: string): void {
    if (code === 1006) this.socket.terminate();
    else this.socket.close(code, reason);
  }

  get isFull(): boolean {
    return this.socket.bufferedAmount > fullBytes;
  }

  onceRoom(callback: () => void): void {
    this.#waiting = callback;
  }

  #sendFragments(bytes: Buffer): void {
    for (let at = 0; at < bytes.length; at += this.fragmentSize) {
      const fin = at + this.fragmentSize >= bytes.length;
      this.socket.send(bytes.subarray(at, at + this.fragmentSize), { fin, binary: false }, this.#written);
    }
  }

  readonly #written = (): void => {
    const waiting = this.#waiting;
    if (waiting === undefined || this.isFull) return;
    this.#waiting = undefined;
    waiting();
  };
}
