import { silentLog } from '../../runtime/log.js';
import type { LogSink } from '../../runtime/log.js';
import type { AnyMessage } from '../../runtime/message.js';
import { decodeMessage } from '../../runtime/message.js';
import type { CloseInfo } from '../../runtime/socket.js';
import type { RunTracer } from '../../runtime/trace.js';

/** Records one connection as its client sees it: `out` is what the client sent. */
export class ConnectionRecorder {
  #isClosed = false;

  constructor(
    readonly lane: string,
    private readonly tracer: RunTracer | undefined,
    private readonly log: LogSink = silentLog,
  ) {}

  connecting(url: string): void {
    this.tracer?.socketConnecting(this.lane, url, 0);
  }

  opened(url: string): void {
    this.tracer?.socketOpen(this.lane, url);
  }

  sent(text: string): void {
    const decoded = decodeMessage(text);
    if (decoded.ok) this.tracer?.messageOut(this.lane, text, decoded.msg, 0);
    else this.tracer?.nonsenseOut(this.lane, text, text.length, decoded.reason);
    this.log('smsg', this.lane, () => `sent: ${text}`);
  }

  /** @param message what the text says, if that is known already */
  received(text: string, message?: AnyMessage): void {
    const decoded = message === undefined ? decodeMessage(text) : { ok: true as const, msg: message };
    if (decoded.ok) this.tracer?.messageIn(this.lane, text, decoded.msg);
    else this.tracer?.nonsenseIn(this.lane, text, text.length, decoded.reason);
    this.log('smsg', this.lane, () => `received: ${text}`);
  }

  binary(direction: 'in' | 'out', length: number): void {
    const what = 'a binary message';
    if (direction === 'in') this.tracer?.nonsenseIn(this.lane, undefined, length, what);
    else this.tracer?.nonsenseOut(this.lane, undefined, length, what);
  }

  note(text: string): void {
    this.tracer?.log('runtime', this.lane, text);
    this.log('debug', this.lane, text);
  }

  /** The first end counts; what follows it is its echo. */
  closed(info: CloseInfo): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.tracer?.socketClosed(this.lane, info, 0);
    const why = info.error?.message ?? `code ${info.code} ${info.reason}`;
    this.log('runtime', this.lane, `closed: ${why}`);
  }
}
