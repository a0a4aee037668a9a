/** @internal First in, first out; taking costs the same however many wait, and what was taken is let go of. */
export class Queue<T> {
  #items: T[] = [];
  #taken = 0;

  get length(): number {
    return this.#items.length - this.#taken;
  }

  add(item: T): void {
    this.#items.push(item);
  }

  take(): T | undefined {
    if (this.#taken === this.#items.length) return undefined;
    const item = this.#items[this.#taken];
    this.#taken += 1;
    if (this.#taken === this.#items.length) {
      this.#items = [];
      this.#taken = 0;
    } else if (this.#taken >= compactionLength && this.#taken * 2 >= this.#items.length) {
      // A queue that is never empty must not grow for ever.
      this.#items = this.#items.slice(this.#taken);
      this.#taken = 0;
    }
    return item;
  }

  /** All that waits, in order. */
  takeAll(): T[] {
    const rest = this.#items.slice(this.#taken);
    this.#items = [];
    this.#taken = 0;
    return rest;
  }

  /** Puts what was taken to the front again. */
  putBack(items: readonly T[]): void {
    this.#items = [...items, ...this.takeAll()];
  }
}

const compactionLength = 1024;
