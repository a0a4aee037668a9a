import { expect } from 'chai';
import type { AnyStateMachine } from 'xstate';
import { assign, createActor, createMachine, initialTransition, transition } from 'xstate';
import { getShortestPaths } from 'xstate/graph';
import { postEvent, sendMessage } from '../../runtime/actions.js';
import type { AutomatonOutput } from '../../runtime/automaton.js';
import { setupAutomaton } from '../../runtime/automaton.js';
import { UsageError } from '../../runtime/errors.js';
import type { DeliveryEvent } from '../../runtime/events.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { Message } from '../../runtime/message.js';
import { acceptedMessages } from '../../runtime/state-path.js';
import { makeRig, opened } from '../support/engine-kit.js';

interface Counted extends Message<'Counted'> {
  readonly count: number;
}
type Messages = Counted | Message<'Go'>;

const named = setupAutomaton({
  types: {
    context: {} as { readonly count: number },
    messages: {} as Messages,
    output: {} as AutomatonOutput,
    tags: {} as 'busy',
  },
  accepts: { Counted: 'wire', Go: ['wire', 'post'] },
  actions: {
    count: assign({
      count: ({ context, event }) => context.count + (event.type === 'Counted' ? event.msg.count : 0),
    }),
    askAgain: sendMessage({ mt: 'Count' }),
  },
  guards: { isLast: ({ event }) => event.type === 'Counted' && event.msg.count === 0 },
  delays: { patience: 1_000 },
});

const counting = named.createMachine({
  id: 'Counting',
  context: { count: 0 },
  output: { ok: true },
  initial: 'Initial',
  states: {
    Initial: {
      initial: 'awaitingGo',
      on: { Start: { actions: 'askAgain' } },
      states: { awaitingGo: { on: { Go: '#Counting.Working' } } },
    },
    Working: {
      tags: 'busy',
      on: {
        Counted: [{ guard: 'isLast', target: 'Dead' }, { actions: ['count', 'askAgain'] }],
        Timeout: 'Dead',
      },
      after: { patience: 'Dead' },
      always: { guard: ({ context }) => context.count > 100, target: 'Dead' },
    },
    Dead: { type: 'final' },
  },
});

function wire(msg: Messages): DeliveryEvent<Counted> | DeliveryEvent<Message<'Go'>> {
  const from = { origin: 'wire', from: 'S' } as const;
  return 'count' in msg ? { type: msg.mt, msg, ...from } : { type: 'Go', msg: { mt: 'Go' }, ...from };
}

