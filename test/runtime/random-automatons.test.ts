import { expect } from 'chai';
import fc from 'fast-check';
import { postEvent, sendMessage } from '../../runtime/actions.js';
import type { AutomatonOutput } from '../../runtime/automaton.js';
import { setupAutomaton } from '../../runtime/automaton.js';
import type { EventOf, RuntimeMessage } from '../../runtime/events.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { Message } from '../../runtime/message.js';
import { makeRig, opened } from '../support/engine-kit.js';
import type { Handler, LivingState, Mt, Plan } from '../support/rules-interpreter.js';
import { interpret, livingStates, messageTypes } from '../support/rules-interpreter.js';

type Messages = Message<'M0'> | Message<'M1'> | Message<'M2'>;
type Events = EventOf<Messages | RuntimeMessage>;

const { createMachine } = setupAutomaton({
  types: { context: {}, messages: {} as Messages, output: {} as AutomatonOutput },
  accepts: { M0: ['wire', 'post'], M1: ['wire', 'post'], M2: 'post' },
});

/** The chart of a plan: each state has two phases. */
function machineOf(plan: Plan): ReturnType<typeof createMachine> {
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

const plans = fc
  .integer({ min: 1, max: 4 })
  .map((count) => ['A', 'B', 'C', 'D'].slice(0, count))
  .chain((nicknames) => fc.tuple(...nicknames.map((nickname) => planFor(nickname, nicknames))));
const inputs = fc.array(
  fc.record({
    socket: fc.constantFrom('S' as const, 'T' as const),
    mt: fc.constantFrom('M0', 'M1', 'M2', 'Start', 'Other'),
  }),
  { minLength: 2, maxLength: 12 },
);

describe('random automatons', () => {
  it('rules 1 to 6: deliver, send and end as a plain recursive reading of the rules says', async () => {
    let deliveries = 0;
    await fc.assert(
      fc.asyncProperty(plans, inputs, async (given, arriving) => {
        const sockets = { S: await opened(new MemorySocket('S')), T: await opened(new MemorySocket('T')) };
        const { transitioner, tracer, clock } = makeRig();
        for (const plan of given) {
          const socket = plan.socket && sockets[plan.socket];
          transitioner.add(machineOf(plan), { nickname: plan.nickname, socket });
        }
        const result = transitioner.run();
        for (const { socket, mt } of arriving) sockets[socket].peer.send({ mt });
        clock.advance(0);
        const states = Object.values(transitioner.getSnapshot()).map(({ state }) => state);
        const lines = tracer.lines('deliver', 'discarded', 'refused', 'out', 'undelivered', 'dead');
        const expected = interpret(given, arriving);
        expect(lines).to.deep.equal(expected.lines);
        expect(states).to.deep.equal(expected.states);
        if (states.every((state) => state === 'Dead')) expect((await result).outcome).to.equal('finished');
        deliveries += tracer.lines('deliver').length;
      }),
      { numRuns: 400 },
    );
    // The generator makes something happen.
    expect(deliveries).to.be.greaterThan(1_500);
  });
});
