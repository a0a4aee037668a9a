import type { Clock } from './clock.js';

/** Calls `elapsed` when nothing has happened for the idle timeout (docs/semantics.md, rule 8). */
export class IdleWatch {
  #timer: unknown;
  #lastActivity = 0;
  #isOn = false;

  constructor(
    private readonly clock: Clock,
    private timeoutMs: number,
    private readonly elapsed: () => void,
  ) {}

  /** Something happened. Costs one reading of the clock: the timer is only looked at when it is due. */
  active(): void {
    this.#lastActivity = this.clock.now();
  }

  /** Whether the silence has been long enough. */
  get isOver(): boolean {
    return this.#remainingMs() <= 0;
  }

  /** How long it may last, in milliseconds. */
  set limitMs(timeoutMs: number) {
    this.timeoutMs = timeoutMs;
  }

  /** Starts counting, now. */
  start(): void {
    this.active();
    this.goOn();
  }

  /** Goes on counting, from when something last happened. */
  goOn(): void {
    this.stop();
    this.#isOn = true;
    this.#arm(this.#remainingMs());
  }

  stop(): void {
    this.#isOn = false;
    this.clock.clearTimeout(this.#timer);
  }

  #remainingMs(): number {
    return this.#lastActivity + this.timeoutMs - this.clock.now();
  }

  #arm(delayMs: number): void {
    this.#timer = this.clock.setTimeout(() => {
      if (!this.#isOn) return;
      if (this.isOver) this.elapsed();
      else this.#arm(this.#remainingMs());
    }, delayMs);
  }
}
