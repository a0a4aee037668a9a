import { expect } from 'chai';
import { fromCallback } from 'xstate';
import { notify, sendMessage } from '../../../runtime/actions.js';
import type { AutomatonOutput } from '../../../runtime/automaton.js';
import { setupAutomaton } from '../../../runtime/automaton.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import { RecordingListener } from '../../support/recording-listener.js';
import type { Rig, TestMessages } from '../../support/engine-kit.js';
import { ending, kit, listener, makeRig, opened, settled } from '../../support/engine-kit.js';

/** A timer runs, and an actor that must be stopped. */
const busy = (stopped: () => void) =>
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
    actors: { child: fromCallback(() => stopped) },
  }).createMachine({
    ...ending,
    id: 'Busy',
    initial: 'Initial',
    states: {
      Initial: {
        initial: 'awaitingStop',
        invoke: { src: 'child' },
        after: { 60_000: 'Dead' },
        on: {
          Start: {},
          Stop: 'Dead',
          Go: {
            actions: () => {
              throw new Error('broken machine');
            },
          },
        },
        states: { awaitingStop: {} },
      },
      Dead: { type: 'final' },
    },
  });

interface Ended {
  readonly what: string;
  readonly outcome: string;
  readonly why: readonly (string | undefined)[];
  readonly end: (socket: MemorySocket, rig: Rig, abort: () => void) => void;
}

const ends: Ended[] = [
  {
    what: 'finished when all have reached Dead',
    outcome: 'finished',
    why: ['finished', 'finished'],
    end: (socket) => {
      socket.peer.send({ mt: 'Stop' });
    },
  },
  {
    what: 'disconnected when the last one running stopped for that reason',
    outcome: 'disconnected',
    why: ['disconnected', 'disconnected'],
    end: (socket) => {
      socket.peer.close();
    },
  },
  {
    what: 'timeout after silence',
    outcome: 'timeout',
    why: ['timeout', 'timeout'],
    end: (_socket, { clock }) => {
      clock.advance(5_000);
    },
  },
  {
    what: 'aborted by a signal',
    outcome: 'aborted',
    why: ['aborted', 'aborted'],
    end: (_socket, _rig, abort) => {
      abort();
    },
  },
  {
    what: 'failed when a machine throws; the others are stopped',
    outcome: 'failed',
    why: ['failed', 'stopped'],
    end: (socket) => {
      socket.peer.send({ mt: 'Go' });
    },
  },
];

