import type { PendingAct } from './control-types.js';
import type { Effect } from './effects.js';
import type { DeliveryEvent } from './events.js';
import type { Roster, RunAutomaton } from './run-automaton.js';

/** What a distribution may leave out, and what is done around each delivery. */
export interface DistributeOptions {
  /** The poster, who does not get its own broadcast. */
  readonly except?: RunAutomaton | undefined;
  /** It is an `Open`: only for automatons that declare it (rule 9). */
  readonly isOpen?: boolean | undefined;
  /** Called for each receiver once its step, and all that followed from it, is done. */
  readonly afterEach?: ((automaton: RunAutomaton) => void) | undefined;
  /** Called when all have had it, with the number of receivers. */
  readonly afterAll?: ((receivers: number) => void) | undefined;
}

/** Goes through the automatons of a roster, one delivery at a time; `next` is the position of the next one. */
export interface DistributeFrame {
  readonly kind: 'distribute';
  readonly roster: Roster;
  /** Those who were added after it began are not among its receivers. */
  readonly end: number;
  readonly event: DeliveryEvent;
  readonly cause: number;
  readonly options: DistributeOptions;
  next: number;
  receivers: number;
  /** The receiver for which `afterEach` is still due. */
  last: RunAutomaton | undefined;
}

/** One delivery to one automaton. */
export interface DeliverFrame {
  readonly kind: 'deliver';
  readonly automaton: RunAutomaton;
  readonly event: DeliveryEvent;
  readonly cause: number;
}

/** The effects of one step, in order; at its end `Start` if the state changed, then what waits. */
export interface EffectsFrame {
  readonly kind: 'effects';
  readonly automaton: RunAutomaton;
  readonly effects: readonly Effect[];
  readonly cause: number;
  next: number;
}

/** Something the engine itself does before anything else goes on. */
export interface CallFrame {
  readonly kind: 'call';
  readonly act: () => void;
  /** As what it can be held; absent: it is not. */
  readonly as?: PendingAct | undefined;
}

export type Frame = DistributeFrame | DeliverFrame | EffectsFrame | CallFrame;
