import { expect } from 'chai';
import type { AnyActorRef } from 'xstate';
import { assign, fromCallback, fromPromise, raise, sendTo } from 'xstate';
import { postEvent, sendMessage } from '../../../runtime/actions.js';
import type { AutomatonOutput } from '../../../runtime/automaton.js';
import { setupAutomaton } from '../../../runtime/automaton.js';
import type { DeliveryEvent } from '../../../runtime/events.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import type { TestContext, TestMessages } from '../../support/engine-kit.js';
import { ending, kit, listener, makeRig, opened, settled } from '../../support/engine-kit.js';

const types = {
  context: {} as TestContext,
  messages: {} as TestMessages,
  output: {} as AutomatonOutput,
};
const accepts = {
  Go: ['wire', 'post'],
  Ping: ['wire', 'post'],
  Pong: ['wire', 'post'],
  Stop: ['wire', 'post'],
  News: ['wire', 'post'],
  WireOnly: 'wire',
  PostOnly: 'post',
} as const;

const dead = { Dead: { type: 'final' } } as const;

describe("rule 14: XState's own means", () => {
  it("rule 14: after runs on the run's clock; its effects are carried out, and Start follows a new state", async () => {
    const { transitioner, tracer, clock } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(
      kit.createMachine({
        ...ending,
        id: 'Timed',
        initial: 'Initial',
        states: {
          Initial: {
            on: { Start: {} },
            after: {
              1_000: { target: 'Late', actions: [sendMessage({ mt: 'Hello' }), postEvent({ mt: 'News' })] },
            },
          },
          Late: { on: { Start: {} }, after: { 500: 'Dead' } },
          ...dead,
        },
      }),
      { socket },
    );
    transitioner.add(listener);
    void transitioner.run();
    clock.advance(999);
    expect(tracer.lines('timer')).to.deep.equal(['Timed set 1000']);
    clock.advance(1);
    expect(tracer.lines('timer', 'transition', 'deliver', 'out').slice(5)).to.deep.equal([
      'timer Timed fired 1000',
      'transition Timed Initial->Late',
      'timer Timed set 500',
      'out S Hello',
      'deliver Listener News',
      'deliver Timed Start',
    ]);
    clock.advance(500);
    expect(tracer.lines('dead')).to.deep.equal(['Timed finished']);
  });

  it('rule 14: a timer that a message made void does not fire, nor one of an automaton that has stopped', async () => {
    const { transitioner, tracer, clock } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(
      kit.createMachine({
        ...ending,
        id: 'Timed',
        initial: 'Initial',
        states: {
          Initial: { on: { Start: {}, Go: 'Next' }, after: { 1_000: 'Dead' } },
          Next: { on: { Start: {}, Stop: 'Dead' }, after: { 1_000: 'Dead' } },
          ...dead,
        },
      }),
      { socket },
    );
    transitioner.add(listener);
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    socket.peer.send({ mt: 'Stop' });
    clock.advance(2_000);
    expect(tracer.lines('timer')).to.deep.equal([
      'Timed set 1000',
      'Timed cancelled 1000',
      'Timed set 1000',
      'Timed cancelled 1000',
    ]);
  });

  it('rule 14: timers due at the same moment fire in order, each with all that follows', () => {
    const { transitioner, tracer, clock } = makeRig();
    const timed = kit.createMachine({
      ...ending,
      id: 'Timed',
      initial: 'Initial',
      states: {
        Initial: { on: { Start: {}, News: {} }, after: { 100: { actions: postEvent({ mt: 'News' }) } } },
        ...dead,
      },
    });
    for (const nickname of ['A', 'B', 'C']) transitioner.add(timed, { nickname });
    void transitioner.run();
    clock.advance(100);
    expect(tracer.lines('deliver').slice(3)).to.deep.equal([
      'B News',
      'C News',
      'A News',
      'C News',
      'A News',
      'B News',
    ]);
  });

  it('rule 14: an invoked promise and a callback actor move the automaton: effects, then Start', async () => {
    const kitWithActors = setupAutomaton({
      types,
      accepts,
      actors: {
        answer: fromPromise(() => Promise.resolve(42)),
        ticker: fromCallback(({ sendBack }) => {
          void Promise.resolve().then(() => {
            sendBack({ type: 'tick' });
          });
        }),
      },
    });
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    const promising = transitioner.add(
      kitWithActors.createMachine({
        ...ending,
        id: 'Promising',
        initial: 'Initial',
        states: {
          Initial: {
            on: { Start: {} },
            invoke: {
              src: 'answer',
              onDone: {
                target: 'Answered',
                actions: [assign({ count: 42 }), postEvent({ mt: 'News' }), sendMessage({ mt: 'Hello' })],
              },
            },
          },
          Answered: { on: { Start: { actions: postEvent({ mt: 'Ping' }) } } },
          ...dead,
        },
      }),
      { socket },
    );
    transitioner.add(listener);
    void transitioner.run();
    await settled();
    expect(promising.context?.count).to.equal(42);
    expect(tracer.lines('transition', 'deliver', 'out').slice(4)).to.deep.equal([
      'transition Promising Initial->Answered',
      'deliver Listener News',
      'out S Hello',
      'deliver Promising Start',
      'deliver Listener Ping',
    ]);
  });

  it('rule 14: an invoked promise that ends the automaton ends the run', async () => {
    const { transitioner, clock } = makeRig();
    transitioner.add(
      setupAutomaton({
        types,
        accepts,
        actors: { answer: fromPromise(() => Promise.resolve(42)) },
      }).createMachine({
        ...ending,
        id: 'Promising',
        initial: 'Initial',
        states: { Initial: { invoke: { src: 'answer', onDone: 'Dead' } }, ...dead },
      }),
    );
    expect((await transitioner.run()).outcome).to.equal('finished');
    expect(clock.pending).to.equal(0);
  });

  it('rule 14: raise and eventless transitions are part of the step', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(
      kit.createMachine({
        ...ending,
        id: 'Raising',
        initial: 'Initial',
        states: {
          Initial: {
            on: {
              Start: {},
              Go: {
                actions: [
                  raise({ type: 'Ping', msg: { mt: 'Ping' }, origin: 'runtime', from: 'me' }),
                  postEvent({ mt: 'News' }),
                ],
              },
              Ping: { target: 'Passing', actions: postEvent({ mt: 'Pong' }) },
            },
          },
          Passing: { always: 'Last' },
          Last: { on: { Start: {} } },
          ...dead,
        },
      }),
      { socket },
    );
    transitioner.add(listener);
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(tracer.lines('deliver', 'transition').slice(4)).to.deep.equal([
      'deliver Raising Go',
      'transition Raising Initial->Last',
      'deliver Listener News',
      'deliver Listener Pong',
      'deliver Raising Start',
    ]);
  });

  it('rule 14: sendTo another automaton through the system: its step follows, before its next delivery', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    const ping: DeliveryEvent = { type: 'Ping', msg: { mt: 'Ping' }, origin: 'runtime', from: 'Sender' };
    const target = setupAutomaton({ types, accepts }).createMachine({
      ...ending,
      id: 'Target',
      initial: 'Initial',
      states: {
        Initial: {
          on: { Start: {}, Ping: { target: 'Reached', actions: sendMessage({ mt: 'Reached' }) } },
        },
        Reached: { on: { Start: { actions: sendMessage({ mt: 'Started' }) }, News: {} } },
        ...dead,
      },
    });
    transitioner.add(
      kit.createMachine({
        ...ending,
        id: 'Sender',
        initial: 'Initial',
        states: {
          Initial: {
            on: {
              Start: {},
              Go: {
                actions: [
                  sendTo(({ system }) => system.get('Target') as AnyActorRef, ping),
                  postEvent({ mt: 'News' }),
                ],
              },
            },
          },
          ...dead,
        },
      }),
      { socket },
    );
    transitioner.add(target, { socket });
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    await settled();
    expect(tracer.lines('deliver', 'discarded', 'transition', 'out').slice(4)).to.deep.equal([
      'deliver Sender Go',
      'transition Target Initial->Reached',
      'out S Reached',
      'deliver Target Start',
      'out S Started',
      'deliver Target News',
      'discarded Target Go (wire) in Reached',
    ]);
  });

  it('rule 14: a nickname is the systemId; XState events of invoked actors are no discards', async () => {
    const { transitioner, tracer } = makeRig();
    const quiet = setupAutomaton({
      types,
      accepts,
      actors: { answer: fromPromise(() => Promise.resolve(42)) },
    }).createMachine({
      ...ending,
      id: 'Quiet',
      initial: 'Initial',
      states: { Initial: { on: { Start: {} }, invoke: { src: 'answer' } }, ...dead },
    });
    const handle = transitioner.add(quiet, { nickname: 'Nick' });
    void transitioner.run();
    await settled();
    expect(tracer.lines('discarded')).to.deep.equal([]);
    expect(handle.why).to.equal(undefined);
  });
});
