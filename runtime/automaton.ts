import type {
  ActionFunction,
  AnyActorLogic,
  AnyActorRef,
  AnyStateMachine,
  DelayConfig,
  GuardPredicate,
  MachineContext,
  MetaObject,
  ParameterizedObject,
  SetupReturn,
  StateMachine,
  StateSchema,
  StateValue,
  UnknownActorLogic,
  Values,
} from 'xstate';
import { emit, setup } from 'xstate';
import type { Effect } from './effects.js';
import { UsageError } from './errors.js';
import type { EventOf, Origin, RuntimeMessage } from './events.js';
import type { Message } from './message.js';

/** What an automaton leaves when it is `Dead` (docs/semantics.md, rule 5). */
export type AutomatonOutput = { readonly ok: true } | { readonly ok: false; readonly error: Error };

/** From which origins each message is taken; a message of another origin is refused (rule 7). */
export type Accepts<M extends Message> = { readonly [Mt in M['mt']]: Origin | readonly Origin[] };

type ParamsOf = Record<string, ParameterizedObject['params'] | undefined>;
type Parameterized<P extends ParamsOf> = Values<{ [K in keyof P & string]: { type: K; params: P[K] } }>;
// Written with `as`, as XState writes it: else the compiler infers the actors from the actions.
type ProvidedActorOf<Actors extends Record<string, UnknownActorLogic>> = Values<{
  [K in keyof Actors as K & string]: { src: K & string; logic: Actors[K]; id: string | undefined };
}>;

/** The types an automaton is written with; the values are never looked at (`{} as MyContext`). */
export interface AutomatonTypes<C, M, I, O, Tag> {
  readonly context?: C;
  /** The union of the messages that come from sockets and posts. `Start`, `Open`, `EOF`, `Timeout` are added. */
  readonly messages: M;
  readonly input?: I;
  readonly output: O;
  /** Tags besides `waits`, which keeps a silent run alive (rule 8). */
  readonly tags?: Tag;
}

/** XState's `setup` for one automaton's types. */
export type SetupOf<
  C extends MachineContext,
  M extends Message,
  I,
  O extends AutomatonOutput,
  Tag extends string,
  Actors extends Record<string, UnknownActorLogic>,
  Actions extends ParamsOf,
  Guards extends ParamsOf,
  Delay extends string,
> = SetupReturn<
  C,
  EventOf<M | RuntimeMessage>,
  Actors,
  Record<never, string>,
  Actions,
  Guards,
  Delay,
  Tag | 'waits',
  I,
  O,
  Effect,
  MetaObject
>;

/**
 * What the compiler asks of a chart besides what XState asks; that it has the states `Initial` and `Dead` is
 * checked when the machine is made, for a type on `states` would take the types of the events away.
 */
interface AutomatonParts {
  readonly id: string;
  readonly initial: 'Initial';
  readonly output: unknown;
}

/** The machine that `createMachine` makes: an ordinary XState machine of the automaton's types. */
export type AutomatonMachine<
  C extends MachineContext,
  M extends Message,
  I,
  O extends AutomatonOutput,
  Tag extends string,
  Actors extends Record<string, UnknownActorLogic>,
  Actions extends ParamsOf,
  Guards extends ParamsOf,
  Delay extends string,
> = StateMachine<
  C,
  EventOf<M | RuntimeMessage>,
  Record<string, AnyActorRef | undefined>,
  ProvidedActorOf<Actors>,
  Parameterized<Actions>,
  Parameterized<Guards>,
  Delay,
  StateValue,
  Tag | 'waits',
  I,
  O,
  Effect,
  MetaObject,
  StateSchema
>;

/** XState's `setup`, whose `createMachine` makes an automaton. */
export type AutomatonSetup<S extends { createMachine: (...config: never[]) => unknown }, Machine> = Omit<
  S,
  'createMachine' | 'extend'
> & {
  /**
   * Makes the machine. It gets a root transition that records discards (rule 3).
   * @throws UsageError `NOT_AN_AUTOMATON` when the chart has a `*` transition of its own, lacks `Initial` or
   * `Dead` or a root `output`, or has a final top-level state besides `Dead`
   */
  createMachine: (config: Parameters<S['createMachine']>[0] & AutomatonParts) => Machine;
};

/**
 * XState's `setup` for automatons: plain XState with typed messages. Every event carries its message as
 * `event.msg`; effects are the actions of actions.ts. The result is an ordinary XState machine.
 *
 * ```ts
 * const lister = setupAutomaton({
 *   types: { messages: {} as GetDevicesResult, context: {} as Context, output: {} as Output },
 *   accepts: { GetDevicesResult: 'wire' },
 * });
 * const machine = lister.createMachine({ id: 'DeviceLister', initial: 'Initial', states: { … }, output: … });
 * ```
 */
