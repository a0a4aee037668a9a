import { expect } from 'chai';
import { notify, postEvent } from '../../../runtime/actions.js';
import { ConnectionError, UsageError } from '../../../runtime/errors.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import { ending, kit, listener, makeRig, opened, settled } from '../../support/engine-kit.js';

/** Is done after one message. */
const brief = kit.createMachine({
  ...ending,
  id: 'Brief',
  initial: 'Initial',
  states: { Initial: { on: { Start: {}, Go: 'Dead' } }, Dead: { type: 'final' } },
});

describe('rule 11: sockets outlive runs', () => {
  it('rule 11: what arrives between two runs is delivered to the next one, in order, after the Starts', async () => {
    const socket = await opened(new MemorySocket('S'));
    const first = makeRig();
    first.transitioner.add(brief, { socket });
    const ended = first.transitioner.run();
    socket.peer.send({ mt: 'Go' });
    await ended;
    for (const mt of ['Ping', 'Pong', 'News']) socket.peer.send({ mt });
    const second = makeRig();
    second.transitioner.add(listener, { socket });
    void second.transitioner.run();
    expect(second.tracer.lines('deliver')).to.deep.equal([
      'Listener Start',
      'Listener Ping',
      'Listener Pong',
      'Listener News',
    ]);
    expect(socket.peers).to.have.length(1);
  });

  it('rule 11: what arrived and was not dispatched when a run ended comes first', async () => {
    const socket = await opened(new MemorySocket('S'));
    // Kept from before the first run, which ends at the first of them.
    for (const mt of ['Go', 'Ping']) socket.peer.send({ mt });
    const first = makeRig();
    first.transitioner.add(brief, { socket });
    await first.transitioner.run();
    socket.peer.send({ mt: 'Pong' });
    const second = makeRig();
    second.transitioner.add(listener, { socket });
    void second.transitioner.run();
    expect(first.tracer.lines('deliver')).to.deep.equal(['Brief Start', 'Brief Go']);
    expect(second.tracer.lines('deliver')).to.deep.equal([
      'Listener Start',
      'Listener Ping',
      'Listener Pong',
    ]);
  });

  it('rule 11: what arrives on a socket whose automatons have all stopped is kept too, while the run goes on', async () => {
    const socket = await opened(new MemorySocket('S'));
    const first = makeRig();
    first.transitioner.add(brief, { socket });
    first.transitioner.add(listener);
    void first.transitioner.run();
    for (const mt of ['Go', 'Ping']) socket.peer.send({ mt });
    // The socket is free already.
    const second = makeRig();
    second.transitioner.add(listener, { socket });
    void second.transitioner.run();
    socket.peer.send({ mt: 'Pong' });
    expect(second.tracer.lines('deliver')).to.deep.equal([
      'Listener Start',
      'Listener Ping',
      'Listener Pong',
    ]);
  });

  it('rule 11: a connection that ended between the runs is EOF, after what had arrived', async () => {
    const socket = await opened(new MemorySocket('S'));
    socket.peer.send({ mt: 'Ping' });
    socket.peer.close();
    const { transitioner, tracer } = makeRig();
    transitioner.add(listener, { socket });
    expect((await transitioner.run()).outcome).to.equal('disconnected');
    expect(tracer.lines('deliver')).to.deep.equal(['Listener Start', 'Listener Ping', 'Listener EOF']);
  });

  it('rule 11: beyond the limit the socket is closed with an error, which the next run hears', async () => {
    const socket = await opened(new MemorySocket('S', undefined, { receiveQueueLength: 2 }));
    for (let count = 0; count < 4; count += 1) socket.peer.send({ mt: 'Ping' });
    expect([socket.state, socket.peer.closedWith?.code]).to.deep.equal(['closed', 1008]);
    const errors: unknown[] = [];
    const { transitioner, tracer } = makeRig();
    transitioner.add(
      kit.createMachine({
        ...ending,
        id: 'Listening',
        initial: 'Initial',
        states: {
          Initial: {
            on: { Start: {}, Ping: {}, EOF: { actions: ({ event }) => errors.push(event.msg.error) } },
          },
          Dead: { type: 'final' },
        },
      }),
      { socket },
    );
    await transitioner.run();
    expect(tracer.lines('deliver').at(-1)).to.equal('Listening EOF');
    expect(errors[0]).to.be.instanceOf(ConnectionError).and.include({ code: 'RECEIVE_QUEUE_FULL' });
  });

  it('rule 11: a socket belongs to one run at a time; the run that may not have it leaves nothing behind', async () => {
    const [free, taken] = [new MemorySocket('Free'), await opened(new MemorySocket('Taken'))];
    const first = makeRig();
    first.transitioner.add(listener, { socket: taken });
    void first.transitioner.run();
    const second = makeRig();
    second.transitioner.add(listener, { nickname: 'A', socket: free });
    second.transitioner.add(listener, { nickname: 'B', socket: taken });
    expect(() => second.transitioner.run())
      .to.throw(UsageError)
      .with.property('code', 'SOCKET_IN_USE');
    expect([free.state, second.clock.pending]).to.deep.equal(['idle', 0]);
    expect(second.tracer.lines('automaton', 'end')).to.deep.equal(['end failed']);
    const third = makeRig();
    third.transitioner.add(listener, { socket: free });
    void third.transitioner.run();
    await settled();
    expect(free.state).to.equal('open');
  });
});

