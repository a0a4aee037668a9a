import { expect } from 'chai';
import { connectSocket, postEvent } from '../../../runtime/actions.js';
import type { MemoryPeer } from '../../../runtime/memory-socket.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import type { AutomatonOutput } from '../../../runtime/automaton.js';
import { setupAutomaton } from '../../../runtime/automaton.js';
import type { TestMessages } from '../../support/engine-kit.js';
import { ending, kit, listener, makeRig, opened, settled } from '../../support/engine-kit.js';

const patient = kit.createMachine({
  ...ending,
  id: 'Patient',
  initial: 'Initial',
  states: {
    Initial: { on: { Start: {}, Go: 'Waiting', Ping: {} } },
    Waiting: {
      tags: ['waits'],
      on: { Start: {}, Pong: 'Initial', Timeout: {} },
      after: { 12_000: 'Dead' },
    },
    Dead: { type: 'final' },
  },
});

describe('rule 8: silence', () => {
  it('rule 8: after the idle timeout Timeout goes to each in order, then the run ends and names who was left', async () => {
    const { transitioner, tracer, clock } = makeRig();
    const phased = kit.createMachine({
      ...ending,
      id: 'Phased',
      initial: 'Initial',
      states: {
        Initial: { initial: 'awaitingPing', on: { Start: {} }, states: { awaitingPing: {} } },
        Dead: { type: 'final' },
      },
    });
    for (const nickname of ['A', 'B']) transitioner.add(phased, { nickname });
    const result = transitioner.run();
    clock.advance(4_999);
    expect(tracer.lines('end')).to.deep.equal([]);
    clock.advance(1);
    expect(tracer.lines('discarded', 'dead', 'end')).to.deep.equal([
      'discarded A Timeout (runtime) in Initial.awaitingPing',
      'discarded B Timeout (runtime) in Initial.awaitingPing',
      'dead A timeout',
      'dead B timeout',
      'end timeout',
    ]);
    const { outcome, automatons } = await result;
    expect(outcome).to.equal('timeout');
    expect(automatons.map(({ nickname, state, phase, why }) => [nickname, state, phase, why])).to.deep.equal([
      ['A', 'Initial', 'awaitingPing', 'timeout'],
      ['B', 'Initial', 'awaitingPing', 'timeout'],
    ]);
    expect(clock.pending).to.equal(0);
  });

  it('rule 8: a message on any socket starts it anew, to the millisecond; nonsense and binary too', async () => {
    const { transitioner, tracer, clock } = makeRig({ idleTimeoutMs: 1_000 });
    const [first, second] = [await opened(new MemorySocket('S')), await opened(new MemorySocket('T'))];
    transitioner.add(listener, { nickname: 'A', socket: first });
    transitioner.add(listener, { nickname: 'B', socket: second });
    void transitioner.run();
    const noises = [
      () => {
        first.peer.send({ mt: 'Ping' });
      },
      () => {
        second.peer.send({ mt: 'Unheard' });
      },
      () => {
        second.peer.send('nonsense');
      },
      () => {
        first.peer.sendBinary(1);
      },
    ];
    for (const noise of noises) {
      clock.advance(999);
      noise();
    }
    clock.advance(999);
    expect(tracer.lines('end')).to.deep.equal([]);
    clock.advance(1);
    expect(tracer.lines('end')).to.deep.equal(['timeout']);
  });

  it('rule 8: a state with the tag waits keeps the run alive, bounded by its own after', async () => {
    const { transitioner, tracer, clock } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(patient, { socket });
    transitioner.add(listener);
    const result = transitioner.run();
    socket.peer.send({ mt: 'Go' });
    clock.advance(11_999);
    expect(tracer.lines('deliver', 'discarded').filter((line) => line.includes('Timeout'))).to.deep.equal([
      'deliver Patient Timeout',
      'discarded Listener Timeout (runtime) in Initial',
      'deliver Patient Timeout',
      'discarded Listener Timeout (runtime) in Initial',
    ]);
    expect(tracer.lines('end')).to.deep.equal([]);
    clock.advance(5_000);
    const { outcome, automatons } = await result;
    expect(outcome).to.equal('timeout');
    expect(automatons.map(({ why }) => why)).to.deep.equal(['finished', 'timeout']);
  });

  it('rule 8: what counts is the tag after the Timeout: giving up on it, or beginning to wait', () => {
    const onTimeout = (id: string, target: 'Idle' | 'Waiting', initialTags: 'waits'[]) =>
      kit.createMachine({
        ...ending,
        id,
        initial: 'Initial',
        states: {
          Initial: { tags: initialTags, on: { Start: {}, Timeout: target } },
          Idle: {},
          Waiting: { tags: ['waits'], on: { Timeout: 'Idle' } },
          Dead: { type: 'final' },
        },
      });
    const givesUp = makeRig({ idleTimeoutMs: 100 });
    givesUp.transitioner.add(onTimeout('GivesUp', 'Idle', ['waits']));
    void givesUp.transitioner.run();
    givesUp.clock.advance(100);
    expect(givesUp.tracer.lines('end')).to.deep.equal(['timeout']);

    const begins = makeRig({ idleTimeoutMs: 100 });
    begins.transitioner.add(onTimeout('Begins', 'Waiting', []));
    void begins.transitioner.run();
    begins.clock.advance(199);
    expect(begins.tracer.lines('end')).to.deep.equal([]);
    begins.clock.advance(1);
    expect(begins.tracer.lines('end')).to.deep.equal(['timeout']);
  });

  it('rule 8: one that begins to wait on what another posts on its Timeout keeps the run alive', () => {
    const { transitioner, tracer, clock } = makeRig({ idleTimeoutMs: 100 });
    transitioner.add(patient);
    transitioner.add(
      kit.createMachine({
        ...ending,
        id: 'Waker',
        initial: 'Initial',
        states: {
          Initial: { on: { Start: {}, Timeout: { target: 'Dead', actions: postEvent({ mt: 'Go' }) } } },
          Dead: { type: 'final' },
        },
      }),
    );
    void transitioner.run();
    clock.advance(100);
    expect(tracer.lines('end')).to.deep.equal([]);
    expect(transitioner.getSnapshot()['Patient']?.state).to.equal('Waiting');
  });

  it('rule 8: all Dead on their Timeout is finished, not timeout', async () => {
    const { transitioner, clock } = makeRig({ idleTimeoutMs: 100 });
    transitioner.add(
      kit.createMachine({
        ...ending,
        id: 'Leaving',
        initial: 'Initial',
        states: { Initial: { on: { Start: {}, Timeout: 'Dead' } }, Dead: { type: 'final' } },
      }),
    );
    const result = transitioner.run();
    clock.advance(100);
    expect((await result).outcome).to.equal('finished');
  });

  it('rule 8: one invoked actor bounds a wait as well', async () => {
    const { transitioner, clock } = makeRig({ idleTimeoutMs: 100 });
    const { fromPromise } = await import('xstate');
    let confirm: () => void = () => undefined;
    const confirmation = fromPromise(
      () =>
        new Promise<void>((resolve) => {
          confirm = resolve;
        }),
    );
    transitioner.add(
      setupAutomaton({
        types: { context: {}, messages: {} as TestMessages, output: {} as AutomatonOutput },
        accepts: {
          Go: 'wire',
          Ping: 'wire',
          Pong: 'wire',
          Stop: 'wire',
          News: 'wire',
          WireOnly: 'wire',
          PostOnly: 'post',
        },
        actors: { confirmation },
      }).createMachine({
        ...ending,
        id: 'Confirming',
        initial: 'Initial',
        states: {
          Initial: { tags: ['waits'], invoke: { src: 'confirmation', onDone: 'Dead' }, on: { Start: {} } },
          Dead: { type: 'final' },
        },
      }),
    );
    const result = transitioner.run();
    clock.advance(1_000);
    confirm();
    expect((await result).outcome).to.equal('finished');
    expect(clock.pending).to.equal(0);
  });
});

