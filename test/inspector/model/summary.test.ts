import { expect } from 'chai';
import { summarize } from '../../../inspector/model/summary.js';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';

/** A recording that reached its cap in the middle of a run, which then ended like this. */
function capped(outcome: string): readonly TraceRecord[] {
  return [
    { seq: 1, t: 0, run: 1, kind: 'note', note: 'run', data: { automatons: ['Lister'] } },
    { seq: 2, t: 1, run: 1, kind: 'automaton', lane: 'Lister' },
    { seq: 3, t: 2, run: 1, kind: 'drop', count: 1, why: 'the trace has reached its cap of 2 records' },
    { seq: 4, t: 9, run: 1, kind: 'end', outcome, dropped: 70 },
  ];
}

describe('summarize', () => {
  it('says how a run ended whose recording reached its cap, and leaves nobody behind', () => {
    const { outcome, left, line } = summarize(TraceDocument.of(capped('finished')));
    expect(outcome).to.equal('Outcome: run 1: finished after 0.009 s.');
    expect(left).to.deep.equal([]);
    expect(line).to.match(/1 automaton \(0 left behind\).*70 records missing$/);
  });

  it('names who was left when the run did not finish', () => {
    const { outcome, left } = summarize(TraceDocument.of(capped('timeout')));
    expect(outcome).to.equal('Outcome: run 1: timeout after 0.009 s.');
    expect(left).to.deep.equal(['  Lister in no state: still running']);
  });

  it('leaves nobody behind in an imported log, which tells of no steps', () => {
    const log = [
      { seq: 1, t: 0, run: 1, kind: 'note', note: 'run', data: { automatons: [] } },
      { seq: 2, t: 1, run: 1, kind: 'automaton', lane: 'Lister', id: 'Lister' },
      { seq: 3, t: 2, run: 1, kind: 'post', lane: 'Lister', to: 'Other', mt: 'Done', body: { mt: 'Done' } },
    ] as const;
    const ended = [...log, { seq: 4, t: 9, run: 1, kind: 'end', outcome: 'finished' } as const];
    expect(summarize(TraceDocument.of(ended)).left).to.deep.equal([]);
    const own = [
      ...log,
      {
        seq: 4,
        t: 3,
        run: 1,
        kind: 'deliver',
        lane: 'Lister',
        mt: 'Start',
        origin: 'runtime',
        outcome: 'handled',
        state: 'Initial',
      } as const,
      { seq: 5, t: 9, run: 1, kind: 'end', outcome: 'finished' } as const,
    ];
    expect(summarize(TraceDocument.of(own)).left).to.have.length(1);
  });
});
