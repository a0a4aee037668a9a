import fc from 'fast-check';
import { postEvent, sendMessage } from '../../runtime/actions.js';
import type { AutomatonOutput } from '../../runtime/automaton.js';
import { setupAutomaton } from '../../runtime/automaton.js';
import type { EventOf, RuntimeMessage } from '../../runtime/events.js';
import type { Message } from '../../runtime/message.js';
import type { Handler, LivingState, Mt, Plan } from './rules-interpreter.js';
import { livingStates, messageTypes } from './rules-interpreter.js';

type Messages = Message<'M0'> | Message<'M1'> | Message<'M2'>;
type Events = EventOf<Messages | RuntimeMessage>;

const { createMachine } = setupAutomaton({
  types: { context: {}, messages: {} as Messages, output: {} as AutomatonOutput },
  accepts: { M0: ['wire', 'post'], M1: ['wire', 'post'], M2: 'post' },
});

/** The chart of a plan: each state has two phases. */
export function machineOf(plan: Plan): ReturnType<typeof createMachine> {
  const transition = ({ target, phase, effects }: Handler) => ({
    ...(target !== undefined && { target, reenter: true }),
    ...(target === undefined && phase !== undefined && { target: `.${phase}` }),
    actions: effects.map((effect) =>
      effect.what === 'send'
        ? sendMessage<object, Events, undefined, Events>({ mt: effect.mt })
        : postEvent<object, Events, undefined, Events>({ message: { mt: effect.mt }, to: effect.to }),
    ),
  });
  const stateOf = (name: LivingState) => {
    const on: Partial<Record<Mt, ReturnType<typeof transition>>> = {};
    for (const mt of messageTypes) {
      const handler = plan.handlers[name]?.[mt];
      if (handler !== undefined) on[mt] = transition(handler);
    }
    return { initial: 'p0', states: { p0: {}, p1: {} }, on };
  };
  return createMachine({
    id: plan.nickname,
    context: {},
    output: { ok: true },
    initial: 'Initial',
    states: { Initial: stateOf('Initial'), S1: stateOf('S1'), S2: stateOf('S2'), Dead: { type: 'final' } },
  });
}

/** Posts go up the message types, states only forwards: so every run comes to rest. */
function handlerFor(mt: Mt, state: LivingState, nicknames: readonly string[]): fc.Arbitrary<Handler> {
  const later = messageTypes.slice(messageTypes.indexOf(mt) + 1);
  const send = fc.record({ what: fc.constant('send' as const), mt: fc.constantFrom('X', 'Y') });
  const post = (types: readonly Mt[]) =>
    fc.record(
      {
        what: fc.constant('post' as const),
        mt: fc.constantFrom(...types),
        to: fc.constantFrom(...nicknames, 'Nobody'),
      },
      { requiredKeys: ['what', 'mt'] },
    );
  return fc.record(
    {
      target: fc.oneof(
        { weight: 4, arbitrary: fc.constant(undefined) },
        { weight: 3, arbitrary: fc.constantFrom(...livingStates.slice(livingStates.indexOf(state))) },
        { weight: 1, arbitrary: fc.constant('Dead' as const) },
      ),
      phase: fc.constantFrom('p0', 'p1'),
      effects: fc.array(later.length === 0 ? send : fc.oneof(send, post(later)), { maxLength: 3 }),
    },
    { requiredKeys: ['effects'] },
  );
}

function planFor(nickname: string, nicknames: readonly string[]): fc.Arbitrary<Plan> {
  const handlers = (state: LivingState) => {
    const maybe = (mt: Mt) => fc.option(handlerFor(mt, state, nicknames), { nil: undefined, freq: 8 });
    return fc.record({ Start: maybe('Start'), M0: maybe('M0'), M1: maybe('M1'), M2: maybe('M2') });
  };
  return fc.record({
    nickname: fc.constant(nickname),
    socket: fc.constantFrom('S', 'T', undefined),
    handlers: fc.record({ Initial: handlers('Initial'), S1: handlers('S1'), S2: handlers('S2') }),
  });
}

/** Up to four automatons on two sockets. */
export const plans = fc
  .integer({ min: 1, max: 4 })
  .map((count) => ['A', 'B', 'C', 'D'].slice(0, count))
  .chain((nicknames) => fc.tuple(...nicknames.map((nickname) => planFor(nickname, nicknames))));
/** What arrives, in order. */
export const inputs = fc.array(
  fc.record({
    socket: fc.constantFrom('S' as const, 'T' as const),
    mt: fc.constantFrom('M0', 'M1', 'M2', 'Start', 'Other'),
  }),
  { minLength: 2, maxLength: 12 },
);
