import { expect } from 'chai';
import fc from 'fast-check';
import { MemorySocket } from '../../runtime/memory-socket.js';
import { makeRig, opened } from '../support/engine-kit.js';
import { inputs, machineOf, plans } from '../support/random-plans.js';
import { interpret } from '../support/rules-interpreter.js';

describe('random automatons', () => {
  it('rules 1 to 6: deliver, send and end as a plain recursive reading of the rules says', async () => {
    let deliveries = 0;
    await fc.assert(
      fc.asyncProperty(plans, inputs, async (given, arriving) => {
        const sockets = { S: await opened(new MemorySocket('S')), T: await opened(new MemorySocket('T')) };
        const { transitioner, tracer, clock } = makeRig();
        for (const plan of given) {
          const socket = plan.socket && sockets[plan.socket];
          transitioner.add(machineOf(plan), { nickname: plan.nickname, socket });
        }
        const result = transitioner.run();
        for (const { socket, mt } of arriving) sockets[socket].peer.send({ mt });
        clock.advance(0);
        const states = Object.values(transitioner.getSnapshot()).map(({ state }) => state);
        const lines = tracer.lines('deliver', 'discarded', 'refused', 'out', 'undelivered', 'dead');
        const expected = interpret(given, arriving);
        expect(lines).to.deep.equal(expected.lines);
        expect(states).to.deep.equal(expected.states);
        if (states.every((state) => state === 'Dead')) expect((await result).outcome).to.equal('finished');
        deliveries += tracer.lines('deliver').length;
      }),
      { numRuns: 400 },
    );
    // The generator makes something happen.
    expect(deliveries).to.be.greaterThan(1_500);
  });
});
