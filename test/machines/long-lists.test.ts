import { expect } from 'chai';
import { DeviceLister } from '../../machines/device-lister.js';
import { UserLister } from '../../machines/user-lister.js';
import { SimulatedClock } from '../../runtime/clock.js';
import type { AnyMessage } from '../../runtime/message.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { drive } from '../support/drive.js';
import { PureAutomaton } from '../support/pure-automaton.js';

const user = { sip: 'ckl', domain: 'sample.dom' };

/** Counts how often somebody reads an element: work that a clock on a busy machine cannot count. */
class CountedRows {
  reads = 0;
  readonly #handler: ProxyHandler<object[]> = {
    get: (rows, name, receiver) => {
      if (typeof name === 'string' && /^\d+$/.test(name)) this.reads += 1;
      return Reflect.get(rows, name, receiver) as unknown;
    },
  };

  chunk(first: number, length: number): object[] {
    return new Proxy(
      Array.from({ length }, (_none, at) => ({ id: first + at })),
      this.#handler,
    );
  }
}

/** Reads of elements for a list in chunks, from the first chunk to the output. */
function readsOfDeviceList(chunks: number, chunkLength: number): number {
  const counted = new CountedRows();
  const lister = new PureAutomaton(DeviceLister, undefined).start();
  for (let at = 0; at < chunks; at += 1) {
    const before = lister.snapshot.context.devices;
    const rows = counted.chunk(at * chunkLength, chunkLength);
    // As a value, not as text: so that it can be seen that the very same array is kept.
    const msg = { mt: 'GetDevicesResult', devices: rows, last: at === chunks - 1 } as const;
    lister.send({ type: msg.mt, msg, origin: 'wire', from: 'S' });
    const after = lister.snapshot.context.devices;
    expect(after?.rows, 'the chunk is kept as it came').to.equal(rows);
    expect(after?.previous, 'what was there is not copied').to.equal(before);
  }
  expect(lister.output)
    .to.have.property('devices')
    .with.lengthOf(chunks * chunkLength);
  return counted.reads;
}

describe('long lists', () => {
  it('of devices: work grows with their number, nothing is copied per chunk, no context is changed', () => {
    const reads = readsOfDeviceList(100, 100);
    // Each row is looked at when it comes and when the output is made; freezing in this test costs one more.
    expect(reads).to.be.within(10_000, 60_000);
    expect(readsOfDeviceList(1_000, 100)).to.be.at.most(10 * reads);
  });

  it('of users: each row costs one link of the chain, no context is changed', () => {
    const lister = new PureAutomaton(UserLister, { user })
      .start()
      .wire({ mt: 'NumUsersResult', numUsers: 2_000 });
    for (let id = 0; id < 2_000; id += 1) {
      const before = lister.snapshot.context.users;
      lister.wire({ mt: 'ReadUserInfo', id });
      const after = lister.snapshot.context.users;
      expect(after?.previous).to.equal(before);
      expect(after?.rows).to.have.lengthOf(1);
    }
    expect(lister.wire({ mt: 'ReadUserResult' }).output)
      .to.have.property('users')
      .with.lengthOf(2_000);
  });

  it('of 100,000 devices in 1,000 chunks arrive whole and in order', async () => {
    const clock = new SimulatedClock();
    const socket = new MemorySocket('INNOVAPHONE-DEVICES--WS', 'memory:devices', {
      clock,
      onMessage: (_message, peer) => {
        for (let chunk = 0; chunk < 1_000; chunk += 1) {
          const devices = Array.from({ length: 100 }, (_none, at) => ({ id: chunk * 100 + at }));
          peer.send({ mt: 'GetDevicesResult', devices, last: chunk === 999 } as AnyMessage);
        }
      },
    });
    const transitioner = new Transitioner({ clock });
    const lister = transitioner.add(DeviceLister, { socket });
    expect(await drive(transitioner.run(), clock)).to.have.property('outcome', 'finished');
    const { output } = lister;
    if (output?.ok !== true) throw new Error('The list failed.');
    expect(output.devices).to.have.lengthOf(100_000);
    expect(output.devices.every(({ id }, at) => id === at)).to.equal(true);
  });

  it('of 50,000 users in pages of 500 arrive whole and in order', async () => {
    const clock = new SimulatedClock();
    const offsets: number[] = [];
    const socket = new MemorySocket('INNOVAPHONE-USERS--WS', 'memory:users', {
      clock,
      onMessage: (message, peer) => {
        if (message.mt === 'NumUsers') {
          peer.send({ mt: 'NumUsersResult', numUsers: 50_000 } as AnyMessage);
          return;
        }
        const offset = Number(message['offset']);
        offsets.push(offset);
        for (let id = offset; id < Math.min(offset + 500, 50_000); id += 1)
          peer.send({ mt: 'ReadUserInfo', id } as AnyMessage);
        peer.send({ mt: 'ReadUserResult' });
      },
    });
    const transitioner = new Transitioner({ clock });
    const lister = transitioner.add(UserLister, { socket, input: { user } });
    expect(await drive(transitioner.run(), clock)).to.have.property('outcome', 'finished');
    const { output } = lister;
    if (output?.ok !== true) throw new Error('The list failed.');
    expect(output.users).to.have.lengthOf(50_000);
    expect(output.users.every(({ id }, at) => id === at)).to.equal(true);
    expect(offsets).to.deep.equal(Array.from({ length: 100 }, (_none, at) => at * 500));
  });
});
