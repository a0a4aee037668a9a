import { expect } from 'chai';
import { postEvent } from '../../../runtime/actions.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import { ending, kit, listener, makeRig, opened, settled } from '../../support/engine-kit.js';

/** Answers a `Go` with a post to everybody, who answer nothing. */
const gossip = kit.createMachine({
  ...ending,
  id: 'Gossip',
  initial: 'Initial',
  states: {
    Initial: { on: { Start: {}, Go: { actions: postEvent({ mt: 'News' }) }, News: {}, Stop: 'Dead' } },
    Dead: { type: 'final' },
  },
});

describe('rule 2: a message from a socket', () => {
  it('rule 2: goes to every running automaton on that socket, in order, and to nobody else', async () => {
    const { transitioner, tracer } = makeRig();
    const shared = await opened(new MemorySocket('S'));
    const other = await opened(new MemorySocket('T'));
    transitioner.add(listener, { nickname: 'A', socket: shared });
    transitioner.add(listener, { nickname: 'X', socket: other });
    transitioner.add(listener, { nickname: 'B', socket: shared });
    transitioner.add(listener, { nickname: 'Y' });
    void transitioner.run();
    shared.peer.send({ mt: 'Ping' });
    other.peer.send({ mt: 'Pong' });
    expect(tracer.lines('in', 'deliver').slice(4)).to.deep.equal([
      'in S Ping',
      'deliver A Ping',
      'deliver B Ping',
      'in T Pong',
      'deliver X Pong',
    ]);
  });

  it('rule 2: one message at a time, nothing else in between, whatever arrives meanwhile', async () => {
    const other = await opened(new MemorySocket('T'));
    const { transitioner, tracer } = makeRig({
      log: (category, source) => {
        // While the first message is being dispatched, more arrives on both sockets.
        if (category === 'smsg' && source === 'A' && other.peer.texts.length === 0) {
          other.peer.texts.push('once');
          other.peer.send({ mt: 'Pong' });
          socket.peer.send({ mt: 'Ping' });
        }
      },
    });
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(gossip, { nickname: 'A', socket });
    transitioner.add(gossip, { nickname: 'B', socket });
    transitioner.add(listener, { nickname: 'C', socket: other });
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(tracer.lines('in', 'deliver', 'discarded').slice(3)).to.deep.equal([
      'in S Go',
      'deliver A Go',
      'in T Pong',
      'deliver B News',
      'deliver C News',
      'deliver B Go',
      'deliver A News',
      'deliver C News',
      'deliver C Pong',
      'in S Ping',
      'discarded A Ping (wire) in Initial',
      'discarded B Ping (wire) in Initial',
    ]);
  });

  it('rule 2: one that stops in the middle of a message gets no more, those behind it get theirs', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    for (const nickname of ['A', 'B', 'C']) transitioner.add(listener, { nickname, socket });
    void transitioner.run();
    socket.peer.send({ mt: 'Stop' });
    socket.peer.send({ mt: 'Ping' });
    expect(tracer.lines('deliver', 'dead').slice(3)).to.deep.equal([
      'deliver A Stop',
      'dead A finished',
      'deliver B Stop',
      'dead B finished',
      'deliver C Stop',
      'dead C finished',
    ]);
  });

  it('rule 2: what is no message is recorded and dropped, and the socket lives on', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener, { nickname: 'A', socket });
    void transitioner.run();
    const nonsense = ['{', '[]', '7', '{"mt":1}', '{}', '{"mt":"Ping","a":{"__proto__":{}}}'];
    for (const text of nonsense) socket.peer.send(text);
    socket.peer.sendBinary(3);
    socket.peer.send({ mt: 'Ping' });
    await settled();
    expect(tracer.lines('nonsense')).to.have.length(nonsense.length + 1);
    expect(tracer.lines('deliver')).to.deep.equal(['A Start', 'A Ping']);
    expect(socket.state).to.equal('open');
  });
});

describe('rule 3: discards', () => {
  const choosy = kit.createMachine({
    ...ending,
    id: 'Choosy',
    initial: 'Initial',
    states: {
      Initial: {
        initial: 'waiting',
        on: { Start: {} },
        states: {
          waiting: { on: { Ping: { guard: () => false }, Go: 'ready' } },
          ready: { on: { Pong: {} } },
        },
      },
      Dead: { type: 'final' },
    },
  });

  it('rule 3: a message for which the present state has no transition is recorded with state and mt', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    const handle = transitioner.add(choosy, { socket });
    void transitioner.run();
    for (const mt of ['Pong', 'Go', 'Pong', 'Go']) socket.peer.send({ mt });
    expect(tracer.lines('deliver', 'discarded').slice(1)).to.deep.equal([
      'discarded Choosy Pong (wire) in Initial.waiting',
      'deliver Choosy Go',
      'deliver Choosy Pong',
      'discarded Choosy Go (wire) in Initial.ready',
    ]);
    expect(handle.why).to.equal(undefined);
  });

  it('rule 3: a guard that says no, and a type nobody declared, are discards too', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    const handle = transitioner.add(choosy, { socket });
    void transitioner.run();
    const before = handle.snapshot;
    socket.peer.send({ mt: 'Ping' });
    socket.peer.send({ mt: 'Unheard' });
    expect(tracer.lines('discarded')).to.deep.equal([
      'Choosy Ping (wire) in Initial.waiting',
      'Choosy Unheard (wire) in Initial.waiting',
    ]);
    expect(handle.snapshot?.value).to.equal(before?.value);
    expect(handle.context).to.equal(before?.context);
  });

  it('rule 3: a discarded post and a discarded runtime message are recorded the same way', () => {
    const { transitioner, tracer, clock } = makeRig({ idleTimeoutMs: 100 });
    transitioner.add(choosy);
    const poster = kit.createMachine({
      ...ending,
      id: 'Poster',
      initial: 'Initial',
      states: { Initial: { on: { Start: { actions: postEvent({ mt: 'Pong' }) } } }, Dead: { type: 'final' } },
    });
    transitioner.add(poster);
    void transitioner.run();
    clock.advance(100);
    expect(tracer.lines('discarded')).to.deep.equal([
      'Choosy Pong (post) in Initial.waiting',
      'Choosy Timeout (runtime) in Initial.waiting',
      'Poster Timeout (runtime) in Initial',
    ]);
  });

  it('rule 3: is logged in the category of the original', async () => {
    const lines: string[] = [];
    const { transitioner } = makeRig({
      log: (category, source, text) => {
        if (category === 'override') lines.push(`${source}: ${typeof text === 'string' ? text : text()}`);
      },
    });
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(choosy, { socket });
    void transitioner.run();
    socket.peer.send({ mt: 'Pong' });
    expect(lines).to.deep.equal(['Choosy: Pong from wire discarded in Initial.waiting']);
  });
});
