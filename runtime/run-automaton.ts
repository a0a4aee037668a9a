import type { AnyActorRef, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { OriginTable } from './automaton.js';
import type { Effect } from './effects.js';
import type { DeliveryEvent } from './events.js';
import type { SocketPort } from './socket.js';
import type { AutomatonEnding } from './trace.js';

/** A message on its way to an automaton, with the trace record that led to it. */
export interface Delivery {
  readonly event: DeliveryEvent;
  readonly cause: number;
}

/** What the engine keeps about one automaton of a run. */
export interface RunAutomaton {
  readonly nickname: string;
  readonly machine: AnyStateMachine;
  readonly origins: OriginTable;
  /** Types the machine has a transition for in any state; `Open` goes only to those that have one. */
  readonly knownTypes: ReadonlySet<string>;
  readonly socket: SocketPort | undefined;
  readonly input: unknown;
  /** `added`: not started yet. */
  status: 'added' | 'running' | 'stopped';
  actor: AnyActorRef | undefined;
  snapshot: AnyMachineSnapshot | undefined;
  /** The top-level state as of the last completed step; a change of it brings `Start` (rule 4). */
  state: string;
  /** Emitted by XState and not carried out yet. */
  effects: Effect[];
  /** In the middle of a step: deliveries wait in `waiting` (rule 6). */
  busy: boolean;
  /** Inside `actor.send`, so that a new snapshot is no surprise. */
  stepping: boolean;
  discarded: boolean;
  /** Asked for a connection in the present step: keeps it running after `EOF` (rule 9). */
  hasAskedToConnect: boolean;
  readonly waiting: Delivery[];
  failure: { readonly error: unknown } | undefined;
  ending: AutomatonEnding | undefined;
}

/** Automatons in the order in which they were given; those that stop leave without moving the others. */
export class Roster {
  readonly #list: RunAutomaton[] = [];
  #stopped = 0;

  add(automaton: RunAutomaton): void {
    this.#list.push(automaton);
  }

  /** Counts one that has stopped; `compact` takes it out later. */
  retire(): void {
    this.#stopped += 1;
  }

  get running(): number {
    return this.#list.length - this.#stopped;
  }

  at(position: number): RunAutomaton | undefined {
    return this.#list[position];
  }

  /** Only while nobody walks the list by position. */
  compact(): void {
    if (this.#stopped === 0 || this.#stopped * 2 < this.#list.length) return;
    let kept = 0;
    for (const automaton of this.#list) {
      if (automaton.status !== 'stopped') this.#list[kept++] = automaton;
    }
    this.#list.length = kept;
    this.#stopped = 0;
  }
}
