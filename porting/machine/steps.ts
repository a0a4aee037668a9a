import type { AnyStateMachine, InputFrom, StateNode } from 'xstate';
import { initialTransition, transition } from 'xstate';
import type { Effect } from '../../runtime/effects.js';
import type { Origin } from '../../runtime/events.js';
import type { AnyMessage, Message } from '../../runtime/message.js';

/** What a message is given to. */
export interface StepOptions<Input> {
  /** Default: `Initial`. */
  readonly state?: string;
  readonly input?: Input;
  /** Members of the context that are not as they are at first. */
  readonly members?: object;
  /** Default: `runtime` for `Start`, else `wire`. */
  readonly origin?: Origin;
}

/** What one step of a machine comes to, with nothing carried out. */
export interface Step {
  /** The state afterwards. */
  readonly state: string;
  readonly sent: readonly AnyMessage[];
  readonly posted: readonly { readonly message: AnyMessage; readonly to?: string | undefined }[];
  readonly logged: readonly string[];
}

/** Gives a machine one message in one state, by XState's pure `transition()`: no socket, no run, nothing to wait for. */
export function stepOf<Machine extends AnyStateMachine>(
  machine: Machine,
  msg: AnyMessage,
  options: StepOptions<InputFrom<Machine>> = {},
): Step {
  const {
    state = 'Initial',
    input,
    members = {},
    origin = msg.mt === 'Start' ? 'runtime' : 'wire',
  } = options;
  const [first] = initialTransition(machine as AnyStateMachine, input);
  const context = { ...(first.context as object), ...members };
  const before = machine.resolveState({ value: state, context });
  const [after, actions] = transition(machine as AnyStateMachine, before, {
    type: msg.mt,
    msg,
    origin,
    from: 'test',
  });
  const effects = actions.flatMap((action: { readonly type: string; readonly params?: unknown }) =>
    action.type === 'xstate.emit' ? [asJson((action.params as { readonly event: Effect }).event)] : [],
  );
  return {
    state: String(after.value),
    sent: effects.flatMap((effect) => (effect.type === 'send' ? [plain(effect.message)] : [])),
    posted: effects.flatMap((effect) =>
      effect.type === 'post' ? [{ message: plain(effect.message), to: effect.to }] : [],
    ),
    logged: effects.flatMap((effect) => (effect.type === 'log' ? [effect.text] : [])),
  };
}

/** The states of a machine, each with the messages for which it has a transition, in order. */
export function handledMessages(machine: AnyStateMachine): Readonly<Record<string, readonly string[]>> {
  const states = Object.values(machine.root.states) as StateNode[];
  return Object.fromEntries(
    states.map((state) => [state.key, [...state.transitions.keys()].filter((type) => type !== '*')]),
  );
}

/** A message whose members are read as they are. */
function plain(message: Message): AnyMessage {
  return Object.assign<AnyMessage, Message>({ mt: message.mt }, message);
}

/** As it would arrive: plain objects. */
function asJson<Value>(value: Value): Value {
  return JSON.parse(JSON.stringify(value)) as Value;
}
