import { expect } from 'chai';
import { postEvent, sendMessage } from '../../../runtime/actions.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import { ending, kit, listener, makeRig, opened } from '../../support/engine-kit.js';

const starter = kit.createMachine({
  ...ending,
  id: 'Starter',
  initial: 'Initial',
  states: {
    Initial: {
      on: { Start: { actions: [postEvent({ mt: 'News' }), sendMessage({ mt: 'Hello' })] }, News: {} },
    },
    Dead: { type: 'final' },
  },
});

describe('rule 1: a run starts its automatons in order', () => {
  it('rule 1: one after the other, each with Start in Initial and all that follows before the next', () => {
    const { transitioner, tracer } = makeRig();
    for (const nickname of ['A', 'B', 'C']) transitioner.add(listener, { nickname });
    void transitioner.run();
    expect(tracer.lines('automaton', 'transition', 'deliver')).to.deep.equal([
      'automaton A',
      'transition A ->Initial',
      'deliver A Start',
      'automaton B',
      'transition B ->Initial',
      'deliver B Start',
      'automaton C',
      'transition C ->Initial',
      'deliver C Start',
    ]);
  });

  it('rule 1: a post made meanwhile does not reach those that have not started', () => {
    const { transitioner, tracer } = makeRig();
    for (const nickname of ['A', 'B', 'C']) transitioner.add(starter, { nickname });
    void transitioner.run();
    expect(tracer.lines('deliver')).to.deep.equal([
      'A Start',
      'B Start',
      'A News',
      'C Start',
      'A News',
      'B News',
    ]);
    expect(tracer.lines('undelivered')[0]).to.equal('A->* News: nobody else runs');
  });

  it('rule 1: an addressed post to one that has not started is undelivered', () => {
    const { transitioner, tracer } = makeRig();
    const early = kit.createMachine({
      ...ending,
      id: 'Early',
      initial: 'Initial',
      states: {
        Initial: { on: { Start: { actions: postEvent({ message: { mt: 'News' }, to: 'Late' }) } } },
        Dead: { type: 'final' },
      },
    });
    transitioner.add(early);
    transitioner.add(listener, { nickname: 'Late' });
    void transitioner.run();
    expect(tracer.lines('undelivered')).to.deep.equal(['Early->Late News: it has not started']);
    expect(tracer.lines('deliver')).to.deep.equal(['Early Start', 'Late Start']);
  });

  it('rule 1: what has arrived, and what a peer answers at once, waits until all have started', async () => {
    const socket = new MemorySocket('S', undefined, {
      onMessage: (_message, peer) => {
        peer.send({ mt: 'Pong' });
      },
    });
    await opened(socket);
    socket.peer.send({ mt: 'Ping' });
    const { transitioner, tracer } = makeRig();
    transitioner.add(starter, { socket });
    transitioner.add(listener, { socket });
    void transitioner.run();
    expect(tracer.lines('deliver')).to.deep.equal([
      'Starter Start',
      'Listener Start',
      'Listener Ping',
      'Listener Pong',
    ]);
  });

  it('rule 1: the first entry into Initial is a step of its own, before Start', () => {
    const { transitioner, tracer } = makeRig();
    const entering = kit.createMachine({
      ...ending,
      id: 'Entering',
      initial: 'Initial',
      states: {
        Initial: { entry: postEvent({ mt: 'News' }), on: { Start: { actions: postEvent({ mt: 'Go' }) } } },
        Dead: { type: 'final' },
      },
    });
    transitioner.add(listener);
    transitioner.add(entering);
    void transitioner.run();
    expect(tracer.lines('deliver')).to.deep.equal([
      'Listener Start',
      'Listener News',
      'Entering Start',
      'Listener Go',
    ]);
  });
});
