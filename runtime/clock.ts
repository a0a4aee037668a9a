/** Where time comes from. Milliseconds throughout. XState's own `after` runs on it too. */
export interface Clock {
  /** Milliseconds since an arbitrary start; never goes back. */
  now(): number;
  /** Calls `callback` once after `delayMs`; the returned value cancels it through `clearTimeout`. */
  setTimeout(callback: () => void, delayMs: number): unknown;
  clearTimeout(timer: unknown): void;
}

// The two timer functions every JavaScript host has; declared here so that the engine needs no host's types.
declare function setTimeout(callback: () => void, delayMs: number): unknown;
declare function clearTimeout(timer: unknown): void;
declare const performance: { now(): number };

/** Longest delay a host timer takes; a longer one fires at once, so it is cut. 24.8 days. */
const longestDelayMs = 2 ** 31 - 1;

/** The real clock. */
export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, delayMs) => setTimeout(callback, Math.min(delayMs, longestDelayMs)),
  clearTimeout: (timer) => {
    clearTimeout(timer);
  },
};

interface SimulatedTimer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/**
 * A clock that stands still until it is told to go on. It goes timer by timer, in order of time, so a timer
 * that is set while another fires comes at its own moment.
 */
export class SimulatedClock implements Clock {
  #now = 0;
  #order = 0;
  readonly #timers = new Set<SimulatedTimer>();

  now(): number {
    return this.#now;
  }

  setTimeout(callback: () => void, delayMs: number): unknown {
    this.#order += 1;
    // As on a real clock, a delay that is no number is none.
    const timer = { at: this.#now + Math.max(0, delayMs || 0), order: this.#order, callback };
    this.#timers.add(timer);
    return timer;
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as SimulatedTimer);
  }

  /** How many timers are set. Zero after a run: nothing stays behind. */
  get pending(): number {
    return this.#timers.size;
  }

  /**
   * Goes on by `durationMs`, firing every timer due on the way.
   * @throws RangeError when it would go back
   */
  advance(durationMs: number): void {
    if (!(durationMs >= 0)) throw new RangeError(`A clock cannot go on by ${durationMs} ms.`);
    const end = this.#now + durationMs;
    for (let next = this.#next(); next !== undefined && next.at <= end; next = this.#next()) {
      this.#timers.delete(next);
      this.#moveTo(next.at);
      next.callback();
    }
    this.#moveTo(end);
  }

  /** Goes on to the next timer and fires it; false when none is set. */
  advanceToNext(): boolean {
    const next = this.#next();
    if (next === undefined) return false;
    this.#timers.delete(next);
    this.#moveTo(next.at);
    next.callback();
    return true;
  }

  /** Never back: a callback may have advanced the clock further itself. */
  #moveTo(time: number): void {
    this.#now = Math.max(this.#now, time);
  }

  #next(): SimulatedTimer | undefined {
    let first: SimulatedTimer | undefined;
    for (const timer of this.#timers) {
      if (
        first === undefined ||
        timer.at < first.at ||
        (timer.at === first.at && timer.order < first.order)
      ) {
        first = timer;
      }
    }
    return first;
  }
}
