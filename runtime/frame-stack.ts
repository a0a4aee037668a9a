import type { PendingAct } from './control-types.js';
import type { DistributeOptions, Frame } from './dispatch-frames.js';
import type { DeliveryEvent } from './events.js';
import type { Roster, RunAutomaton } from './run-automaton.js';

/** What a dispatcher is in the middle of: the frame on top comes first (docs/semantics.md, rules 2, 4 and 6). */
export class FrameStack {
  readonly #frames: Frame[] = [];

  get length(): number {
    return this.#frames.length;
  }

  get top(): Frame | undefined {
    return this.#frames.at(-1);
  }

  push(frame: Frame | undefined): void {
    if (frame !== undefined) this.#frames.push(frame);
  }

  pop(): void {
    this.#frames.pop();
  }

  /** Delivers to each running automaton of the roster, in order. */
  distribute(roster: Roster, event: DeliveryEvent, cause: number, options: DistributeOptions): void {
    this.#frames.push({
      kind: 'distribute',
      roster,
      end: roster.length,
      event,
      cause,
      options,
      next: 0,
      receivers: 0,
      last: undefined,
    });
  }

  /** Delivers to one automaton, before anything else that waits. */
  deliver(automaton: RunAutomaton, event: DeliveryEvent, cause: number): void {
    this.#frames.push({ kind: 'deliver', automaton, event, cause });
  }

  /** @param as as what it can be held; default: it cannot be */
  call(act: () => void, as?: PendingAct): void {
    this.#frames.push({ kind: 'call', act, as });
  }

  /** Takes away what is above a depth; returns it. */
  cut(depth: number): readonly Frame[] {
    return this.#frames.splice(depth);
  }
}
