import type { ActionArgs, ActionFunction, EventObject, MachineContext, ParameterizedObject } from 'xstate';
import { emit } from 'xstate';
import type { AnyNotice, Effect, Notice } from './effects.js';
import type { LogCategory } from './log.js';
import type { AnyMessage, Message } from './message.js';

type Params = ParameterizedObject['params'] | undefined;

/** A value, or how to get it from the context and the event at hand. */
type Given<Value, C extends MachineContext, X extends EventObject, P extends Params, E extends EventObject> =
  Value | ((args: ActionArgs<C, X, E>, params: P) => Value);

/** What the action creators here return: an XState action that emits an effect and does nothing else. */
type EffectAction<
  C extends MachineContext,
  X extends EventObject,
  P extends Params,
  E extends EventObject,
> = ActionFunction<C, X, E, P, never, never, never, never, Effect>;

function emitEffect<
  Value,
  C extends MachineContext,
  X extends EventObject,
  P extends Params,
  E extends EventObject,
>(given: Given<Value, C, X, P, E>, toEffect: (value: Value) => Effect): EffectAction<C, X, P, E> {
  const isExpression = (value: typeof given): value is (args: ActionArgs<C, X, E>, params: P) => Value =>
    typeof value === 'function';
  if (!isExpression(given)) return emit(toEffect(given));
  return emit<C, X, P, E, Effect>((args, params) => toEffect(given(args, params)));
}

/** Sends a message on the automaton's own socket; before the socket is open it waits there, in order. */
export function sendMessage<
  C extends MachineContext,
  X extends EventObject,
  P extends Params,
  E extends EventObject,
>(message: Given<Message | AnyMessage, C, X, P, E>): EffectAction<C, X, P, E> {
  return emitEffect(message, (value) => ({ type: 'send', message: value }));
}

/** What a post says and whom it is for; without `to` it goes to all other automatons of the run. */
export interface PostTo {
  readonly message: Message | AnyMessage;
  readonly to?: string | undefined;
}

/** Posts a message to the other automatons, or to the one named (docs/semantics.md, rule 6). */
export function postEvent<
  C extends MachineContext,
  X extends EventObject,
  P extends Params,
  E extends EventObject,
>(post: Given<Message | AnyMessage | PostTo, C, X, P, E>): EffectAction<C, X, P, E> {
  return emitEffect(post, (value) =>
    'mt' in value ? { type: 'post', message: value } : { type: 'post', message: value.message, to: value.to },
  );
}

/** Connects the automaton's socket to a URL. */
export function connectSocket<
  C extends MachineContext,
  X extends EventObject,
  P extends Params,
  E extends EventObject,
>(url: Given<string, C, X, P, E>): EffectAction<C, X, P, E> {
  return emitEffect(url, (value) => ({ type: 'connect', url: value }));
}

/** Closes the automaton's socket. */
export function closeSocket<
  C extends MachineContext,
  X extends EventObject,
  P extends Params,
  E extends EventObject,
>(
  closing: Given<{ readonly code?: number; readonly reason?: string }, C, X, P, E> = {},
): EffectAction<C, X, P, E> {
  return emitEffect(closing, ({ code, reason }) => ({ type: 'close', code, reason }));
}

/** Writes a log line; its source is the automaton's nickname. */
export function writeLog<
  C extends MachineContext,
  X extends EventObject,
  P extends Params,
  E extends EventObject,
>(text: Given<string, C, X, P, E>, category: LogCategory = 'runtime'): EffectAction<C, X, P, E> {
  return emitEffect(text, (value) => ({ type: 'log', text: value, category }));
}

/** Tells whoever runs the automaton something that is no message: new session credentials, progress, a verdict. */
export function notify<
  C extends MachineContext,
  X extends EventObject,
  P extends Params,
  E extends EventObject,
>(notice: Given<Notice | AnyNotice, C, X, P, E>): EffectAction<C, X, P, E> {
  return emitEffect(notice, (value) => ({ type: 'notify', notice: value }));
}
