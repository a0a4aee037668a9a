import { expect } from 'chai';
import { closeSocket, connectSocket, sendMessage } from '../../../runtime/actions.js';
import type { EofMessage } from '../../../runtime/events.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import { ending, kit, listener, makeRig, opened, settled } from '../../support/engine-kit.js';

/** Connects anew on EOF, and says who it is when the connection is there. */
const stubborn = kit.createMachine({
  ...ending,
  id: 'Stubborn',
  initial: 'Initial',
  states: {
    Initial: {
      on: {
        Start: { actions: sendMessage({ mt: 'Hello' }) },
        EOF: {
          actions: [
            connectSocket('memory:again'),
            sendMessage({ mt: 'Hello' }),
            sendMessage({ mt: 'Again' }),
          ],
        },
        Open: {},
        Ping: {},
        Stop: 'Dead',
      },
    },
    Dead: { type: 'final' },
  },
});

describe('rule 9: connections', () => {
  it('rule 9: a socket that closes delivers EOF with code and reason; one that does not ask anew stops', async () => {
    const eofs: EofMessage[] = [];
    const { transitioner, tracer, clock } = makeRig();
    const watching = kit.createMachine({
      ...ending,
      id: 'Watching',
      initial: 'Initial',
      states: {
        Initial: {
          on: { Start: {}, EOF: { target: 'Working', actions: ({ event }) => eofs.push(event.msg) } },
        },
        Working: { on: { Start: {} } },
        Dead: { type: 'final' },
      },
    });
    const socket = await opened(new MemorySocket('S'));
    const other = await opened(new MemorySocket('T'));
    transitioner.add(watching, { socket });
    transitioner.add(watching, { nickname: 'Other', socket: other });
    transitioner.add(listener);
    void transitioner.run();
    const error = new Error('cut');
    socket.peer.close(4001, 'enough', error);
    expect(eofs).to.deep.equal([{ mt: 'EOF', code: 4001, reason: 'enough', error }]);
    // Start of the new state still belongs to that step; only the socket's own automatons are concerned.
    expect(tracer.lines('closed', 'deliver', 'dead').slice(3)).to.deep.equal([
      'closed S 4001',
      'deliver Watching EOF',
      'deliver Watching Start',
      'dead Watching disconnected',
    ]);
    clock.advance(5_000);
  });

  it('rule 9: EOF comes after the messages that arrived before it', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = new MemorySocket('S', undefined, {
      onMessage: (_message, peer) => {
        peer.send({ mt: 'Ping' });
        peer.close();
      },
    });
    await opened(socket);
    const hello = kit.createMachine({
      ...ending,
      id: 'Hello',
      initial: 'Initial',
      states: {
        Initial: { on: { Start: { actions: sendMessage({ mt: 'Hi' }) }, Ping: {}, EOF: {} } },
        Dead: { type: 'final' },
      },
    });
    transitioner.add(hello, { socket });
    const result = transitioner.run();
    expect(tracer.lines('deliver')).to.deep.equal(['Hello Start', 'Hello Ping', 'Hello EOF']);
    expect((await result).outcome).to.equal('disconnected');
  });

  it('rule 9: one that asks for another connection on EOF goes on, and what it sends before arrives in order', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    const handle = transitioner.add(stubborn, { socket });
    void transitioner.run();
    socket.peer.close(1006);
    expect(handle.why).to.equal(undefined);
    await settled();
    expect(socket.peers.map(({ url, texts }) => [url, ...texts])).to.deep.equal([
      ['memory:S', '{"mt":"Hello"}'],
      ['memory:again', '{"mt":"Hello"}', '{"mt":"Again"}'],
    ]);
    socket.peer.send({ mt: 'Ping' });
    expect(tracer.lines('deliver')).to.deep.equal([
      'Stubborn Start',
      'Stubborn EOF',
      'Stubborn Open',
      'Stubborn Ping',
    ]);
  });

  it('rule 9: on a shared socket each must ask; the second one joins the new connection', async () => {
    const { transitioner } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    const first = transitioner.add(stubborn, { nickname: 'A', socket });
    const silent = transitioner.add(listener, { nickname: 'B', socket });
    const second = transitioner.add(stubborn, { nickname: 'C', socket });
    void transitioner.run();
    socket.peer.close();
    await settled();
    expect([first.why, silent.why, second.why]).to.deep.equal([undefined, 'disconnected', undefined]);
    expect(socket.peers).to.have.length(2);
    expect(socket.peer.texts).to.have.length(4);
  });

  it('rule 9: every end counts: a second connection that fails needs its own request', async () => {
    let connections = 0;
    const socket = new MemorySocket('S', undefined, {
      onConnect: (peer) => {
        connections += 1;
        if (connections === 2) peer.close(1006, '', new Error('refused'));
        else peer.accept();
      },
    });
    const { transitioner, tracer } = makeRig();
    const once = kit.createMachine({
      ...ending,
      id: 'Once',
      initial: 'Initial',
      states: {
        Initial: { on: { Start: {}, EOF: { target: 'Again', actions: connectSocket('memory:again') } } },
        Again: { on: { Start: {}, EOF: {} } },
        Dead: { type: 'final' },
      },
    });
    transitioner.add(once, { socket });
    const result = transitioner.run();
    await settled();
    socket.peer.close();
    await settled();
    expect((await result).outcome).to.equal('disconnected');
    expect(tracer.lines('deliver')).to.deep.equal(['Once Start', 'Once EOF', 'Once Start', 'Once EOF']);
  });

  it('rule 9: closing and connecting in one step is asking for another connection', async () => {
    const moving = kit.createMachine({
      ...ending,
      id: 'Moving',
      initial: 'Initial',
      states: {
        Initial: {
          on: { Start: {}, EOF: {}, Ping: {}, Go: { actions: [closeSocket(), connectSocket('memory:new')] } },
        },
        Dead: { type: 'final' },
      },
    });
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    const handle = transitioner.add(moving, { socket });
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    await settled();
    socket.peer.send({ mt: 'Ping' });
    expect(handle.why).to.equal(undefined);
    expect(tracer.lines('deliver')).to.deep.equal(['Moving Start', 'Moving Go', 'Moving EOF', 'Moving Ping']);
  });

  it('rule 9: a socket with an address connects by itself, and Open goes to those that declare it', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = new MemorySocket('S');
    transitioner.add(listener, { socket });
    transitioner.add(stubborn, { socket });
    void transitioner.run();
    expect(socket.state).to.equal('connecting');
    await settled();
    expect(tracer.lines('connecting', 'open', 'deliver', 'discarded', 'out')).to.deep.equal([
      'connecting S memory:S',
      'deliver Listener Start',
      'deliver Stubborn Start',
      'out S Hello',
      'open S memory:S',
      'deliver Stubborn Open',
    ]);
    expect(socket.peer.texts).to.deep.equal(['{"mt":"Hello"}']);
  });

  it('rule 9: what cannot be sent is undelivered: no socket, or a closed one', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    socket.close();
    transitioner.add(stubborn, { nickname: 'A' });
    const talker = kit.createMachine({
      ...ending,
      id: 'B',
      initial: 'Initial',
      states: {
        Initial: { on: { Start: { actions: sendMessage({ mt: 'Hello' }) } } },
        Dead: { type: 'final' },
      },
    });
    const onEof = await opened(new MemorySocket('T'));
    onEof.close();
    transitioner.add(talker, { socket: onEof });
    void transitioner.run();
    expect(tracer.lines('undelivered')).to.deep.equal([
      'A->* Hello: it has no socket',
      'B->T Hello: the socket is closed',
    ]);
  });
});
