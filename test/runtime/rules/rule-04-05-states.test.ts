import { expect } from 'chai';
import { assign } from 'xstate';
import { postEvent, sendMessage } from '../../../runtime/actions.js';
import type { AutomatonOutput } from '../../../runtime/automaton.js';
import { setupAutomaton } from '../../../runtime/automaton.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import type { TestMessages } from '../../support/engine-kit.js';
import { ending, kit, listener, makeRig, opened } from '../../support/engine-kit.js';

const walker = kit.createMachine({
  ...ending,
  id: 'Walker',
  initial: 'Initial',
  states: {
    Initial: { on: { Start: {}, Go: { target: 'Working', actions: postEvent({ mt: 'News' }) } } },
    Working: {
      initial: 'one',
      on: { Start: {}, Ping: {}, Pong: { target: 'Working', reenter: true }, Stop: 'Dead' },
      states: { one: { on: { Go: 'two' } }, two: {} },
    },
    Dead: { type: 'final' },
  },
});

describe('rule 4: Start in a new state', () => {
  it('rule 4: is delivered when the state has changed, not when the phase has, not on re-entry', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(walker, { socket });
    void transitioner.run();
    for (const mt of ['Go', 'Go', 'Pong', 'Ping']) socket.peer.send({ mt });
    expect(tracer.lines('deliver', 'transition')).to.deep.equal([
      'transition Walker ->Initial',
      'deliver Walker Start',
      'deliver Walker Go',
      'transition Walker Initial->Working.one',
      'deliver Walker Start',
      'deliver Walker Go',
      'transition Walker Working.one->Working.two',
      'deliver Walker Pong',
      'transition Walker Working.two->Working.one',
      'deliver Walker Ping',
    ]);
  });

  it('rule 4: comes after the effects of the step and before anything that waits', async () => {
    // Answers News while Walker is in the middle of its step.
    const answering = kit.createMachine({
      ...ending,
      id: 'Answering',
      initial: 'Initial',
      states: {
        Initial: {
          on: { Start: {}, News: { actions: [postEvent({ mt: 'Ping' }), postEvent({ mt: 'Pong' })] } },
        },
        Dead: { type: 'final' },
      },
    });
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(walker, { socket });
    transitioner.add(answering);
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(tracer.lines('deliver').slice(2)).to.deep.equal([
      'Walker Go',
      'Answering News',
      'Walker Start',
      'Walker Ping',
      'Walker Pong',
    ]);
  });

  it('rule 4: none in Dead; one for two changes in one step; each for changes on Start itself', async () => {
    const hasty = kit.createMachine({
      ...ending,
      id: 'Hasty',
      initial: 'Initial',
      states: {
        Initial: { on: { Start: 'First' } },
        First: { on: { Start: 'Passing' } },
        Passing: { always: 'Second' },
        Second: { on: { Start: {}, Stop: 'Dead' } },
        Dead: { type: 'final' },
      },
    });
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(hasty, { socket });
    const result = transitioner.run();
    socket.peer.send({ mt: 'Stop' });
    expect((await result).outcome).to.equal('finished');
    expect(tracer.lines('deliver', 'discarded')).to.deep.equal([
      'deliver Hasty Start',
      'deliver Hasty Start',
      'deliver Hasty Start',
      'deliver Hasty Stop',
    ]);
  });

  it('rule 4: its record names the step that changed the state as its cause', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(walker, { socket });
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    const start = tracer.records.findLast(({ text }) => text === 'Walker Start');
    expect(tracer.records[(start?.cause ?? 0) - 1]?.text).to.equal('Walker Go');
  });
});

describe('rule 5: Dead', () => {
  const counting = setupAutomaton({
    types: {
      context: {} as { readonly count: number },
      messages: {} as TestMessages,
      output: {} as AutomatonOutput & { readonly count: number },
    },
    accepts: {
      Go: 'wire',
      Ping: ['wire', 'post'],
      Pong: 'wire',
      Stop: 'wire',
      News: 'wire',
      WireOnly: 'wire',
      PostOnly: 'post',
    },
  }).createMachine({
    id: 'Counting',
    context: { count: 0 },
    output: ({ context }) =>
      context.count > 1
        ? { ok: true, count: context.count }
        : { ok: false, error: new Error('too few'), count: context.count },
    initial: 'Initial',
    states: {
      Initial: {
        on: {
          Start: {},
          Ping: { actions: assign({ count: ({ context }) => context.count + 1 }) },
          Stop: { target: 'Dead', actions: sendMessage({ mt: 'Bye' }) },
        },
      },
      Dead: { type: 'final', entry: postEvent({ mt: 'News' }) },
    },
  });

  it('rule 5: ends the automaton after its last effects; it receives nothing more, its output is readable', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    const counter = transitioner.add(counting, { socket });
    transitioner.add(listener, { socket });
    const result = transitioner.run();
    expect([counter.output, counter.why]).to.deep.equal([undefined, undefined]);
    for (const mt of ['Ping', 'Ping', 'Stop', 'Ping']) socket.peer.send({ mt });
    expect(counter.output).to.deep.equal({ ok: true, count: 2 });
    expect([counter.state, counter.phase, counter.why]).to.deep.equal(['Dead', '', 'finished']);
    expect(tracer.lines('deliver', 'out', 'dead').slice(6)).to.deep.equal([
      'deliver Counting Stop',
      'out S Bye',
      'deliver Listener News',
      'dead Counting finished',
      'deliver Listener Stop',
      'dead Listener finished',
    ]);
    const { automatons } = await result;
    expect(automatons[0]?.output).to.deep.equal({ ok: true, count: 2 });
  });

  it('rule 5: a failure is an output too', async () => {
    const { transitioner } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    const counter = transitioner.add(counting, { socket });
    void transitioner.run();
    socket.peer.send({ mt: 'Stop' });
    expect(counter.output).to.include({ ok: false, count: 0 });
    expect(counter.output?.ok === false && counter.output.error.message).to.equal('too few');
  });

  it('rule 5: one that is Dead from the beginning never gets a Start', () => {
    const stillborn = kit.createMachine({
      ...ending,
      id: 'Stillborn',
      initial: 'Initial',
      states: { Initial: { always: 'Dead' }, Dead: { type: 'final', entry: postEvent({ mt: 'News' }) } },
    });
    const { transitioner, tracer } = makeRig();
    transitioner.add(listener);
    const handle = transitioner.add(stillborn);
    void transitioner.run();
    expect(tracer.lines('deliver', 'dead')).to.deep.equal([
      'deliver Listener Start',
      'deliver Listener News',
      'dead Stillborn finished',
    ]);
    expect(handle.output).to.deep.equal({ ok: true });
  });
});