describe('rule 10: the end of a run', () => {
  for (const { what, outcome, why, end } of ends) {
    it(`rule 10: ${what}; no timer, listener or actor stays behind`, async () => {
      const rig = makeRig();
      const { transitioner, clock, tracer } = rig;
      const controller = new AbortController();
      let [added, removed, stopped] = [0, 0, 0];
      const signal = {
        get aborted() {
          return controller.signal.aborted;
        },
        addEventListener: (type: 'abort', act: () => void) => {
          added += 1;
          controller.signal.addEventListener(type, act);
        },
        removeEventListener: (type: 'abort', act: () => void) => {
          removed += 1;
          controller.signal.removeEventListener(type, act);
        },
      };
      const socket = await opened(new MemorySocket('S', undefined, { clock }));
      for (const nickname of ['A', 'B']) {
        transitioner.add(
          busy(() => {
            stopped += 1;
          }),
          { nickname, socket },
        );
      }
      const running = transitioner.run({ signal });
      end(socket, rig, () => {
        controller.abort();
      });
      const result = await running;
      expect(result.outcome).to.equal(outcome);
      expect(result.automatons.map((automaton) => automaton.why)).to.deep.equal(why);
      expect(result.error?.cause).to.deep.equal(
        outcome === 'failed' ? new Error('broken machine') : undefined,
      );
      expect(tracer.lines('end')).to.deep.equal([outcome]);
      expect([clock.pending, stopped, added, removed]).to.deep.equal([0, 2, 1, 1]);
      // The next run can have the socket.
      socket.attach(new RecordingListener())();
    });
  }

  it('rule 10: the result says for each state, phase, context, output and why, in the order given', async () => {
    const { transitioner } = makeRig();
    const controller = new AbortController();
    transitioner.add(
      kit.createMachine({
        ...ending,
        id: 'Quick',
        initial: 'Initial',
        states: { Initial: { on: { Start: 'Dead' } }, Dead: { type: 'final' } },
      }),
    );
    transitioner.add(busy(() => undefined));
    const result = transitioner.run({ signal: controller.signal });
    controller.abort();
    expect((await result).automatons).to.deep.equal([
      {
        nickname: 'Quick',
        status: 'stopped',
        state: 'Dead',
        phase: '',
        context: { count: 0 },
        output: { ok: true },
        why: 'finished',
      },
      {
        nickname: 'Busy',
        status: 'stopped',
        state: 'Initial',
        phase: 'awaitingStop',
        context: { count: 0 },
        output: undefined,
        why: 'aborted',
      },
    ]);
  });

  it('rule 10: automatons that never had a socket are not disconnected', async () => {
    const { transitioner, clock } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { nickname: 'A', socket });
    transitioner.add(listener, { nickname: 'B' });
    const result = transitioner.run();
    socket.peer.close();
    clock.advance(5_000);
    const { outcome, automatons } = await result;
    expect(outcome).to.equal('timeout');
    expect(automatons.map(({ why }) => why)).to.deep.equal(['disconnected', 'timeout']);
  });

  it('rule 10: disconnected first and finished last is finished', async () => {
    const { transitioner } = makeRig();
    const [first, second] = [await opened(new MemorySocket('S')), await opened(new MemorySocket('T'))];
    transitioner.add(listener, { nickname: 'A', socket: first });
    transitioner.add(listener, { nickname: 'B', socket: second });
    const result = transitioner.run();
    first.peer.close();
    second.peer.send({ mt: 'Stop' });
    expect((await result).outcome).to.equal('finished');
  });

  it('rule 10: a run without automatons is finished at once', async () => {
    const { transitioner, clock } = makeRig();
    expect(await transitioner.run()).to.deep.equal({ outcome: 'finished', automatons: [], error: undefined });
    expect(clock.pending).to.equal(0);
  });

  it('rule 10: a signal that is aborted already: nothing is started, connected or left behind', async () => {
    const { transitioner, clock, tracer } = makeRig();
    const socket = new MemorySocket('S', undefined, { clock });
    transitioner.add(listener, { socket });
    const result = await transitioner.run({ signal: AbortSignal.abort() });
    expect([result.outcome, result.automatons[0]?.status, result.automatons[0]?.why]).to.deep.equal([
      'aborted',
      'added',
      undefined,
    ]);
    expect([socket.state, clock.pending]).to.deep.equal(['idle', 0]);
    expect(tracer.lines('automaton', 'deliver')).to.deep.equal([]);
  });

  it('rule 10: aborted from inside a notice: nothing happens after it', async () => {
    const controller = new AbortController();
    const { transitioner, tracer, clock } = makeRig({
      onNotice: () => {
        controller.abort();
      },
    });
    const noticing = kit.createMachine({
      ...ending,
      id: 'Noticing',
      initial: 'Initial',
      states: {
        Initial: {
          on: { Start: { actions: [notify({ kind: 'progress' }), sendMessage({ mt: 'TooLate' })] } },
        },
        Dead: { type: 'final' },
      },
    });
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(noticing, { socket });
    transitioner.add(listener);
    const result = await transitioner.run({ signal: controller.signal });
    expect(result.outcome).to.equal('aborted');
    expect(socket.peer.texts).to.deep.equal([]);
    expect(tracer.lines().slice(-2)).to.deep.equal(['dead Noticing aborted', 'end aborted']);
    expect(clock.pending).to.equal(0);
  });

  it('rule 10: aborted from a log sink or a tracer, wherever it is called: one end, nothing after it', async () => {
    for (let at = 1; at <= 12; at += 1) {
      const controller = new AbortController();
      let lines = 0;
      const rig = makeRig({
        log: () => {
          lines += 1;
          if (lines === at) controller.abort();
        },
      });
      const socket = new MemorySocket('S', undefined, { clock: rig.clock });
      const talker = kit.createMachine({
        ...ending,
        id: 'Talker',
        initial: 'Initial',
        states: {
          Initial: { on: { Start: { target: 'Talking', actions: sendMessage({ mt: 'Hello' }) } } },
          Talking: { on: { Start: { actions: sendMessage({ mt: 'More' }) }, Go: 'Dead' } },
          Dead: { type: 'final' },
        },
      });
      rig.transitioner.add(talker, { socket });
      rig.transitioner.add(listener, { socket });
      const result = rig.transitioner.run({ signal: controller.signal });
      await settled();
      for (const mt of ['Ping', 'Go', 'Stop']) socket.peer.send({ mt });
      const { outcome } = await result;
      expect(outcome, `aborted at line ${at}`).to.be.oneOf(
        lines >= at ? ['aborted', 'finished'] : ['finished'],
      );
      expect(rig.tracer.lines().at(-1)).to.match(/^end /);
      expect(rig.tracer.lines('end')).to.have.length(1);
      socket.close();
      expect(rig.clock.pending).to.equal(0);
      socket.attach(new RecordingListener())();
    }
  });
});
