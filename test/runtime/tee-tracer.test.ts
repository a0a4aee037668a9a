import { expect } from 'chai';
import { teeTracer } from '../../runtime/tee-tracer.js';
import type { RunTracer } from '../../runtime/trace.js';
import { RecordingTracer } from '../support/recording-tracer.js';
import { snapshotsOf, loginMachine } from '../support/traces.js';

/** Calls everything that takes a cause with this one, and returns the numbers. */
function callAll(tracer: RunTracer, cause: number): number[] {
  const [before, after] = snapshotsOf(loginMachine, [{ type: 'Authenticate' }]);
  if (after === undefined) throw new Error('no snapshot');
  const msg = { mt: 'M' };
  return [
    tracer.dead('A', { why: 'finished' }, cause),
    tracer.socketConnecting('S', 'ws://s', cause),
    tracer.socketClosed('S', { code: 1000, reason: '' }, cause),
    tracer.messageIn('S', '{}', msg, cause),
    tracer.messageOut('S', '{}', msg, cause),
    tracer.post('A', undefined, msg, cause),
    tracer.undelivered('A', 'B', msg, 'gone', cause),
    tracer.deliver('A', 'wire', 'M', 'handled', 'Initial', cause),
    tracer.transition('A', before, after, cause),
    tracer.control('hold', {}, cause),
    tracer.notice('A', { kind: 'k' }, cause),
  ];
}

/** What is told without a cause. */
function callCauseless(tracer: RunTracer): void {
  tracer.runStarted(['A']);
  tracer.automaton('A', loginMachine, undefined);
  tracer.socketOpen('S', 'ws://s');
  tracer.nonsenseIn('S', 'x', 1, 'no');
  tracer.nonsenseOut('S', 'y', 1, 'no');
  tracer.note('text');
  tracer.log('runtime', 'A', 'text');
  tracer.timer('A', 'set', 1, 10, 0);
  tracer.runEnded('finished', {});
}

describe('teeTracer', () => {
  it('tells each tracer everything, and each cause by the number that this tracer gave', () => {
    const first = new RecordingTracer();
    const second = new RecordingTracer();
    for (let n = 0; n < 5; n += 1) second.note('its own');
    const tee = teeTracer([first, second]);
    callCauseless(tee);
    const cause = tee.messageIn('S', '{}', { mt: 'Cause' });
    const numbers = callAll(tee, cause);
    expect(new Set(numbers).size).to.equal(numbers.length);
    expect(second.records.slice(5).map(({ kind, text }) => ({ kind, text }))).to.deep.equal(
      first.records.map(({ kind, text }) => ({ kind, text })),
    );
    const own = first.records.findIndex(({ text }) => text === 'S Cause') + 1;
    expect(first.records.slice(own).map((record) => record.cause)).to.deep.equal(numbers.map(() => own));
    expect(second.records.slice(own + 5).map((record) => record.cause)).to.deep.equal(
      numbers.map(() => own + 5),
    );
  });

  it('a record that one of them did not make is no cause there, and nowhere if none did', () => {
    const all = new RecordingTracer();
    const few = new RecordingTracer();
    few.messageIn = () => 0;
    const tee = teeTracer([few, all]);
    const cause = tee.messageIn('S', '{}', { mt: 'M' });
    tee.deliver('A', 'wire', 'M', 'handled', 'Initial', cause);
    expect([few.records[0]?.cause, all.records[1]?.cause]).to.deep.equal([0, 1]);
    all.messageIn = () => 0;
    expect(tee.messageIn('S', '{}', { mt: 'M' })).to.equal(0);
  });

  it('forgets causes after 65,536 records, and never names a wrong one', () => {
    const first = new RecordingTracer();
    const second = new RecordingTracer();
    const tee = teeTracer([first, second]);
    const cause = tee.note('the cause');
    for (let n = 0; n < 65_534; n += 1) tee.note('');
    tee.deliver('A', 'wire', 'Late', 'handled', 'Initial', cause);
    tee.deliver('A', 'wire', 'TooLate', 'handled', 'Initial', cause);
    expect(first.records.slice(-2).map((record) => record.cause)).to.deep.equal([1, 0]);
    expect(second.records.slice(-2).map((record) => record.cause)).to.deep.equal([1, 0]);
  });

  it('a single tracer is not wrapped', () => {
    const only = new RecordingTracer();
    expect(teeTracer([only])).to.equal(only);
  });
});
