import type { AnyStateMachine } from 'xstate';
import { emit, enqueueActions, setup } from 'xstate';
import type { Effect } from './effects.js';
import type { Origin } from './events.js';

/** States and messages of an automaton that code handles. `Initial` is the first state, `Dead` the last. */
export interface HandledChart {
  readonly id: string;
  readonly states: readonly HandledState[];
  /** From which origins each message is taken. */
  readonly accepts: Readonly<Record<string, readonly Origin[]>>;
}

export interface HandledState {
  readonly name: string;
  /** For each message that has a handler the states it may return. */
  readonly handlers: ReadonlyMap<string, readonly string[]>;
}

/** What is told to the machine once a handler is through: the event with the state that came of it. */
export interface FollowEvent {
  readonly type: string;
  /** Name of the state in the chart; undefined: it stays. */
  readonly next: string | undefined;
  /** The members of the automaton, if they have changed. */
  readonly members: Readonly<Record<string, unknown>> | undefined;
}

/** Type of the event that leads the machine where no transition of the chart goes; no message has such a type. */
export const followAnywhere = 'xstate.returned';

const runningMachines = new WeakMap<AnyStateMachine, AnyStateMachine>();

/**
 * The chart as an XState machine: each handler is a list of transitions, one for each state it may return, guarded by
 * what it did return, and one that stays.
 */
export function makeHandledMachine(chart: HandledChart): AnyStateMachine {
  const machine = createMachine(chart, {}, {});
  const running = createMachine(chart, keeping, { on: { '*': anywhere(chart) } });
  runningMachines.set(machine, running);
  return machine;
}

/**
 * The machine that follows the handlers in a run. Unlike the chart it can go from any state to any other: a handler
 * that was interrupted may return a state to which no transition of the chart leads by then.
 */
export function runningMachineOf(machine: AnyStateMachine): AnyStateMachine {
  return runningMachines.get(machine) ?? machine;
}

/** What each transition does in a run; a chart is clearer without. */
const keeping = { actions: 'keepMembers' };

// `setup` would infer events and guards from the chart's type, which is known only at run time.
const untyped = setup as (parts: object) => { createMachine: (config: object) => AnyStateMachine };

function createMachine({ id, states, accepts }: HandledChart, does: object, root: object): AnyStateMachine {
  const guards = states.map(({ name }) => [
    guardFor(name),
    ({ event }: { readonly event: FollowEvent }) => event.next === name,
  ]);
  return untyped({ guards: Object.fromEntries(guards) as object, actions: { keepMembers } }).createMachine({
    id,
    initial: 'Initial',
    context: ({ input }: { readonly input: object | undefined }) => ({ ...input }),
    output: { ok: true },
    // A trace has it: such a machine is nothing without the code that it follows.
    meta: { accepts, followsCode: true },
    ...root,
    states: Object.fromEntries(states.map(({ name, handlers }) => [name, stateOf(name, handlers, does)])),
  });
}

function stateOf(name: string, handlers: HandledState['handlers'], does: object): object {
  if (name === 'Dead') return { type: 'final' };
  const on = [...handlers].map(([mt, returned]) => [
    mt,
    [...returned.map((state) => ({ ...transition(state, state), ...does })), does],
  ]);
  return { on: Object.fromEntries(on) as object };
}

function anywhere({ states }: HandledChart): readonly object[] {
  const isFollowing = ({ event }: { readonly event: object }): boolean => 'next' in event;
  return [
    ...states.map(({ name }) => ({ ...transition(name, `.${name}`), ...keeping })),
    { guard: isFollowing, ...keeping },
    {
      guard: ({ event }: { readonly event: object }) => 'origin' in event,
      actions: emit({ type: 'discard' } satisfies Effect),
    },
  ];
}

function transition(state: string, target: string): object {
  return { guard: guardFor(state), target };
}

function guardFor(state: string): string {
  return `returned ${state}`;
}

/** Assigns only what has changed: an assignment that changes nothing would still make another context. */
const keepMembers = enqueueActions(({ event, enqueue }) => {
  const { members } = event as unknown as FollowEvent;
  if (members !== undefined) enqueue.assign(members);
});