describe('setupAutomaton', () => {
  it('makes machines whose named actions, guards, delays and tags work in a run', async () => {
    const { transitioner } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    const handle = transitioner.add(counting, { socket });
    const result = transitioner.run();
    for (const msg of [{ mt: 'Go' }, { mt: 'Counted', count: 3 }, { mt: 'Counted', count: 4 }])
      socket.peer.send(msg);
    expect(handle.snapshot?.hasTag('busy')).to.equal(true);
    expect(handle.context).to.deep.equal({ count: 7 });
    socket.peer.send({ mt: 'Counted', count: 0 } as Message);
    expect((await result).outcome).to.equal('finished');
    expect(socket.peer.texts).to.have.length(3);
  });

  it('acceptedMessages says what the present state and phase take, whatever tools say', () => {
    const actor = createActor(counting).start();
    expect(acceptedMessages(actor.getSnapshot())).to.deep.equal(['Go', 'Start']);
    actor.send(wire({ mt: 'Go' }));
    expect(acceptedMessages(actor.getSnapshot())).to.deep.equal(['Counted', 'Timeout']);
    actor.send({ type: 'Timeout', msg: { mt: 'Timeout' }, origin: 'runtime', from: 'me' });
    expect(acceptedMessages(actor.getSnapshot())).to.deep.equal([]);
  });

  it("XState's createActor runs the machine without a Transitioner; effects are emitted", () => {
    const emitted: unknown[] = [];
    const actor = createActor(counting);
    actor.on('*', (effect) => emitted.push(effect));
    actor.start();
    actor.send({ type: 'Start', msg: { mt: 'Start' }, origin: 'runtime', from: 'me' });
    actor.send(wire({ mt: 'Counted', count: 1 }));
    expect(emitted).to.deep.equal([{ type: 'send', message: { mt: 'Count' } }, { type: 'discard' }]);
    actor.send(wire({ mt: 'Go' }));
    actor.send(wire({ mt: 'Counted', count: 0 }));
    expect(actor.getSnapshot().output).to.deep.equal({ ok: true });
  });

  it('pure initialTransition and transition give snapshot and effects as data', () => {
    const [first] = initialTransition(counting);
    const [working] = transition(counting, first, wire({ mt: 'Go' }));
    const [counted, actions] = transition(counting, working, wire({ mt: 'Counted', count: 5 }));
    expect([counted.value, counted.context.count, working.context.count]).to.deep.equal(['Working', 5, 0]);
    expect(actions.map(({ type, params }) => [type, params])).to.deep.include([
      'xstate.emit',
      { event: { type: 'send', message: { mt: 'Count' } } },
    ]);
  });

  it('provide replaces parts, and the result is still an automaton', async () => {
    const provided = counting.provide({ actions: { askAgain: postEvent({ mt: 'Go' }) } });
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(provided, { socket });
    void transitioner.run();
    expect(tracer.lines('post')).to.deep.equal(['Counting->* Go']);
  });

  it('getShortestPaths finds the way to every state', () => {
    const events = [wire({ mt: 'Go' }), wire({ mt: 'Counted', count: 0 })];
    const paths = getShortestPaths(counting, { events });
    expect(paths.map(({ state }) => JSON.stringify(state.value))).to.deep.equal([
      '{"Initial":"awaitingGo"}',
      '"Working"',
      '"Dead"',
    ]);
  });

  const parts = { id: 'Faulty', context: { count: 0 }, output: { ok: true }, initial: 'Initial' } as const;
  const states = { Initial: {}, Dead: { type: 'final' } } as const;
  const faulty: [string, RegExp, () => AnyStateMachine][] = [
    [
      'no state Initial',
      /first state must be Initial/,
      () => named.createMachine({ ...parts, states: { Dead: states.Dead } }),
    ],
    ['no Dead', /final state Dead/, () => named.createMachine({ ...parts, states: { Initial: {} } })],
    [
      'a Dead that is not final',
      /final state Dead/,
      () => named.createMachine({ ...parts, states: { Initial: {}, Dead: {} } }),
    ],
    [
      'another final state',
      /state Gone is final, but only Dead may be/,
      () => named.createMachine({ ...parts, states: { ...states, Gone: { type: 'final' } } }),
    ],
    [
      'a "*" at the root',
      /"\*" transition/,
      () => named.createMachine({ ...parts, states, on: { '*': {} } }),
    ],
    [
      'a "*" in a phase',
      /"\*" transition/,
      () =>
        named.createMachine({
          ...parts,
          states: { ...states, Initial: { initial: 'one', states: { one: { on: { '*': {} } } } } },
        }),
    ],
  ];
  for (const [what, sentence, make] of faulty) {
    it(`refuses ${what} with NOT_AN_AUTOMATON`, () => {
      expect(make)
        .to.throw(UsageError, sentence)
        .that.includes({ code: 'NOT_AN_AUTOMATON' })
        .with.property('message')
        .that.includes('Faulty');
    });
  }

  it('a final phase is allowed: it is not the end of the automaton', () => {
    const machine = named.createMachine({
      ...parts,
      states: {
        ...states,
        Initial: { initial: 'done', states: { done: { type: 'final' } }, onDone: 'Dead' },
      },
    });
    expect(createActor(machine).start().getSnapshot().value).to.equal('Dead');
  });

  it('a machine that was made otherwise is refused by add', () => {
    const { transitioner } = makeRig();
    expect(() => transitioner.add(createMachine({ id: 'Plain' })))
      .to.throw(UsageError, 'Plain')
      .with.property('code', 'NOT_AN_AUTOMATON');
  });
});
