import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { chartOf, takenOf, tellsTaken } from '../../../inspector/charts/index.js';
import type { Chart } from '../../../inspector/charts/index.js';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import type { DeliverRecord, TraceRecord, TransitionRecord } from '../../../runtime/trace-records.js';

const chart = chartOf({
  id: 'm',
  initial: 'a',
  on: { go: '.c' },
  states: {
    a: {
      on: { go: [{ guard: 'isBad', target: 'b' }, { guard: 'isGood', target: 'b' }, 'through'], stay: {} },
      after: { 50: 'c' },
    },
    b: {},
    through: { always: [{ guard: 'isBad', target: 'c' }, { target: 'b' }] },
    c: {},
  },
});

function delivery(members: Partial<Record<keyof DeliverRecord, unknown>>): DeliverRecord {
  const plain = {
    seq: 1,
    t: 0,
    kind: 'deliver',
    lane: 'A',
    origin: 'wire',
    mt: 'go',
    outcome: 'handled',
    state: 'a',
  };
  return { ...plain, ...members } as DeliverRecord;
}

function named(record: DeliverRecord | TransitionRecord, to?: string): string[] {
  return takenOf(chart, record, to).map(
    ({ source, guard, targets }) => `${source} ${guard ?? '-'} ${targets.join()}`,
  );
}

describe('takenOf', () => {
  it('names what the trace tells, by place, with what followed', () => {
    expect(named(delivery({ taken: [{ from: 'a', at: 1, guard: 'isGood' }] }))).to.deep.equal(['a isGood b']);
    const both = [
      { from: 'a', at: 2 },
      { from: 'through', on: '', at: 1 },
    ];
    expect(named(delivery({ taken: both }))).to.deep.equal(['a - through', 'through - b']);
    expect(named(delivery({ taken: [{ from: '', at: 0 }] }))).to.deep.equal([' - c']);
  });

  it('names what was taken for a timer', () => {
    const record = { seq: 1, t: 0, kind: 'transition', lane: 'A', changes: [], value: 'c' } as const;
    const taken = [{ from: 'a', on: 'xstate.after.50.m.a', at: 0 }];
    expect(named({ ...record, taken })).to.deep.equal(['a - c']);
    expect(named(record)).to.deep.equal([]);
  });

  it('of a trace that does not tell: what it was by where it led, or the only way', () => {
    expect(named(delivery({}), 'b')).to.deep.equal(['a isBad b']);
    expect(named(delivery({ mt: 'stay' }))).to.deep.equal(['a - ']);
    expect(named(delivery({ state: 'b' }), 'c')).to.deep.equal([' - c']);
    expect(named(delivery({ outcome: 'discarded' }))).to.deep.equal([]);
    expect(named(delivery({ mt: 'unheard' }))).to.deep.equal([]);
  });

  it('takes what a file tells for no more than it is', () => {
    for (const taken of [
      7,
      {},
      [],
      [null],
      [{ from: 'a', at: 9 }],
      [{ from: 7, at: 'x' }],
      [{ from: 'gone', at: 0 }],
    ])
      expect(named(delivery({ taken }), 'b'), JSON.stringify(taken)).to.deep.equal(['a isBad b']);
    expect(tellsTaken(delivery({ taken: 7 }))).to.equal(false);
  });

  it('finds every transition of recorded logins in the charts, under its guard', () => {
    let guards = 0;
    let steps = 0;
    for (const name of ['good-login', 'wrong-app-password', 'hung-login']) {
      const text = readFileSync(new URL(`../../../inspector/samples/${name}.jsonl`, import.meta.url), 'utf8');
      const records = text
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as TraceRecord);
      const document = TraceDocument.of(records);
      const charts = new Map<string, Chart>();
      for (const record of records) {
        if (record.kind === 'machine') charts.set(record.hash, chartOf(record.definition, record.hash));
        if (record.kind === 'deliver' && record.outcome === 'handled')
          expect(tellsTaken(record), `${name} ${record.seq}`).to.equal(true);
        if ((record.kind !== 'deliver' && record.kind !== 'transition') || record.taken === undefined)
          continue;
        const own = charts.get(document.automaton(record.run ?? 0, record.lane)?.machineHash ?? '');
        const found = own === undefined ? [] : takenOf(own, record);
        expect(found.map(({ guard }) => guard)).to.deep.equal(record.taken.map(({ guard }) => guard));
        steps += 1;
        guards += found.filter(({ guard }) => guard !== undefined).length;
      }
    }
    expect(steps).to.be.above(50);
    expect(guards).to.be.above(10);
  });
});