export function setupAutomaton<
  C extends MachineContext,
  M extends Message,
  O extends AutomatonOutput,
  I = unknown,
  Tag extends string = never,
  Actors extends Record<string, UnknownActorLogic> = Record<never, never>,
  Actions extends ParamsOf = Record<never, never>,
  Guards extends ParamsOf = Record<never, never>,
  Delay extends string = never,
>(parts: {
  readonly types: AutomatonTypes<C, M, I, O, Tag>;
  readonly accepts: Accepts<M>;
  readonly actors?: { [K in keyof Actors]: Actors[K] };
  readonly actions?: {
    [K in keyof Actions]: ActionFunction<
      C,
      EventOf<M | RuntimeMessage>,
      EventOf<M | RuntimeMessage>,
      Actions[K],
      ProvidedActorOf<Actors>,
      Parameterized<Actions>,
      Parameterized<Guards>,
      Delay,
      Effect
    >;
  };
  readonly guards?: {
    [K in keyof Guards]: GuardPredicate<C, EventOf<M | RuntimeMessage>, Guards[K], Parameterized<Guards>>;
  };
  readonly delays?: {
    [K in Delay]: DelayConfig<
      C,
      EventOf<M | RuntimeMessage>,
      Parameterized<Actions>['params'],
      EventOf<M | RuntimeMessage>
    >;
  };
}): AutomatonSetup<
  SetupOf<C, M, I, O, Tag, Actors, Actions, Guards, Delay>,
  AutomatonMachine<C, M, I, O, Tag, Actors, Actions, Guards, Delay>
> {
  const { accepts, types: _types, ...capabilities } = parts;
  // XState's own `setup` infers these types from its argument; here they are known, so it is called untyped once.
  const plain = (setup as (config: object) => PlainSetup)(capabilities);
  const createMachine = (config: ChartConfig): AnyStateMachine => {
    checkChart(config);
    return plain.createMachine({
      ...config,
      meta: { ...config.meta, accepts },
      on: { ...config.on, '*': recordDiscard },
    });
  };
  return { ...plain, createMachine } as unknown as AutomatonSetup<
    SetupOf<C, M, I, O, Tag, Actors, Actions, Guards, Delay>,
    AutomatonMachine<C, M, I, O, Tag, Actors, Actions, Guards, Delay>
  >;
}

/** The parts of a chart that `setupAutomaton` looks at. */
interface ChartConfig {
  readonly id?: string;
  readonly initial?: unknown;
  readonly output?: unknown;
  readonly meta?: object;
  readonly on?: Readonly<Record<string, unknown>>;
  readonly states?: Readonly<Record<string, ChartConfig & { readonly type?: string }>>;
}

interface PlainSetup {
  createMachine: (config: object) => AnyStateMachine;
}

/** Rule 3: whatever no state has a transition for ends here. XState's own events have no origin. */
const recordDiscard = {
  guard: ({ event }: { event: object }) => 'origin' in event,
  actions: emit({ type: 'discard' } satisfies Effect),
};

/** For each message type the origins from which it is taken. */
export type OriginTable = ReadonlyMap<string, ReadonlySet<Origin>>;

const originTables = new WeakMap<object, OriginTable>();

/** The origin table of an automaton; undefined for a machine that `setupAutomaton` did not make. */
export function originsOf(logic: AnyActorLogic): OriginTable | undefined {
  const meta = (logic as Partial<AnyStateMachine>).root?.meta as { accepts?: Accepts<Message> } | undefined;
  if (meta?.accepts === undefined) return undefined;
  let table = originTables.get(meta.accepts);
  if (table === undefined) {
    table = new Map(Object.entries(meta.accepts).map(([mt, origins]) => [mt, new Set([origins].flat())]));
    originTables.set(meta.accepts, table);
  }
  return table;
}

function checkChart(config: ChartConfig): void {
  const fault = chartFault(config);
  if (fault === undefined) return;
  throw new UsageError('NOT_AN_AUTOMATON', `Machine ${config.id ?? '(without id)'}: ${fault}`);
}

function chartFault(config: ChartConfig): string | undefined {
  const states = config.states ?? {};
  if (config.initial !== 'Initial' || states['Initial'] === undefined)
    return 'its first state must be Initial.';
  if (states['Dead']?.type !== 'final') return 'it needs a final state Dead.';
  const otherEnd = Object.keys(states).find((name) => name !== 'Dead' && states[name]?.type === 'final');
  if (otherEnd !== undefined) return `state ${otherEnd} is final, but only Dead may be.`;
  if (config.output === undefined) return 'it needs an output at its root; that of a state is not seen.';
  if (hasWildcard(config)) return 'a "*" transition would swallow what is to be recorded as discarded.';
  return undefined;
}

function hasWildcard(config: ChartConfig): boolean {
  if (config.on !== undefined && Object.keys(config.on).some((type) => type === '*')) return true;
  return Object.values(config.states ?? {}).some(hasWildcard);
}