describe('rule 12: adding automatons to a run', () => {
  const host = (nickname: string) =>
    kit.createMachine({
      ...ending,
      id: nickname,
      initial: 'Initial',
      states: {
        Initial: {
          on: { Start: {}, Go: { actions: [notify({ kind: 'session' }), postEvent({ mt: 'News' })] } },
        },
        Dead: { type: 'final' },
      },
    });

  it('rule 12: from outside: started at once', () => {
    const { transitioner, tracer } = makeRig();
    transitioner.add(listener);
    void transitioner.run();
    const handle = transitioner.add(listener, { nickname: 'New' });
    expect(tracer.lines('deliver')).to.deep.equal(['Listener Start', 'New Start']);
    expect(handle.state).to.equal('Initial');
  });

  it('rule 12: from inside a notice: started before the next effect, and a receiver from then on', async () => {
    const { transitioner, tracer } = makeRig({
      onNotice: () => {
        transitioner.add(listener, { nickname: 'New', socket });
      },
    });
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(host('Host'), { socket });
    transitioner.add(listener, { nickname: 'Old', socket });
    void transitioner.run();
    for (const mt of ['Go', 'Ping']) socket.peer.send({ mt });
    expect(tracer.lines('deliver').slice(2)).to.deep.equal([
      'Host Go',
      'New Start',
      'Old News',
      'New News',
      // The message that made Host add it is not for New; the next one is.
      'Old Go',
      'Old Ping',
      'New Ping',
    ]);
  });

  it('rule 12: on a socket with kept messages: it is started first, and then gets them', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    for (const mt of ['Ping', 'Pong']) socket.peer.send({ mt });
    transitioner.add(listener);
    void transitioner.run();
    transitioner.add(listener, { nickname: 'New', socket });
    expect(tracer.lines('deliver').slice(1)).to.deep.equal(['New Start', 'New Ping', 'New Pong']);
  });

  it('rule 12: in the place of one that has stopped, on the same socket, nothing is lost', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(brief, { socket });
    transitioner.add(listener, { nickname: 'Other' });
    void transitioner.run();
    for (const mt of ['Go', 'Ping']) socket.peer.send({ mt });
    transitioner.add(listener, { nickname: 'New', socket });
    socket.peer.send({ mt: 'Pong' });
    expect(tracer.lines('deliver').slice(2)).to.deep.equal(['Brief Go', 'New Start', 'New Ping', 'New Pong']);
  });

  it('rule 12: a socket with an address is connected', async () => {
    const { transitioner } = makeRig();
    transitioner.add(listener);
    void transitioner.run();
    const socket = new MemorySocket('S');
    transitioner.add(listener, { nickname: 'New', socket });
    await settled();
    expect(socket.state).to.equal('open');
  });

  it('rule 12: a nickname in use is refused, also that of one that has stopped; the run goes on', async () => {
    const { transitioner, tracer } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(listener);
    expect(() => transitioner.add(listener))
      .to.throw(UsageError)
      .with.property('code', 'NICKNAME_IN_USE');
    transitioner.add(brief, { socket });
    void transitioner.run();
    socket.peer.send({ mt: 'Go' });
    expect(() => transitioner.add(brief))
      .to.throw(UsageError)
      .with.property('code', 'NICKNAME_IN_USE');
    expect(tracer.lines('end')).to.deep.equal([]);
  });

  it('rule 12: a socket in use is refused each time, and the nickname stays free', async () => {
    const { transitioner } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    const other = makeRig();
    other.transitioner.add(listener, { socket });
    void other.transitioner.run();
    transitioner.add(listener);
    void transitioner.run();
    const add = (): unknown => transitioner.add(listener, { nickname: 'New', socket });
    expect(add).to.throw(UsageError).with.property('code', 'SOCKET_IN_USE');
    expect(add).to.throw(UsageError).with.property('code', 'SOCKET_IN_USE');
    expect(Object.keys(transitioner.getSnapshot())).to.deep.equal(['Listener']);
    transitioner.add(listener, { nickname: 'New' });
  });

  it('rule 12: after the end it is refused', async () => {
    const { transitioner } = makeRig();
    await transitioner.run();
    expect(() => transitioner.add(listener))
      .to.throw(UsageError)
      .with.property('code', 'RUN_ENDED');
    expect(() => transitioner.run())
      .to.throw(UsageError)
      .with.property('code', 'RUN_TWICE');
  });

  it('rule 12: the last one may be followed: added on its last notice, the run goes on', async () => {
    const { transitioner, tracer } = makeRig({
      onNotice: () => {
        transitioner.add(brief, { socket });
      },
    });
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(
      kit.createMachine({
        ...ending,
        id: 'First',
        initial: 'Initial',
        states: {
          Initial: { on: { Start: { target: 'Dead', actions: notify({ kind: 'session' }) } } },
          Dead: { type: 'final' },
        },
      }),
    );
    const result = transitioner.run();
    expect(tracer.lines('end')).to.deep.equal([]);
    socket.peer.send({ mt: 'Go' });
    expect((await result).outcome).to.equal('finished');
  });
});
