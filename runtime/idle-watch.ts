import type { Clock } from './clock.js';

/** Calls `elapsed` when nothing has happened for the idle timeout (docs/semantics.md, rule 8). */
export class IdleWatch {
  #timer: unknown;
  #lastActivity = 0;
  #isOn = false;

  constructor(
    private readonly clock: Clock,
    private readonly timeoutMs: number,
    private readonly elapsed: () => void,
  ) {}

  /** Something happened. Costs one reading of the clock: the timer is only looked at when it is due. */
  active(): void {
    this.#lastActivity = this.clock.now();
  }

  /** How long until the silence is long enough. */
  remainingMs(): number {
    return this.#lastActivity + this.timeoutMs - this.clock.now();
  }

  /** Starts counting, now. */
  start(): void {
    this.stop();
    this.#isOn = true;
    this.active();
    this.#arm(this.timeoutMs);
  }

  stop(): void {
    this.#isOn = false;
    this.clock.clearTimeout(this.#timer);
  }

  #arm(delayMs: number): void {
    this.#timer = this.clock.setTimeout(() => {
      if (!this.#isOn) return;
      const remainingMs = this.remainingMs();
      if (remainingMs > 0) this.#arm(remainingMs);
      else this.elapsed();
    }, delayMs);
  }
}
