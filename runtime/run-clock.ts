import type { Clock } from './clock.js';
import type { Reporter } from './reporter.js';
import type { RunAutomaton } from './run-automaton.js';

interface RunTimer {
  readonly id: number;
  readonly delayMs: number;
  /** The automaton in whose step it was set. */
  readonly owner: RunAutomaton | undefined;
  readonly handle: unknown;
  /** Number of the record that says it was set; 0 while there is none. */
  record: number;
}

/** What the run does about its automatons' timers. */
export interface RunTimers {
  /** The automaton in whose step we are, if any. */
  readonly stepping: RunAutomaton | undefined;
  /** Calls `record` with the record of the present step, once that and the transition are recorded. */
  afterStep(record: (cause: number) => void): void;
  /** The timer is due; the run calls `fire`, which returns the number of its record, when its turn comes. */
  enqueueTimer(owner: RunAutomaton | undefined, fire: () => number): void;
}

/** The clock that XState's `after` runs on inside a run: each timer passes through the dispatcher (rule 14). */
export class RunClock {
  #ids = 0;
  readonly #set = new Set<RunTimer>();

  constructor(
    private readonly clock: Clock,
    private readonly timers: RunTimers,
    private readonly report: Reporter,
  ) {}

  setTimeout(callback: () => void, delayMs: number): unknown {
    this.#ids += 1;
    const id = this.#ids;
    const owner = this.timers.stepping;
    const timer: RunTimer = {
      id,
      delayMs,
      owner,
      handle: this.clock.setTimeout(() => {
        this.timers.enqueueTimer(owner, () => this.#fire(timer, callback));
      }, delayMs),
      record: 0,
    };
    this.#set.add(timer);
    this.#inStep((cause) => {
      timer.record = this.report.timer('set', id, delayMs, owner?.nickname, cause);
    });
    return timer;
  }

  clearTimeout(handle: unknown): void {
    const timer = handle as RunTimer | undefined;
    if (timer === undefined || !this.#set.delete(timer)) return;
    this.clock.clearTimeout(timer.handle);
    this.#inStep(() => {
      this.report.timer('cancelled', timer.id, timer.delayMs, timer.owner?.nickname, timer.record);
    });
  }

  /** Takes all timers back. */
  clear(): void {
    for (const timer of this.#set) this.clearTimeout(timer);
  }

  /** A step is recorded when it is over; what it did to timers comes after it, with it as its cause. */
  #inStep(record: (cause: number) => void): void {
    if (this.timers.stepping === undefined) record(0);
    else this.timers.afterStep(record);
  }

  #fire(timer: RunTimer, callback: () => void): number {
    // It may have been cancelled between its time and its turn.
    if (!this.#set.delete(timer)) return 0;
    const record = this.report.timer('fired', timer.id, timer.delayMs, timer.owner?.nickname, timer.record);
    callback();
    return record;
  }
}
