import type { AnyStateMachine, InputFrom, SnapshotFrom, StateValue } from 'xstate';
import { initialTransition, transition } from 'xstate';
import type { Effect, Notice } from '../../runtime/effects.js';
import type { DeliveryEvent } from '../../runtime/events.js';
import { encodeMessage, decodeMessage } from '../../runtime/message.js';
import type { AnyMessage, Message } from '../../runtime/message.js';
import { valuePath } from '../../runtime/state-path.js';

/**
 * One automaton moved by XState's pure functions: nothing is sent, no time passes. Contexts are frozen, so an
 * action that changes one throws.
 */
export class PureAutomaton<Machine extends AnyStateMachine> {
  snapshot: SnapshotFrom<Machine>;
  /** What the last message brought about. */
  effects: readonly Effect[] = [];

  constructor(
    private readonly machine: Machine,
    private readonly input: InputFrom<Machine>,
  ) {
    const [snapshot] = initialTransition(machine, input as never);
    this.snapshot = snapshot;
    deepFreeze(this.#state.context);
  }

  /** Another one at the same point; what is done to one does nothing to the other. */
  fork(): PureAutomaton<Machine> {
    const twin = new PureAutomaton(this.machine, this.input);
    twin.snapshot = this.snapshot;
    return twin;
  }

  /** State and phase: `Initial.awaitingStart`. */
  get at(): string {
    return valuePath(this.#state.value);
  }

  get output(): unknown {
    return this.#state.output;
  }

  get #state(): { readonly value: StateValue; readonly context: unknown; readonly output: unknown } {
    return this.snapshot;
  }

  /** Messages that the last step sent. */
  get sent(): AnyMessage[] {
    return this.effects.flatMap((effect) => (effect.type === 'send' ? [effect.message as AnyMessage] : []));
  }

  /** Posts of the last step. */
  get posted(): { to: string | undefined; message: AnyMessage }[] {
    return this.effects.flatMap((effect) =>
      effect.type === 'post' ? [{ to: effect.to, message: effect.message as AnyMessage }] : [],
    );
  }

  /** Notices of the last step. */
  get notices(): Notice[] {
    return this.effects.flatMap((effect) => (effect.type === 'notify' ? [effect.notice] : []));
  }

  /** What the last step did, in order and in short: `send Login`, `post LoginResult`, `notify verdict`, `discard`. */
  get acts(): string[] {
    return this.effects.map((effect) => {
      if (effect.type === 'send' || effect.type === 'post') return `${effect.type} ${effect.message.mt}`;
      if (effect.type === 'connect') return `connect ${effect.url}`;
      return effect.type === 'notify' ? `notify ${effect.notice.kind}` : effect.type;
    });
  }

  start(): this {
    return this.runtime({ mt: 'Start' });
  }

  /** A message from the socket, as a value or as text. */
  wire(message: (Message & Readonly<Record<string, unknown>>) | string): this {
    const text = typeof message === 'string' ? message : encodeMessage(message);
    const decoded = decodeMessage(text);
    if (!decoded.ok) throw new Error(`${text}: ${decoded.reason}`);
    return this.send({ type: decoded.msg.mt, msg: decoded.msg, origin: 'wire', from: 'S', text });
  }

  post(msg: Message & Readonly<Record<string, unknown>>, from = 'A'): this {
    return this.send({ type: msg.mt, msg, origin: 'post', from });
  }

  runtime(msg: Message & Readonly<Record<string, unknown>>): this {
    return this.send({ type: msg.mt, msg, origin: 'runtime', from: 'A' });
  }

  close(code = 1006): this {
    return this.runtime({ mt: 'EOF', code, reason: '' });
  }

  /** A timer of the present phase: XState's own event. */
  after(): this {
    const timer = this.machine.events.find((type) => (type as string).startsWith('xstate.after.')) as string;
    return this.send({ type: timer } as DeliveryEvent);
  }

  send(event: DeliveryEvent): this {
    deepFreeze(event.msg);
    const [next, actions] = transition(this.machine, this.snapshot as never, event as never);
    this.snapshot = next;
    this.effects = (actions as { type: string; params?: unknown }[]).flatMap(({ type, params }) =>
      type === 'xstate.emit' ? [(params as { event: Effect }).event] : [],
    );
    deepFreeze(this.#state.context);
    return this;
  }
}

/** Freezes plain objects and arrays; what is frozen is not entered again, so a growing chain costs its growth. */
export function deepFreeze(root: unknown): void {
  const todo: unknown[] = [root];
  while (todo.length > 0) {
    const value = todo.pop();
    if (typeof value !== 'object' || value === null || Object.isFrozen(value)) continue;
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== Array.prototype && prototype !== null) continue;
    Object.freeze(value);
    todo.push(...(Object.values(value) as unknown[]));
  }
}
