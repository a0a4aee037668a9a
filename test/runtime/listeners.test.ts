import { expect } from 'chai';
import { notify, postEvent, sendMessage, writeLog } from '../../runtime/actions.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { Redactor, RunTracer } from '../../runtime/trace.js';
import { ending, kit, listener, makeRig, opened } from '../support/engine-kit.js';

const busy = kit.createMachine({
  ...ending,
  id: 'Busy',
  initial: 'Initial',
  states: {
    Initial: {
      on: {
        Start: {},
        Go: {
          target: 'Dead',
          actions: [
            notify({ kind: 'progress' }),
            writeLog('going'),
            postEvent({ mt: 'News' }),
            postEvent({ message: { mt: 'News' }, to: 'Nobody' }),
            sendMessage({ mt: 'Bye' }),
          ],
        },
      },
      after: { 1_000: 'Dead' },
    },
    Dead: { type: 'final' },
  },
});

const fail = (): never => {
  throw new Error('broken listener');
};

/** Every method of the tracer throws. */
const brokenTracer: RunTracer = {
  runStarted: fail,
  automaton: fail,
  dead: fail,
  socketConnecting: fail,
  socketOpen: fail,
  socketClosed: fail,
  messageIn: fail,
  nonsenseIn: fail,
  messageOut: fail,
  nonsenseOut: fail,
  post: fail,
  undelivered: fail,
  deliver: fail,
  transition: fail,
  timer: fail,
  control: fail,
  note: fail,
  notice: fail,
  log: fail,
  runEnded: fail,
};

describe('listeners of a run', () => {
  const brokenRedactor: Redactor = { value: fail, text: fail, fingerprint: fail };
  for (const [what, options] of Object.entries({
    'log sink': { log: fail },
    tracer: { tracer: brokenTracer },
    'notice listener': { onNotice: fail },
    inspector: { inspect: fail },
    redactor: {
      redactor: brokenRedactor,
      log: (_category: unknown, _source: unknown, text: string | (() => string)) => {
        if (typeof text !== 'string') text();
      },
    },
  })) {
    it(`a ${what} that throws disturbs nothing`, async () => {
      const { transitioner, clock } = makeRig(options);
      const socket = await opened(new MemorySocket('S'));
      const handle = transitioner.add(busy, { socket });
      transitioner.add(listener, { socket });
      const result = transitioner.run();
      socket.peer.send('nonsense');
      transitioner.control.hold();
      transitioner.control.resume();
      for (const mt of ['Go', 'Stop']) socket.peer.send({ mt });
      expect((await result).outcome).to.equal('finished');
      expect(handle.output).to.deep.equal({ ok: true });
      expect(socket.peer.texts).to.deep.equal(['{"mt":"Bye"}']);
      expect(clock.pending).to.equal(0);
    });
  }

  it('a tracer that throws is logged', () => {
    const lines: string[] = [];
    const { transitioner } = makeRig({
      tracer: brokenTracer,
      log: (category, _source, text) => {
        if (category === 'error') lines.push(typeof text === 'string' ? text : text());
      },
    });
    void transitioner.run();
    expect(lines[0]).to.equal('the trace failed: Error: broken listener');
  });

  it('log lines: messages by type only without a redactor, masked with one; sources and categories', async () => {
    const masked: Redactor = {
      value: () => ({ value: { mt: 'Masked' }, cut: [] }),
      text: () => 'masked',
      fingerprint: () => '',
    };
    for (const redactor of [undefined, masked]) {
      const lines: string[] = [];
      const { transitioner } = makeRig({
        redactor,
        log: (category, source, text) => {
          lines.push(`${category} ${source} ${typeof text === 'string' ? text : text()}`);
        },
      });
      const socket = await opened(new MemorySocket('S'));
      transitioner.add(busy, { socket });
      transitioner.add(listener);
      void transitioner.run();
      socket.peer.send({ mt: 'Go', password: 'secret' } as { mt: string });
      const body = (mt: string): string => (redactor === undefined ? mt : '{"mt":"Masked"}');
      expect(lines).to.deep.equal([
        `smsg Transitioner received<-S ${body('Go')}`,
        'state Busy Initial => Dead',
        'runtime Busy going',
        `smsg Busy posting Busy->: ${body('News')}`,
        `smsg Busy posting Busy->Nobody: ${body('News')}`,
        'runtime Busy News reached nobody (Nobody): nobody has that nickname',
        `smsg Transitioner sent->S ${body('Bye')}`,
        'state Busy stopped: finished',
      ]);
    }
  });

  it('inspect sees every actor of the run under one root, by nickname', async () => {
    const ids = new Set<string>();
    const { transitioner } = makeRig({
      inspect: (event) => {
        if (event.type === '@xstate.actor' && 'id' in event.actorRef) ids.add(String(event.actorRef.id));
      },
    });
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { nickname: 'A', socket });
    transitioner.add(listener, { nickname: 'B', socket });
    const result = transitioner.run();
    socket.peer.send({ mt: 'Stop' });
    await result;
    expect([...ids]).to.deep.equal(['Transitioner', 'A', 'B']);
  });
});
