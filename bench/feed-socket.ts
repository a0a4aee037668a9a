import type { SocketListener, SocketPort } from 'pbx-automata/runtime';

/** The least socket there can be: what is fed to it is heard at once. Nothing is counted but the engine. */
export class FeedSocket implements SocketPort {
  readonly state = 'open';
  readonly url = 'memory:feed';
  #listener: SocketListener | undefined;

  constructor(readonly name: string) {}

  feed(text: string): void {
    this.#listener?.text(text);
  }

  connect(): void {
    // It is open.
  }

  send(): boolean {
    return true;
  }

  close(): void {
    // Nothing is connected.
  }

  attach(listener: SocketListener): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = undefined;
    };
  }
}
