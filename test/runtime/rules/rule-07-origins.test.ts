import { expect } from 'chai';
import { postEvent } from '../../../runtime/actions.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';
import { ending, kit, makeRig, opened } from '../../support/engine-kit.js';

const guarded = kit.createMachine({
  ...ending,
  id: 'Guarded',
  initial: 'Initial',
  states: {
    Initial: {
      on: {
        Start: {},
        WireOnly: 'Working',
        PostOnly: 'Working',
        EOF: 'Working',
        Timeout: 'Working',
        Open: 'Working',
      },
    },
    Working: { on: { Start: {} } },
    Dead: { type: 'final' },
  },
});

const poster = (mt: string) =>
  kit.createMachine({
    ...ending,
    id: 'Poster',
    initial: 'Initial',
    states: { Initial: { on: { Start: { actions: postEvent({ mt }) } } }, Dead: { type: 'final' } },
  });

describe('rule 7: origins', () => {
  it('rule 7: a message is taken from the origins that were declared, and from no other', async () => {
    for (const [mt, origin, state] of [
      ['WireOnly', 'wire', 'Working'],
      ['PostOnly', 'wire', 'Initial'],
      ['WireOnly', 'post', 'Initial'],
      ['PostOnly', 'post', 'Working'],
    ] as const) {
      const { transitioner, tracer } = makeRig();
      const socket = await opened(new MemorySocket('S'));
      const handle = transitioner.add(guarded, { socket });
      if (origin === 'post') transitioner.add(poster(mt));
      void transitioner.run();
      if (origin === 'wire') socket.peer.send({ mt });
      expect(handle.state, `${mt} by ${origin}`).to.equal(state);
      expect(tracer.lines('refused')).to.deep.equal(
        state === 'Initial' ? [`Guarded ${mt} (${origin}) in Initial`] : [],
      );
    }
  });

  const reserved = ['Start', 'Open', 'EOF', 'Timeout', 'xstate.stop', 'xstate.init', '*', ''].concat([
    'xstate.done.actor.x',
    'xstate.error.actor.x',
    'xstate.after.1000.Guarded',
    'xstate.',
  ]);

  for (const mt of reserved) {
    it(`rule 7: "${mt}" from the wire or by post changes nothing but the trace`, async () => {
      const { transitioner, tracer } = makeRig();
      const socket = await opened(new MemorySocket('S'));
      const handle = transitioner.add(guarded, { socket });
      transitioner.add(poster(mt));
      void transitioner.run();
      const before = handle.snapshot;
      socket.peer.send({ mt });
      expect(handle.snapshot).to.equal(before);
      expect(tracer.lines('refused')).to.deep.equal([
        `Guarded ${mt} (post) in Initial`,
        `Guarded ${mt} (wire) in Initial`,
      ]);
      expect(tracer.lines('deliver')).to.deep.equal(['Guarded Start', 'Poster Start']);
    });
  }

  for (const mt of [
    'UserPBXLoginSuccess',
    'constructor',
    'toString',
    '__proto__',
    'WireOnly.x',
    'WireOnly*',
  ]) {
    it(`rule 7: "${mt}", which nobody declared, never reaches XState`, async () => {
      const { transitioner, tracer } = makeRig();
      const socket = await opened(new MemorySocket('S'));
      const handle = transitioner.add(guarded, { socket });
      void transitioner.run();
      const before = handle.snapshot;
      socket.peer.send({ mt });
      expect(handle.snapshot).to.equal(before);
      expect(tracer.lines('discarded')).to.deep.equal([`Guarded ${mt} (wire) in Initial`]);
    });
  }

  it('rule 7: members of a message cannot pass for the event that carries it', async () => {
    const seen: unknown[] = [];
    const curious = kit.createMachine({
      ...ending,
      id: 'Curious',
      initial: 'Initial',
      states: {
        Initial: {
          on: {
            Start: {},
            WireOnly: {
              actions: ({ event }) => seen.push([event.type, event.origin, event.from, event.msg]),
            },
          },
        },
        Dead: { type: 'final' },
      },
    });
    const { transitioner } = makeRig();
    const socket = await opened(new MemorySocket('S'));
    transitioner.add(curious, { socket });
    void transitioner.run();
    const msg = { mt: 'WireOnly', type: 'Start', origin: 'runtime', from: 'me', msg: {} };
    socket.peer.send(msg);
    expect(seen).to.deep.equal([['WireOnly', 'wire', 'S', msg]]);
  });
});
