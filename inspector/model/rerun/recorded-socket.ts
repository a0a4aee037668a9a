import type { Transport, TransportEvents } from '../../../runtime/queued-socket.js';
import { QueuedSocket } from '../../../runtime/queued-socket.js';
import type { CloseInfo } from '../../../runtime/socket.js';

/** A socket whose peer says what the recording says, when it says it; what is sent to it is in the new trace. */
export class RecordedSocket extends QueuedSocket {
  #events: TransportEvents | undefined;

  /** The connection that was asked for is made. */
  open(): void {
    if (this.state === 'connecting') this.#events?.open();
  }

  /** The peer sends a text. */
  text(text: string): void {
    this.open();
    this.#events?.text(text);
  }

  /** The connection ends from the peer's side, or breaks. */
  end(info: CloseInfo): void {
    const events = this.#events;
    this.#events = undefined;
    events?.close(info);
  }

  protected override openTransport(_url: string, events: TransportEvents): Transport {
    this.#events = events;
    return { send: () => undefined, close: () => undefined };
  }
}
