import type { Clock } from './clock.js';
import type { Reporter } from './reporter.js';
import type { RunAutomaton } from './run-automaton.js';

declare function queueMicrotask(callback: () => void): void;

interface RunTimer {
  readonly id: number;
  readonly delayMs: number;
  /** The automaton in whose step it was set. */
  owner: RunAutomaton | undefined;
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
  /** The same for the step by which an automaton has moved itself, which is still to be recorded. */
  afterMoveOf(automaton: RunAutomaton, record: (cause: number) => void): void;
  /** The timer is due; the run calls `fire`, which returns the number of its record, when its turn comes. */
  enqueueTimer(owner: RunAutomaton | undefined, fire: () => number): void;
}

/** The clock that XState's `after` runs on inside a run: each timer passes through the dispatcher (rule 14). */
export class RunClock {
  #ids = 0;
  readonly #set = new Set<RunTimer>();
  /** Set outside the dispatcher's steps; whose they are is known when the automaton says that it has moved. */
  #unowned: RunTimer[] = [];

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
        this.timers.enqueueTimer(timer.owner, () => this.#fire(timer, callback));
      }, delayMs),
      record: 0,
    };
    this.#set.add(timer);
    if (owner !== undefined) {
      this.timers.afterStep((cause) => {
        this.#recordSet(timer, cause);
      });
    } else this.#findOwner(timer);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    const timer = handle as RunTimer | undefined;
    if (timer === undefined || !this.#set.delete(timer)) return;
    this.clock.clearTimeout(timer.handle);
    // Set and taken back in one move by itself: nobody has heard of it.
    const position = this.#unowned.indexOf(timer);
    if (position >= 0) {
      this.#unowned.splice(position, 1);
      return;
    }
    this.#inStep((cause) => {
      const { id, delayMs, owner, record } = timer;
      this.report.timer('cancelled', id, delayMs, owner?.nickname, cause > 0 ? cause : record);
    });
  }

  /** An automaton has moved by itself: the timers that were set meanwhile are its own. */
  adopt(automaton: RunAutomaton): void {
    const timers = this.#unowned;
    this.#unowned = [];
    for (const timer of timers) {
      timer.owner = automaton;
      this.timers.afterMoveOf(automaton, (cause) => {
        this.#recordSet(timer, cause);
      });
    }
  }

  /** Takes all timers back. */
  clear(): void {
    this.#recordUnowned();
    for (const timer of this.#set) this.clearTimeout(timer);
  }

  /** XState tells of a move in the same go in which it sets timers; a timer that nobody adopts is no automaton's. */
  #findOwner(timer: RunTimer): void {
    this.#unowned.push(timer);
    if (this.#unowned.length > 1) return;
    queueMicrotask(() => {
      this.#recordUnowned();
    });
  }

  #recordUnowned(): void {
    const timers = this.#unowned;
    this.#unowned = [];
    for (const timer of timers) this.#recordSet(timer, 0);
  }

  #recordSet(timer: RunTimer, cause: number): void {
    timer.record = this.report.timer('set', timer.id, timer.delayMs, timer.owner?.nickname, cause);
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
