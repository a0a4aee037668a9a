import { expect } from 'chai';
import { postEvent } from '../../../runtime/actions.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import { ending, kit, makeRig, opened } from '../../support/engine-kit.js';
import { looksDuring } from '../../support/looks.js';

const many = 10_000;

const relay = kit.createMachine({
  ...ending,
  id: 'Relay',
  initial: 'Initial',
  states: {
    Initial: {
      on: {
        Start: {},
        Go: { actions: postEvent({ message: { mt: 'News' }, to: '7' }) },
        News: {},
        Ping: { actions: postEvent({ mt: 'News' }) },
        Stop: 'Dead',
      },
    },
    Dead: { type: 'final' },
  },
});

describe('rule 13: the cost of a delivery', () => {
  it('rule 13: with 10,000 automatons on 10,000 sockets a wire message and an addressed post look at one', async () => {
    const { transitioner, tracer } = makeRig();
    const sockets: MemorySocket[] = [];
    for (let at = 0; at < many; at += 1) {
      const socket = await opened(new MemorySocket(`S${at}`));
      sockets.push(socket);
      transitioner.add(relay, { nickname: String(at), socket });
    }
    void transitioner.run();
    tracer.records.length = 0;
    expect(looksDuring(() => sockets[4_000]?.peer.send({ mt: 'News' }))).to.equal(1);
    expect(tracer.lines('deliver', 'discarded')).to.deep.equal(['deliver 4000 News']);
    tracer.records.length = 0;
    expect(looksDuring(() => sockets[4_000]?.peer.send({ mt: 'Go' }))).to.equal(1);
    expect(tracer.lines('deliver', 'discarded')).to.deep.equal(['deliver 4000 Go', 'deliver 7 News']);
    tracer.records.length = 0;
    expect(looksDuring(() => sockets[4_000]?.peer.send({ mt: 'Ping' }))).to.equal(1 + many);
    expect(tracer.lines('deliver')).to.have.length(many);
  });

  it('rule 13: those that have stopped cost nothing in the long run', async () => {
    const { transitioner } = makeRig({ tracer: undefined });
    const socket = await opened(new MemorySocket('S'));
    for (let at = 0; at < 1_000; at += 1) {
      transitioner.add(at === 500 ? survivor : relay, { nickname: String(at), socket });
    }
    void transitioner.run();
    socket.peer.send({ mt: 'Stop' });
    expect(
      looksDuring(() => {
        socket.peer.send({ mt: 'News' });
      }),
    ).to.equal(1);
    expect(
      looksDuring(() => {
        socket.peer.send({ mt: 'Ping' });
      }),
    ).to.equal(2);
  });
});

/** Stays when all others stop; its broadcast looks at itself only. */
const survivor = kit.createMachine({
  ...ending,
  id: 'Survivor',
  initial: 'Initial',
  states: {
    Initial: { on: { Start: {}, News: {}, Ping: { actions: postEvent({ mt: 'News' }) } } },
    Dead: { type: 'final' },
  },
});
