import type { Heard, SocketListener } from './socket.js';

/** @internal What arrived and has not been heard, in order. */
export class Inbox {
  #items: Heard[] = [];
  #taken = 0;
  /** Characters of the texts that wait. */
  size = 0;

  get length(): number {
    return this.#items.length - this.#taken;
  }

  add(heard: Heard): void {
    this.#items.push(heard);
    this.size += sizeOf(heard);
  }

  take(): Heard | undefined {
    const heard = this.#items[this.#taken];
    this.#taken += 1;
    if (heard === undefined || this.#taken === this.#items.length) {
      this.#items = [];
      this.#taken = 0;
    }
    if (heard !== undefined) this.size -= sizeOf(heard);
    return heard;
  }

  /** What was taken and not used goes to the front again. */
  putBack(unused: readonly Heard[]): void {
    this.#items = [...unused, ...this.#items.slice(this.#taken)];
    this.#taken = 0;
    this.size += unused.reduce((sum, heard) => sum + sizeOf(heard), 0);
  }

  /** All that waits, in order. */
  takeAll(): Heard[] {
    const rest = this.#items.slice(this.#taken);
    this.#items = [];
    this.#taken = 0;
    this.size = 0;
    return rest;
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
