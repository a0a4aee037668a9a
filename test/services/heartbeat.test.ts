import { setImmediate as turn } from 'node:timers/promises';
import { expect } from 'chai';
import { SimulatedClock } from '../../runtime/clock.js';
import { Heartbeat } from '../../services/heartbeat.js';

/** A connection of which it is said here what it has received. */
function makeHeart(): { clock: SimulatedClock; heart: Heartbeat; seen: string[]; receive: () => void } {
  const clock = new SimulatedClock();
  const seen: string[] = [];
  let received = 0;
  const heart = new Heartbeat(clock, 1000, {
    ping: () => seen.push('ping'),
    received: () => received,
    silent: () => seen.push('silent'),
  });
  return {
    clock,
    heart,
    seen,
    receive: () => {
      received += 1;
    },
  };
}

describe('Heartbeat', () => {
  it('calls a peer silent that gave no sign of life for an interval after a ping', async () => {
    const { clock, seen } = makeHeart();
    clock.advance(2000);
    expect(seen).to.deep.equal(['ping']);
    await turn();
    expect(seen).to.deep.equal(['ping', 'silent']);
    expect(clock.pending).to.equal(0);
  });

  it('looks once more after reading: an answer that waited unread in a process that slept is life', async () => {
    const { clock, heart, seen, receive } = makeHeart();
    clock.advance(2000);
    receive();
    await turn();
    expect(seen).to.deep.equal(['ping', 'ping']);
    heart.stop();
  });

  it('says nothing more once it is stopped, also between the two looks', async () => {
    const { clock, heart, seen } = makeHeart();
    clock.advance(2000);
    heart.stop();
    await turn();
    clock.advance(10_000);
    expect(seen).to.deep.equal(['ping']);
    expect(clock.pending).to.equal(0);
  });
});
