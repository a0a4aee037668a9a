import type { CloseInfo } from '../../runtime/socket.js';
import { decodeMessage } from '../../runtime/message.js';
import type { RunTracer } from '../../runtime/trace.js';
import type { CheckedDigest } from './checked-digest.js';
import type { Wire } from './outgoing-queue.js';

/** Close code of a connection that broke. */
const brokenCode = 1006;

/**
 * A wire whose traffic is recorded as its client sees it, as in every trace: `out` is what the client sent. So
 * clients that were not written here can be looked at as well.
 */
export class TracedWire implements Wire {
  #lane = '';
  #isEnding = false;
  /** Record of what the client sent last. */
  #lastOfClient = 0;

  constructor(
    private readonly wire: Wire,
    private readonly tracer: RunTracer,
  ) {}

  /** Recording begins: the connection has its name now. */
  opened(lane: string, url: string): void {
    this.#lane = lane;
    this.tracer.socketOpen(lane, url);
  }

  received(text: string): void {
    const decoded = decodeMessage(text);
    if (decoded.ok) this.#lastOfClient = this.tracer.messageOut(this.#lane, text, decoded.msg, 0);
    else this.tracer.nonsenseOut(this.#lane, text, text.length, decoded.reason);
  }

  receivedBinary(length: number): void {
    this.tracer.nonsenseOut(this.#lane, undefined, length, 'a binary message');
  }

  /** Who ended it is told, too: both ends of a connection give the same code. */
  closed(info: CloseInfo, isStopping: boolean): void {
    const who = this.#isEnding || isStopping ? 'simulator' : 'client';
    if (info.code !== brokenCode) this.tracer.log('runtime', this.#lane, `The ${who} ended the connection.`);
    this.tracer.socketClosed(this.#lane, info, 0);
  }

  checked(digest: CheckedDigest): void {
    this.tracer.notice(this.#lane, { kind: 'verdict', ...digest }, this.#lastOfClient);
  }

  send(text: string): void {
    const decoded = decodeMessage(text);
    if (decoded.ok) this.tracer.messageIn(this.#lane, text, decoded.msg);
    // What a fault sends may be no message.
    else this.tracer.nonsenseIn(this.#lane, text, text.length, decoded.reason);
    this.wire.send(text);
  }

  close(code: number, reason: string): void {
    this.#isEnding = true;
    this.wire.close(code, reason);
  }

  get isFull(): boolean {
    return this.wire.isFull;
  }

  onceRoom(callback: () => void): void {
    this.wire.onceRoom(callback);
  }
}
