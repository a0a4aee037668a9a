import { Queue } from './queue.js';
import type { Heard, SocketListener } from './socket.js';

/** @internal How much is kept by default, in messages and in characters. */
export const inboxLimits = { length: 10_000, size: 64 * 2 ** 20 } as const;

/** @internal What arrived and has not been heard, in order. */
export class Inbox {
  readonly #queue = new Queue<Heard>();
  /** Characters of the texts that wait. */
  size = 0;

  get length(): number {
    return this.#queue.length;
  }

  add(heard: Heard): void {
    this.#queue.add(heard);
    this.size += sizeOf(heard);
  }

  take(): Heard | undefined {
    const heard = this.#queue.take();
    if (heard !== undefined) this.size -= sizeOf(heard);
    return heard;
  }

  /** What was taken and not used goes to the front again. */
  putBack(unused: readonly Heard[]): void {
    this.#queue.putBack(unused);
    for (const heard of unused) this.size += sizeOf(heard);
  }

  /** All that waits, in order. */
  takeAll(): Heard[] {
    this.size = 0;
    return this.#queue.takeAll();
  }
}

function sizeOf(heard: Heard): number {
  return heard.kind === 'text' ? heard.text.length : 0;
}

/** @internal */
export function tell(listener: SocketListener, heard: Heard): void {
  if (heard.kind === 'text') listener.text(heard.text);
  else if (heard.kind === 'binary') listener.binary(heard.length);
  else if (heard.kind === 'open') listener.open(heard.url);
  else listener.close(heard.info);
}
