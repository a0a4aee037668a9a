import type { DeliveryEvent } from './events.js';

/** What is held: the next thing that would have happened. */
export interface PendingAct {
  readonly automaton: string;
  readonly event: DeliveryEvent;
}

/**
 * Holds a run and lets it go on delivery by delivery. Every delivery passes here, whatever it comes from, so a
 * held run stands still with consistent snapshots; peers do not know, and their own limits go on running.
 */
export class RunControl {
  #held = false;
  #permits = 0;
  #pending: PendingAct | undefined;
  #resume: () => void = () => undefined;
  #observer: ((act: PendingAct) => boolean) | undefined;

  /** Stops before the next delivery. */
  hold(): void {
    this.#held = true;
  }

  /** Lets one delivery pass and stops before the next. */
  step(): void {
    this.#held = true;
    this.#permits += 1;
    this.#resume();
  }

  /** Goes on. */
  resume(): void {
    this.#held = false;
    this.#permits = 0;
    this.#resume();
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
    this.#observer = matches;
  }

  /** @internal The dispatcher asks before each delivery; false means: not now. */
  mayPass(automaton: string, event: DeliveryEvent): boolean {
    if (!this.#held && this.#observer === undefined) return true;
    const act = { automaton, event };
    const isFresh = this.#pending?.event !== event || this.#pending.automaton !== automaton;
    if (!this.#held && isFresh && this.#observer?.(act) === true) this.#held = true;
    if (!this.#held || this.#permits > 0) {
      this.#permits = Math.max(0, this.#permits - 1);
      this.#pending = undefined;
      return true;
    }
    this.#pending = act;
    return false;
  }

  /** @internal */
  bind(resume: () => void): void {
    this.#resume = resume;
  }
}
