import type { Clock } from '../../runtime/clock.js';

/** A page that is loaded anew is away for a moment, in milliseconds. */
const reloadMs = 3000;

/** Whether anybody looks. */
export class Presence {
  /** Resolves when a page was there and none has come back for three seconds. */
  readonly left: Promise<void>;
  #timer: unknown;
  #leave: () => void = () => undefined;

  constructor(private readonly clock: Clock) {
    this.left = new Promise((resolve) => (this.#leave = resolve));
  }

  /** How many pages are attached now. */
  changed(count: number): void {
    this.close();
    if (count > 0) return;
    this.#timer = this.clock.setTimeout(this.#leave, reloadMs);
  }

  close(): void {
    this.clock.clearTimeout(this.#timer);
  }
}
