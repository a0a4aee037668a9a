import { expect } from 'chai';
import fc from 'fast-check';
import { SimulatedClock, systemClock } from '../../runtime/clock.js';

describe('SimulatedClock', () => {
  it('fires timers in order of time, then in the order in which they were set', () => {
    const clock = new SimulatedClock();
    const fired: string[] = [];
    for (const [name, delayMs] of Object.entries({ c: 30, a: 10, b1: 20, b2: 20 })) {
      clock.setTimeout(() => fired.push(`${name} at ${clock.now()}`), delayMs);
    }
    clock.advance(20);
    expect(fired).to.deep.equal(['a at 10', 'b1 at 20', 'b2 at 20']);
    expect([clock.now(), clock.pending]).to.deep.equal([20, 1]);
  });

  it('fires a timer that sets itself again at each of its moments', () => {
    const clock = new SimulatedClock();
    const moments: number[] = [];
    const tick = (): void => {
      moments.push(clock.now());
      clock.setTimeout(tick, 10);
    };
    clock.setTimeout(tick, 10);
    clock.advance(35);
    expect(moments).to.deep.equal([10, 20, 30]);
  });

  it('does not fire what was cancelled, even by a timer of the same moment', () => {
    const clock = new SimulatedClock();
    const fired: string[] = [];
    const second = (): unknown => timers[1];
    const timers: unknown[] = [
      clock.setTimeout(() => {
        fired.push('first');
        clock.clearTimeout(second());
      }, 10),
      clock.setTimeout(() => fired.push('second'), 10),
    ];
    clock.clearTimeout(undefined);
    clock.advance(10);
    expect(fired).to.deep.equal(['first']);
    expect(clock.pending).to.equal(0);
  });

  it('goes to the next timer and fires that one', () => {
    const clock = new SimulatedClock();
    const fired: string[] = [];
    clock.setTimeout(() => fired.push('a'), 10);
    clock.setTimeout(() => fired.push('b'), 10);
    expect(clock.advanceToNext()).to.equal(true);
    expect([fired.join(), clock.now()]).to.deep.equal(['a', 10]);
    expect([clock.advanceToNext(), clock.advanceToNext(), clock.now()]).to.deep.equal([true, false, 10]);
  });

  it('takes a delay that is negative or no number as none', () => {
    const clock = new SimulatedClock();
    const fired: number[] = [];
    for (const delayMs of [-5, NaN]) clock.setTimeout(() => fired.push(clock.now()), delayMs);
    clock.advance(0);
    expect(fired).to.deep.equal([0, 0]);
  });

  it('never goes back', () => {
    const clock = new SimulatedClock();
    for (const durationMs of [-1, NaN])
      expect(() => {
        clock.advance(durationMs);
      }).to.throw(RangeError);
    clock.setTimeout(() => {
      clock.advance(100);
    }, 10);
    clock.advance(20);
    expect(clock.now()).to.equal(110);
  });

  it('goes on after a callback that threw', () => {
    const clock = new SimulatedClock();
    clock.setTimeout(() => {
      throw new Error('broken');
    }, 10);
    expect(() => {
      clock.advance(20);
    }).to.throw('broken');
    clock.advance(20);
    expect([clock.now(), clock.pending]).to.deep.equal([30, 0]);
  });

  it('fires each timer once at its moment, in however many steps it goes', () => {
    const delays = fc.array(fc.nat(100));
    fc.assert(
      fc.property(delays, fc.array(fc.nat(30)), (delaysMs, steps) => {
        const clock = new SimulatedClock();
        const fired: number[] = [];
        for (const delayMs of delaysMs) clock.setTimeout(() => fired.push(clock.now()), delayMs);
        for (const step of [...steps, 100]) clock.advance(step);
        expect(fired).to.deep.equal([...delaysMs].sort((a, b) => a - b));
      }),
    );
  });
});

describe('systemClock', () => {
  it('calls back, later', (done) => {
    const before = systemClock.now();
    systemClock.setTimeout(() => {
      expect(systemClock.now()).to.be.at.least(before);
      done();
    }, 0);
  });

  it('does not call back what was cancelled, nor at once what is far away', (done) => {
    const far = systemClock.setTimeout(() => {
      done(new Error('a far timer fired at once'));
    }, 1e12);
    const cancelled = systemClock.setTimeout(() => {
      done(new Error('a cancelled timer fired'));
    }, 0);
    systemClock.clearTimeout(cancelled);
    systemClock.setTimeout(() => {
      systemClock.clearTimeout(far);
      done();
    }, 2);
  });
});
