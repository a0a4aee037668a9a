import type { AnyActorRef, AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import type { OriginTable } from './automaton.js';
import { originsOf } from './automaton.js';
import type { Effect } from './effects.js';
import { UsageError } from './errors.js';
import type { HandledAutomaton, HandledSide } from './handled-automaton.js';
import { runningMachineOf } from './handled-machine.js';
import type { DeliveryEvent } from './events.js';
import type { Queue } from './queue.js';
import type { SocketPort } from './socket.js';
import type { AutomatonEnding, TakenTransition } from './trace.js';

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
  /** Whether any state of the machine names `Open`: it goes only to such automatons (rule 9). */
  readonly takesOpen: boolean;
  /** Only an automaton that code handles can move to another. */
  socket: SocketPort | undefined;
  input: unknown;
  /** `added`: not started yet. */
  status: 'added' | 'running' | 'stopped';
  actor: AnyActorRef | undefined;
  /** As of the last completed transition; undefined before the first one. */
  snapshot: AnyMachineSnapshot | undefined;
  /** The top-level state of `snapshot`; a change of it brings `Start` (rule 4). */
  state: string | undefined;
  /** Its state has changed and it has not had the `Start`: nothing else reaches it before. */
  isStartDue: boolean;
  /** Emitted by XState and not carried out yet; undefined when there are none. */
  effects: Effect[] | undefined;
  /** In the middle of a step: deliveries wait in `waiting` (rule 6). */
  isBusy: boolean;
  /** Its machine is at work for the dispatcher, so that a new snapshot is no surprise. */
  isStepping: boolean;
  /** A timer, an invoked actor or another actor moved it, and the rest of that step is still to be done. */
  hasMoved: boolean;
  /** The present step ended in the transition that records discards (rule 3). */
  hasDiscarded: boolean;
  /** Transitions of the present step, noted while a trace is made; undefined when there are none. */
  taken: TakenTransition[] | undefined;
  /** Number of the connection of its socket that it asked for last (rule 9). */
  askedFor: number;
  /** Deliveries that came while it was busy; made when first needed, for there may be thousands of automatons. */
  waiting: Queue<Delivery> | undefined;
  /** Its messages are handled by code, which its machine follows; undefined: the machine itself handles them. */
  readonly handled: HandledSide | undefined;
  failure: { readonly error: unknown } | undefined;
  ending: AutomatonEnding | undefined;
}

/** What an automaton is given besides its machine. */
export interface AutomatonGivens {
  readonly nickname?: string | undefined;
  readonly socket?: SocketPort | undefined;
  readonly input?: unknown;
}

/** @throws UsageError `NOT_AN_AUTOMATON` for a machine that `setupAutomaton` did not make */
export function toRunAutomaton(
  machine: AnyStateMachine,
  givens: AutomatonGivens,
  code?: HandledAutomaton,
): RunAutomaton {
  const origins = originsOf(machine);
  if (origins === undefined) {
    throw new UsageError(
      'NOT_AN_AUTOMATON',
      `Machine ${machine.id} was not made with setupAutomaton; make it so.`,
    );
  }
  // What every delivery looks at comes first: with thousands of automatons it is memory that costs.
  return {
    status: 'added',
    actor: undefined,
    snapshot: undefined,
    state: undefined,
    isStartDue: false,
    isBusy: false,
    isStepping: false,
    hasMoved: false,
    hasDiscarded: false,
    handled: code && { code, state: 'Initial', calls: 0, keepsRunAlive: false },
    effects: undefined,
    taken: undefined,
    waiting: undefined,
    failure: undefined,
    origins,
    takesOpen: takesOpen(machine),
    nickname: givens.nickname ?? machine.id,
    machine: code === undefined ? machine : runningMachineOf(machine),
    socket: givens.socket,
    input: givens.input,
    askedFor: neverAsked,
    ending: undefined,
  };
}

const neverAsked = -1;

const openTakers = new WeakMap<AnyStateMachine, boolean>();

/** Asked once for each machine: there may be thousands of automatons. */
function takesOpen(machine: AnyStateMachine): boolean {
  const known = openTakers.get(machine);
  if (known !== undefined) return known;
  // `machine.events` leaves out a transition that does nothing (`Open: {}`).
  const isNamedIn = (node: AnyStateMachine['root']): boolean =>
    node.transitions.has('Open') || Object.values(node.states).some(isNamedIn);
  const takes = isNamedIn(machine.root);
  openTakers.set(machine, takes);
  return takes;
}

/** Automatons in the order in which they were given; those that stop leave without moving the others. */
export class Roster {
  readonly #list: RunAutomaton[] = [];
  #stopped = 0;
  /** Whether it has had an automaton whose messages are handled by code. */
  hasHandled = false;

  add(automaton: RunAutomaton): void {
    this.#list.push(automaton);
    this.hasHandled ||= automaton.handled !== undefined;
  }

  /** Takes one out that goes on elsewhere, also while somebody walks the list. */
  remove(automaton: RunAutomaton): void {
    const position = this.#list.indexOf(automaton);
    if (position < 0) return;
    this.#list[position] = { ...automaton, status: 'stopped' };
    this.retire();
  }

  /** The first that runs. */
  get first(): RunAutomaton | undefined {
    return this.#list.find(({ status }) => status === 'running');
  }

  /** Counts one that has stopped; `compact` takes it out later. */
  retire(): void {
    this.#stopped += 1;
  }

  /** How many have not stopped. */
  get running(): number {
    return this.#list.length - this.#stopped;
  }

  /** How many positions there are, those of stopped automatons included. */
  get length(): number {
    return this.#list.length;
  }

  at(position: number): RunAutomaton | undefined {
    return this.#list[position];
  }

  some(isSo: (automaton: RunAutomaton) => boolean): boolean {
    return this.#list.some(isSo);
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