describe('rule 8: while a socket is being connected', () => {
  const connecting = kit.createMachine({
    ...ending,
    id: 'Connecting',
    initial: 'Initial',
    states: {
      Initial: { on: { Start: { actions: connectSocket('memory:slow') } } },
      Dead: { type: 'final' },
    },
  });

  it('rule 8: the idle timeout is not over, and begins when the connection is there', async () => {
    const { transitioner, tracer, clock } = makeRig({ idleTimeoutMs: 1_000 });
    let peer: MemoryPeer | undefined;
    const onConnect = (asked: MemoryPeer): void => {
      peer = asked;
    };
    const socket = new MemorySocket('S', undefined, { onConnect, clock, handshakeTimeoutMs: 10_000 });
    transitioner.add(connecting, { socket });
    void transitioner.run();
    await settled();
    clock.advance(4_500);
    peer?.accept();
    clock.advance(999);
    expect(tracer.lines('end')).to.deep.equal([]);
    clock.advance(1);
    expect(tracer.lines('end')).to.deep.equal(['timeout']);
    expect(clock.pending).to.equal(0);
  });

  it("rule 8: bounded by the socket's own handshake limit", async () => {
    const { transitioner, tracer, clock } = makeRig({ idleTimeoutMs: 1_000 });
    const socket = new MemorySocket('S', undefined, {
      onConnect: () => undefined,
      clock,
      handshakeTimeoutMs: 10_000,
    });
    transitioner.add(connecting, { socket });
    const result = transitioner.run();
    clock.advance(9_999);
    expect(tracer.lines('end')).to.deep.equal([]);
    clock.advance(1);
    expect((await result).outcome).to.equal('disconnected');
    expect(clock.pending).to.equal(0);
  });
});
