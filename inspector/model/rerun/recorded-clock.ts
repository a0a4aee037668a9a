import type { Clock } from '../../../runtime/clock.js';

/** Longer than any wait of an automaton, so that the idle timeout can be told from their timers. 31,000 years. */
export const recordedIdleTimeoutMs = 1e15;

/**
 * The clock of a re-run: it stands at the time of the recorded thing that is fed, and its timers fire when the
 * recording says that they did, not by themselves.
 */
export class RecordedClock implements Clock {
  #now = 0;
  /** How much silence was made up to let the idle timeout pass. */
  #silenceMs = 0;
  #timers = 0;
  readonly #callbacks = new Map<number, () => void>();
  #idle: (() => void) | undefined;

  now(): number {
    return this.#now + this.#silenceMs;
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    if (delayMs > recordedIdleTimeoutMs / 2) {
      this.#idle = callback;
      return 0;
    }
    this.#timers += 1;
    this.#callbacks.set(this.#timers, callback);
    return this.#timers;
  }

  clearTimeout(timer: unknown): void {
    if (timer === 0) this.#idle = undefined;
    else this.#callbacks.delete(timer as number);
  }

  /** It is this late now, in milliseconds since the trace began. */
  moveTo(t: number): void {
    this.#now = Math.max(this.#now, t);
  }

  /** The timer that was set as the `id`-th fires; false when the present machines have not set it. */
  fire(id: number): boolean {
    const callback = this.#callbacks.get(id);
    this.#callbacks.delete(id);
    callback?.();
    return callback !== undefined;
  }

  /** The idle timeout passes. */
  fallSilent(): void {
    this.#silenceMs += recordedIdleTimeoutMs;
    const idle = this.#idle;
    this.#idle = undefined;
    idle?.();
  }
}
