import type { Clock } from './clock.js';

interface RunTimer {
  readonly id: number;
  readonly delayMs: number;
  /** The automaton in whose step it was set. */
  readonly owner: string | undefined;
  readonly handle: unknown;
}

/** What the run does about its automatons' timers. */
export interface RunTimerEvents {
  /** The nickname of the automaton in whose step we are, if any. */
  owner(): string | undefined;
  report(what: 'set' | 'fired' | 'cancelled', id: number, delayMs: number, owner: string | undefined): void;
  /** The timer is due; the run calls `fire` when its turn comes. */
  due(fire: () => void): void;
}

/** The clock that XState's `after` runs on inside a run: each timer passes through the dispatcher (rule 14). */
export class RunClock {
  #ids = 0;
  readonly #set = new Set<RunTimer>();

  constructor(
    private readonly clock: Clock,
    private readonly events: RunTimerEvents,
  ) {}

  setTimeout(callback: () => void, delayMs: number): unknown {
    this.#ids += 1;
    const id = this.#ids;
    const owner = this.events.owner();
    const timer: RunTimer = {
      id,
      delayMs,
      owner,
      handle: this.clock.setTimeout(() => {
        this.events.due(() => {
          // It may have been cancelled between its time and its turn.
          if (!this.#set.delete(timer)) return;
          this.events.report('fired', id, delayMs, owner);
          callback();
        });
      }, delayMs),
    };
    this.#set.add(timer);
    this.events.report('set', id, delayMs, owner);
    return timer;
  }

  clearTimeout(handle: unknown): void {
    const timer = handle as RunTimer | undefined;
    if (timer === undefined || !this.#set.delete(timer)) return;
    this.clock.clearTimeout(timer.handle);
    this.events.report('cancelled', timer.id, timer.delayMs, timer.owner);
  }
}
