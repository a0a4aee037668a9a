import type { ActionFunction, EventObject, MachineContext, ParameterizedObject } from 'xstate';
import { enqueueActions } from 'xstate';
import type { Effect } from '../../runtime/effects.js';
import { UsageError } from '../../runtime/errors.js';
import type { Message as EngineMessage } from '../../runtime/message.js';
import { Message } from '../classes/message.js';
import type { PhpValue } from '../php/value.js';
import type { Draft, DraftOptions, HandlerResult } from './draft.js';
import { DraftRun } from './draft.js';

/** What PHP called `Receive<State><Mt>`: changes members, sends, posts and logs by `self`, and returns a state or nothing. */
export type Handler<Members> = (self: Draft<Members>, msg: PhpValue) => string | null | undefined;

/** An event that carries a message. */
type MessageEvent = EventObject & {
  readonly msg?: EngineMessage;
  readonly origin?: unknown;
  readonly from?: unknown;
};

type Params = ParameterizedObject['params'] | undefined;

/** Handlers as guards and actions of a machine; `handlersOf` makes them. */
export interface Handlers<Members extends MachineContext> {
  /**
   * A guard: whether the handler returns this state for the event at hand.
   * @throws UsageError `STATE_NOT_IN_MACHINE` when it is evaluated and the handler returns a state that is not there
   */
  returns(
    handler: Handler<Members>,
    state: string,
  ): (args: { context: Members; event: MessageEvent }) => boolean;
  /** An action: what the handler changes, sends, posts and logs. */
  run<X extends MessageEvent, P extends Params, E extends EventObject>(
    handler: Handler<Members>,
  ): ActionFunction<Members, X, E, P, never, never, never, never, Effect>;
  /**
   * The first context: the defaults, and what a constructor makes of them; what it logs is dropped.
   * @throws UsageError `EFFECT_OUTSIDE_HANDLER` when the constructor sends or posts
   */
  start(defaults: Members, construct?: (self: Draft<Members>) => void): Members;
  /** What a getter gives for a context; the context stays as it is. */
  read<Value>(context: Members, getter: (self: Draft<Members>) => Value): Value;
}

/**
 * Lets functions that are written like PHP's handlers work in a machine. A handler runs on a draft of the context, once
 * for each event: guards ask what it returned, the action carries over what it changed and emits its effects in order.
 * So the chart is explicit, `transition()` of XState stays pure, and the handler reads as it did in PHP.
 *
 * ```ts
 * const { returns, run } = handlersOf<CounterMembers>();
 * // setup: guards: { isEnough: returns(initialCount, 'Dead') }, actions: { count: run(initialCount) }
 * // chart: Count: [{ guard: 'isEnough', target: 'Dead', actions: 'count' }, { actions: 'count' }]
 * ```
 */
export function handlersOf<Members extends MachineContext>(options: DraftOptions = {}): Handlers<Members> {
  const results = new WeakMap<object, Map<Handler<Members>, KeptResult<Members>>>();

  /** Guards and the action of one step ask one after the other; the handler is called once. */
  const resultOf = (
    handler: Handler<Members>,
    context: Members,
    event: MessageEvent,
  ): HandlerResult<Members> => {
    const ofEvent = results.get(event) ?? new Map<Handler<Members>, KeptResult<Members>>();
    results.set(event, ofEvent);
    const known = ofEvent.get(handler);
    if (known?.context === context) return known.result;
    const result = runHandler(handler, context, event, options);
    ofEvent.set(handler, { context, result });
    return result;
  };

  return {
    returns:
      (handler, state) =>
      ({ context, event }) =>
        resultOf(handler, context, event).returned === state,
    run: (handler) =>
      enqueueActions(({ context, event, enqueue }) => {
        const { members, effects } = resultOf(handler, context, event);
        if (members !== context) enqueue.assign(members);
        for (const effect of effects) enqueue.emit(effect);
      }),
    start: (defaults, construct) => {
      const run = new DraftRun(defaults, options);
      construct?.(run.draft);
      if (run.effects.every(({ type }) => type === 'log')) return run.members();
      throw new UsageError(
        'EFFECT_OUTSIDE_HANDLER',
        'A constructor sends or posts; in a machine only handlers do, so move it to the handler of Start in Initial.',
      );
    },
    read: (context, getter) => getter(new DraftRun(context, options).draft),
  };
}

interface KeptResult<Members> {
  readonly context: Members;
  readonly result: HandlerResult<Members>;
}

function runHandler<Members extends MachineContext>(
  handler: Handler<Members>,
  context: Members,
  event: MessageEvent,
  options: DraftOptions,
): HandlerResult<Members> {
  const run = new DraftRun(context, options);
  const returned = handler(run.draft, run.message(receivedMessage(event))) ?? undefined;
  checkState(returned, event, options);
  return { members: run.members(), effects: run.effects, returned };
}

function checkState(returned: string | undefined, { type }: MessageEvent, { states }: DraftOptions): void {
  if (returned === undefined || states === undefined || states.includes(returned)) return;
  throw new UsageError(
    'STATE_NOT_IN_MACHINE',
    `The handler of ${type} returned the state ${returned}, which the machine does not have; add it to the chart and to the states of handlersOf.`,
    { state: returned, mt: type },
  );
}

/** The message with PHP's methods, and with `_sourcename` when an automaton posted it. */
function receivedMessage({ type, msg, origin, from }: MessageEvent): Message {
  const message = Message.of(Object.assign({ mt: type }, msg));
  if (origin === 'post' && message['_sourcename'] === undefined) message['_sourcename'] = from;
  return message;
}
