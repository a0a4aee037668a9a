import { expect } from 'chai';
import { fromPromise } from 'xstate';
import { postEvent, sendMessage } from '../../runtime/actions.js';
import type { AutomatonOutput } from '../../runtime/automaton.js';
import { setupAutomaton } from '../../runtime/automaton.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { Message } from '../../runtime/message.js';
import type { RunControl } from '../../runtime/control.js';
import { ending, kit, listener, makeRig, opened, settled } from '../support/engine-kit.js';

/** What the run stands still at. */
function pendingOf(control: RunControl): string | undefined {
  const { pending } = control;
  return pending && `${pending.automaton} ${pending.event.type} (${pending.event.origin})`;
}

const talker = kit.createMachine({
  ...ending,
  id: 'Talker',
  initial: 'Initial',
  states: {
    Initial: {
      initial: 'awaitingGo',
      on: {
        Start: {},
        Go: { target: 'Talking', actions: [postEvent({ mt: 'News' }), sendMessage({ mt: 'Said' })] },
      },
      states: { awaitingGo: {} },
    },
    Talking: { on: { Start: {} }, after: { 1_000: { actions: sendMessage({ mt: 'Tick' }) } } },
    Dead: { type: 'final' },
  },
});

describe('RunControl', () => {
  it('holds before the first act and steps one by one: Start, wire, post, message to a peer, timer', async () => {
    const { transitioner, tracer, clock } = makeRig();
    const { control } = transitioner;
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(talker, { socket });
    transitioner.add(listener);
    control.hold();
    void transitioner.run();
    const seen: (string | undefined)[] = [];
    const step = (): void => {
      seen.push(pendingOf(control));
      control.step();
    };
    step();
    step();
    expect(control.pending).to.equal(undefined);
    socket.peer.send({ mt: 'Go' });
    socket.peer.send({ mt: 'Ping' });
    step();
    expect(socket.peer.texts).to.deep.equal([]);
    step();
    expect(socket.peer.texts).to.deep.equal([]);
    step();
    expect(socket.peer.texts).to.deep.equal(['{"mt":"Said"}']);
    step();
    step();
    clock.advance(1_000);
    step();
    expect(socket.peer.texts).to.have.length(1);
    step();
    expect(socket.peer.texts).to.deep.equal(['{"mt":"Said"}', '{"mt":"Tick"}']);
    expect(seen).to.deep.equal([
      'Talker Start (runtime)',
      'Listener Start (runtime)',
      'Talker Go (wire)',
      'Listener News (post)',
      'Talker Said (wire)',
      'Talker Start (runtime)',
      'Talker Ping (wire)',
      'Talker xstate.after (runtime)',
      'Talker Tick (wire)',
    ]);
    expect(tracer.lines('deliver', 'discarded')).to.deep.equal([
      'deliver Talker Start',
      'deliver Listener Start',
      'deliver Talker Go',
      'deliver Listener News',
      'deliver Talker Start',
      'discarded Talker Ping (wire) in Talking',
    ]);
  });

  it('what an invoked actor sets off is held as well', async () => {
    const { transitioner } = makeRig();
    const { control } = transitioner;
    const handle = transitioner.add(
      setupAutomaton({
        types: { context: {}, messages: {} as Message<'Go'>, output: {} as AutomatonOutput },
        accepts: { Go: 'wire' },
        actors: { answer: fromPromise(() => Promise.resolve(1)) },
      }).createMachine({
        ...ending,
        id: 'Promising',
        initial: 'Initial',
        states: { Initial: { invoke: { src: 'answer', onDone: 'Dead' } }, Dead: { type: 'final' } },
      }),
    );
    const result = transitioner.run();
    control.hold();
    await settled();
    expect([pendingOf(control), handle.state]).to.deep.equal([
      'Promising xstate.invoke (runtime)',
      'Initial',
    ]);
    control.resume();
    expect((await result).outcome).to.equal('finished');
  });

  it('resume goes on to the end, and nothing is pending any more', async () => {
    const { transitioner } = makeRig();
    const { control } = transitioner;
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { socket });
    control.hold();
    const result = transitioner.run();
    for (const mt of ['Ping', 'Stop']) socket.peer.send({ mt });
    expect([control.isHeld, pendingOf(control)]).to.deep.equal([true, 'Listener Start (runtime)']);
    control.resume();
    expect([control.isHeld, control.pending]).to.deep.equal([false, undefined]);
    expect((await result).outcome).to.equal('finished');
  });

  it('breakBefore holds before each delivery that matches, once each, until it is taken away', async () => {
    const { transitioner, tracer } = makeRig();
    const { control } = transitioner;
    const socket = await opened(new MemorySocket('S'));
    for (const nickname of ['A', 'B']) transitioner.add(listener, { nickname, socket });
    control.breakBefore(({ event }) => event.type === 'Ping');
    void transitioner.run();
    for (const mt of ['Pong', 'Ping', 'Ping']) socket.peer.send({ mt });
    const seen: (string | undefined)[] = [];
    for (let count = 0; count < 3; count += 1) {
      seen.push(pendingOf(control));
      control.resume();
    }
    expect(seen).to.deep.equal(['A Ping (wire)', 'B Ping (wire)', 'A Ping (wire)']);
    control.breakBefore(undefined);
    control.resume();
    expect(tracer.lines('deliver').slice(-2)).to.deep.equal(['A Ping', 'B Ping']);
    expect(tracer.lines('control').slice(0, 2)).to.deep.equal(['breakpoint hit A Ping', 'resume']);
  });

  it('a step from a breakpoint stops before the next delivery, whatever it is', async () => {
    const { transitioner } = makeRig();
    const { control } = transitioner;
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { socket });
    control.breakBefore(({ event }) => event.type === 'Ping');
    void transitioner.run();
    for (const mt of ['Ping', 'Pong']) socket.peer.send({ mt });
    control.step();
    expect(pendingOf(control)).to.equal('Listener Pong (wire)');
  });

  it('a breakpoint that throws holds nothing', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { socket });
    transitioner.control.breakBefore(() => {
      throw new Error('no');
    });
    const result = transitioner.run();
    socket.peer.send({ mt: 'Stop' });
    expect((await result).outcome).to.equal('finished');
    expect(tracer.lines('log')[0]).to.include('a breakpoint failed');
  });

  it('the idle timeout does not end a held run; it counts anew from resume', async () => {
    for (const isAtDelivery of [true, false]) {
      const { transitioner, tracer, clock } = makeRig({ idleTimeoutMs: 1_000 });
      const { control } = transitioner;
      const socket = await opened(new MemorySocket('S'));
      transitioner.add(listener, { socket });
      void transitioner.run();
      clock.advance(900);
      control.hold();
      if (isAtDelivery) socket.peer.send({ mt: 'Ping' });
      clock.advance(10_000);
      expect(tracer.lines('deliver').slice(1)).to.deep.equal([]);
      control.resume();
      clock.advance(999);
      expect(tracer.lines('end')).to.deep.equal([]);
      clock.advance(1);
      expect(tracer.lines('end')).to.deep.equal(['timeout']);
    }
  });

  it('getSnapshot of a held run shows state, phase and context of every automaton', async () => {
    const { transitioner } = makeRig();
    const { control } = transitioner;
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(talker, { socket });
    transitioner.add(listener);
    control.hold();
    void transitioner.run();
    const talkers = { nickname: 'Talker', output: undefined, why: undefined, context: { count: 0 } };
    expect(transitioner.getSnapshot()).to.deep.equal({
      Talker: { ...talkers, status: 'running', state: 'Initial', phase: 'awaitingGo' },
      Listener: {
        nickname: 'Listener',
        status: 'added',
        state: 'Initial',
        phase: '',
        context: undefined,
        output: undefined,
        why: undefined,
      },
    });
    control.breakBefore(({ automaton, event }) => automaton === 'Listener' && event.type === 'News');
    control.resume();
    socket.peer.send({ mt: 'Go' });
    // Held in the middle of a step: the transition is complete, its effects are not.
    expect(transitioner.getSnapshot()['Talker']).to.include({ state: 'Talking', phase: '' });
    expect(socket.peer.texts).to.deep.equal([]);
  });

  it('a held run can be aborted; an automaton can be added to it, and is held too', async () => {
    const { transitioner, tracer } = makeRig();
    const { control } = transitioner;
    const controller = new AbortController();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { socket });
    const result = transitioner.run({ signal: controller.signal });
    control.hold();
    socket.peer.send({ mt: 'Ping' });
    transitioner.add(listener, { nickname: 'New' });
    expect(pendingOf(control)).to.equal('New Start (runtime)');
    control.step();
    expect(pendingOf(control)).to.equal('Listener Ping (wire)');
    controller.abort();
    expect((await result).outcome).to.equal('aborted');
    expect(control.pending).to.equal(undefined);
    expect(tracer.lines('deliver')).to.deep.equal(['Listener Start', 'New Start']);
  });
});
