import { expect } from 'chai';
import { assign } from 'xstate';
import { postEvent, sendMessage } from '../../../runtime/actions.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import type { EventOf, RuntimeMessage } from '../../../runtime/events.js';
import type { TestContext, TestMessages } from '../../support/engine-kit.js';
import { ending, kit, listener, makeRig, opened } from '../../support/engine-kit.js';

/** An automaton that does these things on `Go`, and listens. */
function onGo(id: string, actions: readonly ReturnType<typeof post>[]) {
  return kit.createMachine({
    ...ending,
    id,
    initial: 'Initial',
    states: {
      Initial: {
        on: { Start: {}, Go: { actions: [...actions] }, Ping: {}, Pong: {}, News: {}, Stop: 'Dead' },
      },
      Dead: { type: 'final' },
    },
  });
}

type Events = EventOf<TestMessages | RuntimeMessage>;

function post(mt: string, to?: string) {
  return postEvent<TestContext, Events, undefined, Events>({ message: { mt }, to });
}

describe('rule 6: posts', () => {
  it('rule 6: without a name it goes to all others, in order, and not to the poster', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { nickname: 'A' });
    transitioner.add(onGo('B', [post('News')]), { socket });
    transitioner.add(listener, { nickname: 'C' });
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(tracer.lines('post', 'deliver').slice(3)).to.deep.equal([
      'deliver B Go',
      'post B->* News',
      'deliver A News',
      'deliver C News',
    ]);
  });

  it('rule 6: with a name it goes to that one only', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    for (const nickname of ['A', 'C']) transitioner.add(listener, { nickname });
    transitioner.add(onGo('B', [post('News', 'C')]), { socket });
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(tracer.lines('deliver').slice(3)).to.deep.equal(['B Go', 'C News']);
  });

  it('rule 6: depth first: all that follows from a post comes before the next effect of the poster', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    const says = sendMessage<TestContext, Events, undefined, Events>({ mt: 'Said' });
    transitioner.add(onGo('A', [post('Go', 'B'), says, post('News')]), { socket });
    transitioner.add(onGo('B', [post('Go', 'C'), post('Pong', 'D')]));
    transitioner.add(onGo('C', [post('Ping', 'D')]));
    transitioner.add(listener, { nickname: 'D' });
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(tracer.lines('deliver', 'out').slice(4)).to.deep.equal([
      'deliver A Go',
      'deliver B Go',
      'deliver C Go',
      'deliver D Ping',
      'deliver D Pong',
      'out S Said',
      'deliver B News',
      'deliver C News',
      'deliver D News',
    ]);
  });

  it('rule 6: a transition is complete before its effects: an answer meets the poster in its new state', async () => {
    const asking = kit.createMachine({
      ...ending,
      id: 'Asking',
      initial: 'Initial',
      states: {
        Initial: { on: { Start: {}, Go: { target: 'Asked', actions: [post('Ping'), post('News')] } } },
        Asked: { on: { Start: {}, Pong: { actions: sendMessage({ mt: 'Answered' }) } } },
        Dead: { type: 'final' },
      },
    });
    const answering = kit.createMachine({
      ...ending,
      id: 'Answering',
      initial: 'Initial',
      states: {
        Initial: { on: { Start: {}, Ping: { actions: post('Pong', 'Asking') }, News: {} } },
        Dead: { type: 'final' },
      },
    });
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(asking, { socket });
    transitioner.add(answering);
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    // In the middle of its step the target waits; its second post still comes first.
    expect(tracer.lines('deliver', 'out').slice(2)).to.deep.equal([
      'deliver Asking Go',
      'deliver Answering Ping',
      'deliver Answering News',
      'deliver Asking Start',
      'deliver Asking Pong',
      'out S Answered',
    ]);
  });

  it('rule 6: a post to oneself by name is handled right after the step', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(onGo('A', [post('Ping', 'A'), post('News')]), { socket });
    transitioner.add(listener, { nickname: 'B' });
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(tracer.lines('deliver').slice(2)).to.deep.equal(['A Go', 'B News', 'A Ping']);
  });

  it('rule 6: no such target, or nobody else: recorded as undelivered, logged, not thrown', async () => {
    const logged: string[] = [];
    const { transitioner, tracer } = makeRig({
      log: (category, source, text) => {
        if (category === 'runtime') logged.push(`${source}: ${typeof text === 'string' ? text : text()}`);
      },
    });
    const socket = await opened(new MemorySocket('S'));
    const alone = onGo('A', [
      post('Ping', 'Nobody'),
      post('Ping', '__proto__'),
      post('Ping', 'B'),
      post('News'),
    ]);
    const handle = transitioner.add(alone, { socket });
    transitioner.add(
      kit.createMachine({
        ...ending,
        id: 'B',
        initial: 'Initial',
        states: { Initial: { on: { Start: 'Dead' } }, Dead: { type: 'final' } },
      }),
    );
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(tracer.lines('undelivered')).to.deep.equal([
      'A->Nobody Ping: nobody has that nickname',
      'A->__proto__ Ping: nobody has that nickname',
      'A->B Ping: it has stopped',
      'A->* News: nobody else runs',
    ]);
    // The broadcast is logged as `debug`: that nobody else runs is no trouble.
    expect(logged).to.have.length(3);
    expect(handle.why).to.equal(undefined);
  });

  it('rule 6: what waits for an automaton that then stops is undelivered', async () => {
    const dying = kit.createMachine({
      ...ending,
      id: 'Dying',
      initial: 'Initial',
      states: {
        Initial: { on: { Start: {}, Go: { target: 'Dead', actions: post('Ping', 'Answering') } } },
        Dead: { type: 'final' },
      },
    });
    const answering = kit.createMachine({
      ...ending,
      id: 'Answering',
      initial: 'Initial',
      states: {
        Initial: { on: { Start: {}, Ping: { actions: post('Pong', 'Dying') } } },
        Dead: { type: 'final' },
      },
    });
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(dying, { socket });
    transitioner.add(answering);
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(tracer.lines('undelivered')).to.deep.equal(['Answering->Dying Pong: it has stopped']);
  });

  it('rule 6: a broadcast while automatons stop goes to those that still run when their turn comes', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(onGo('Poster', [post('Go'), post('News')]), { socket });
    transitioner.add(onGo('Killer', [post('Stop', 'B'), post('Stop', 'D')]));
    for (const nickname of ['B', 'C', 'D']) transitioner.add(onGo(nickname, []), { nickname });
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(tracer.lines('deliver').slice(5)).to.deep.equal([
      'Poster Go',
      'Killer Go',
      'B Stop',
      'D Stop',
      'C Go',
      'Killer News',
      'C News',
    ]);
  });

  it('rule 6: a chain of 100,000 posts between two overflows nothing', async () => {
    const limit = 100_000;
    const volley = (id: string, to: string) =>
      kit.createMachine({
        ...ending,
        id,
        initial: 'Initial',
        states: {
          Initial: {
            on: {
              Start: {},
              Ping: [
                {
                  guard: ({ context }) => context.count < limit / 2,
                  actions: [assign({ count: ({ context }) => context.count + 1 }), post('Ping', to)],
                },
                { target: 'Dead', actions: post('Stop', to) },
              ],
              Stop: 'Dead',
            },
          },
          Dead: { type: 'final' },
        },
      });
    const { transitioner } = makeRig({ tracer: undefined });
    const socket = await opened(new MemorySocket('S'));
    const left = transitioner.add(volley('Left', 'Right'), { socket });
    const right = transitioner.add(volley('Right', 'Left'));
    const result = transitioner.run();
    socket.peer.send({ mt: 'Ping' });
    expect((await result).outcome).to.equal('finished');
    expect([left.context?.count, right.context?.count]).to.deep.equal([limit / 2, limit / 2]);
  });

  it('rule 6: a chain of posts through 20,000 automatons overflows nothing', async () => {
    const relay = kit.createMachine({
      ...ending,
      id: 'Relay',
      initial: 'Initial',
      states: {
        Initial: {
          on: {
            Start: {},
            Ping: {
              target: 'Dead',
              actions: postEvent(({ self }) => ({
                message: { mt: 'Ping' },
                to: String(Number(self.id) + 1),
              })),
            },
          },
        },
        Dead: { type: 'final' },
      },
    });
    const many = 20_000;
    const { transitioner } = makeRig({ tracer: undefined });
    const socket = await opened(new MemorySocket('S'));
    for (let at = 0; at < many; at += 1) {
      transitioner.add(relay, { nickname: String(at), socket: at === 0 ? socket : undefined });
    }
    const result = transitioner.run();
    socket.peer.send({ mt: 'Ping' });
    expect((await result).outcome).to.equal('finished');
  });

  it('rule 6: 20,000 posts that wait for one busy automaton are all handled after its step', async () => {
    const many = 20_000;
    const flood = Array.from({ length: many }, () => post('Ping', 'Asker'));
    const asker = kit.createMachine({
      ...ending,
      id: 'Asker',
      initial: 'Initial',
      states: {
        Initial: {
          on: {
            Start: {},
            Go: { actions: post('Go', 'Flooder') },
            Ping: { actions: assign({ count: ({ context }) => context.count + 1 }) },
          },
        },
        Dead: { type: 'final' },
      },
    });
    const { transitioner } = makeRig({ tracer: undefined });
    const socket = await opened(new MemorySocket('S'));
    const handle = transitioner.add(asker, { socket });
    transitioner.add(onGo('Flooder', flood));
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(handle.context?.count).to.equal(many);
  });
});
