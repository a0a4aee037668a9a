import type { DeliveryEvent } from './events.js';

/**
 * What is held: the next thing that would have happened. For a timer that is due the event's type is
 * `xstate.after`; for what an invoked actor has set off, `xstate.invoke`.
 */
export interface PendingAct {
  /** Nickname; empty for a timer that is no automaton's. */
  readonly automaton: string;
  readonly event: DeliveryEvent;
}

/** What a person did to a run, or what their breakpoint did. */
export type ControlAct = 'hold' | 'step' | 'resume' | 'breakpoint';

interface ControlledRun {
  goOn(): void;
  /** @param act the delivery it stopped at, for a breakpoint */
  record(what: ControlAct, act: PendingAct | undefined): void;
  matchFailed(error: unknown): void;
}

/**
 * Holds a run and lets it go on delivery by delivery. Every delivery passes here, whatever it comes from, and
 * so does every timer, so a held run stands still with consistent snapshots; peers do not know, and their own
 * limits go on running. The idle timeout (docs/semantics.md, rule 8) does not end a held run.
 */
export class RunControl {
  #held = false;
  #permits = 0;
  #pending: PendingAct | undefined;
  /** Where the run was held when it was resumed: it is not held there again. */
  #released: PendingAct | undefined;
  #breakpoint: ((act: PendingAct) => boolean) | undefined;
  #run: ControlledRun | undefined;

  /** Stops before the next delivery. */
  hold(): void {
    this.#held = true;
    this.#run?.record('hold', undefined);
  }

  /** Lets one delivery pass and stops before the next. */
  step(): void {
    this.#held = true;
    this.#permits += 1;
    this.#run?.record('step', this.#pending);
    this.#run?.goOn();
  }

  /** Goes on. */
  resume(): void {
    this.#held = false;
    this.#permits = 0;
    this.#released = this.#pending;
    this.#pending = undefined;
    this.#run?.record('resume', undefined);
    this.#run?.goOn();
  }

  get isHeld(): boolean {
    return this.#held;
  }

  /** The delivery that waits, when the run stands still at one. */
  get pending(): PendingAct | undefined {
    return this.#pending;
  }

  /** Holds before each delivery for which `matches` is true; undefined takes the breakpoint away. */
  breakBefore(matches: ((act: PendingAct) => boolean) | undefined): void {
    this.#breakpoint = matches;
  }

  /** @internal The dispatcher asks before each delivery; false means: not now. */
  mayPass(automaton: string, event: DeliveryEvent): boolean {
    if (!this.#held && this.#breakpoint === undefined) return true;
    const act = { automaton, event };
    if (!this.#held && this.#isBreakpoint(act)) {
      this.#held = true;
      this.#run?.record('breakpoint', act);
    }
    if (!this.#held || this.#permits > 0) {
      this.#permits = Math.max(0, this.#permits - 1);
      this.#pending = undefined;
      this.#released = undefined;
      return true;
    }
    this.#pending = act;
    return false;
  }

  /** @internal */
  bind(run: ControlledRun): void {
    this.#run = run;
  }

  /** @internal The run has ended: nothing waits any more. */
  unbind(): void {
    this.#run = undefined;
    this.#pending = undefined;
    this.#released = undefined;
  }

  #isBreakpoint(act: PendingAct): boolean {
    if (this.#released?.event === act.event && this.#released.automaton === act.automaton) return false;
    try {
      return this.#breakpoint?.(act) === true;
    } catch (error) {
      this.#run?.matchFailed(error);
      return false;
    }
  }
}
