import { expect } from 'chai';
import { fromPromise } from 'xstate';
import { closeSocket, postEvent, sendMessage } from '../../../runtime/actions.js';
import type { AutomatonOutput } from '../../../runtime/automaton.js';
import { setupAutomaton } from '../../../runtime/automaton.js';
import { AutomatonFailedError } from '../../../runtime/errors.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import type { Message } from '../../../runtime/message.js';
import { ending, kit, listener, makeRig, opened } from '../../support/engine-kit.js';

const fault = new Error('broken machine');
const fail = (): never => {
  throw fault;
};

const dead = { Dead: { type: 'final' } } as const;
const asked = setupAutomaton({
  types: { context: {}, messages: {} as Message<'Go'>, output: {} as AutomatonOutput },
  accepts: { Go: 'wire' },
  actors: { refused: fromPromise(() => Promise.reject(fault)) },
});

const broken = {
  'an action': kit.createMachine({
    ...ending,
    id: 'Broken',
    initial: 'Initial',
    states: { Initial: { on: { Start: {}, Go: { actions: fail } } }, ...dead },
  }),
  'a guard': kit.createMachine({
    ...ending,
    id: 'Broken',
    initial: 'Initial',
    states: { Initial: { on: { Start: {}, Go: { guard: fail, target: 'Dead' } } }, ...dead },
  }),
  'an entry': kit.createMachine({
    ...ending,
    id: 'Broken',
    initial: 'Initial',
    states: { Initial: { on: { Start: {}, Go: 'Next' } }, Next: { entry: fail }, ...dead },
  }),
  'an expression of an effect': kit.createMachine({
    ...ending,
    id: 'Broken',
    initial: 'Initial',
    states: { Initial: { on: { Start: {}, Go: { actions: sendMessage(fail) } } }, ...dead },
  }),
  'an effect that cannot be carried out': kit.createMachine({
    ...ending,
    id: 'Broken',
    initial: 'Initial',
    states: { Initial: { on: { Start: {}, Go: { actions: closeSocket({ code: 17 }) } } }, ...dead },
  }),
  'the output': kit.createMachine({
    ...ending,
    output: fail,
    id: 'Broken',
    initial: 'Initial',
    states: { Initial: { on: { Start: {}, Go: 'Dead' } }, ...dead },
  }),
  'the first entry': kit.createMachine({
    ...ending,
    id: 'Broken',
    initial: 'Initial',
    states: { Initial: { entry: fail }, ...dead },
  }),
  'the context factory': kit.createMachine({
    ...ending,
    context: fail,
    id: 'Broken',
    initial: 'Initial',
    states: { Initial: {}, ...dead },
  }),
  'an invoked promise that nobody catches': asked.createMachine({
    ...ending,
    id: 'Broken',
    initial: 'Initial',
    states: { Initial: { on: { Go: 'Asking' } }, Asking: { invoke: { src: 'refused' } }, ...dead },
  }),
  'an action after a delay': kit.createMachine({
    ...ending,
    id: 'Broken',
    initial: 'Initial',
    states: { Initial: { after: { 100: { actions: fail } } }, ...dead },
  }),
};

describe('rule 10: a machine that throws', () => {
  for (const [what, machine] of Object.entries(broken)) {
    it(`rule 10: ${what}: the run has failed, with the error as cause; the others are stopped in order`, async () => {
      const { transitioner, tracer, clock } = makeRig();
      const socket = await opened(new MemorySocket('S'));
      transitioner.add(listener, { nickname: 'A' });
      transitioner.add(listener, { nickname: 'B' });
      const handle = transitioner.add(machine, { nickname: 'Broken', socket });
      const result = transitioner.run();
      socket.peer.send({ mt: 'Go' });
      clock.advance(100);
      const { outcome, error, automatons } = await result;
      expect(outcome).to.equal('failed');
      expect(error).to.be.instanceOf(AutomatonFailedError);
      expect([error?.code, error?.data['nickname']]).to.deep.equal(['AUTOMATON_FAILED', 'Broken']);
      if (what === 'an effect that cannot be carried out')
        expect(error?.cause).to.include({ code: 'CLOSE_CODE_INVALID' });
      // XState makes an error of its own from what a guard threw.
      else if (what === 'a guard') expect(String(error?.cause)).to.include(fault.message);
      else expect(error?.cause).to.equal(fault);
      expect(automatons.map(({ why }) => why)).to.deep.equal(['stopped', 'stopped', 'failed']);
      expect(tracer.lines('dead')).to.deep.equal(['Broken failed', 'A stopped', 'B stopped']);
      expect([handle.why, clock.pending]).to.deep.equal(['failed', 0]);
    });
  }

  it('rule 10: the error says in which state and phase; effects of the broken step are not carried out', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(
      kit.createMachine({
        ...ending,
        id: 'Broken',
        initial: 'Initial',
        states: {
          Initial: {
            initial: 'awaitingGo',
            on: { Start: {}, Go: { target: 'Next', actions: [postEvent({ mt: 'News' }), fail] } },
            states: { awaitingGo: {} },
          },
          Next: {},
          ...dead,
        },
      }),
      { socket },
    );
    transitioner.add(listener);
    const result = transitioner.run();
    socket.peer.send({ mt: 'Go' });
    const { error } = await result;
    expect(error?.message).to.include('Initial.awaitingGo');
    expect(error?.data).to.deep.equal({ nickname: 'Broken', state: 'Initial', phase: 'awaitingGo' });
    expect(tracer.lines('post')).to.deep.equal([]);
  });

  it('rule 10: one that fails at its start: those behind it are never started, and the result says so', async () => {
    const { transitioner } = makeRig();
    transitioner.add(broken['the context factory']);
    transitioner.add(listener);
    const { automatons } = await transitioner.run();
    expect(automatons.map(({ status, why }) => [status, why])).to.deep.equal([
      ['stopped', 'failed'],
      ['added', undefined],
    ]);
  });
});
