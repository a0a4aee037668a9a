import type { CloseInfo, SocketListener } from './socket.js';

/** One thing that a socket has to say. */
export type Heard =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly length: number }
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'close'; readonly info: CloseInfo };

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
