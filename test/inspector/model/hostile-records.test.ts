import { expect } from 'chai';
import fc from 'fast-check';
import { flowRow, isPrincipal } from '../../../inspector/model/flow-row.js';
import { matches, parseQuery } from '../../../inspector/model/query.js';
import { summarize } from '../../../inspector/model/summary.js';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { failingLogin } from '../../support/failing-login.js';

const query = parseQuery(
  'text -lane:a mt:* state:x run:1 gap>1 t>0 ctx:a.b has:problem has:discard has:error has:cut origin:wire dir:in',
).query;

/** Asks a document everything there is to ask. */
function askEverything(document: TraceDocument): void {
  for (const record of document.records) {
    const row = flowRow(document, record);
    expect([row.label, row.detail, row.text].every((text) => typeof text === 'string')).to.equal(true);
    for (const { lane } of row.to) expect(document.lanes[lane]).not.to.equal(undefined);
    isPrincipal(record, document);
    for (const condition of query.conditions)
      matches({ ...query, conditions: [condition] }, document, record);
    document.causesOf(record.seq);
  }
  for (const track of document.automatons) {
    for (const { seq } of document.records) {
      document.stateAt(track, seq);
      document.contextAt(track, seq);
    }
    document.touching(track, 'a.b');
    document.touching(track, '');
  }
  summarize(document);
}

const kinds = [...new Set(failingLogin().map(({ kind }) => kind)), 'drop', 'control', 'weather'];
const nasty = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom(
    '*',
    'A',
    'PBXWS',
    'handled',
    'in',
    '__proto__',
    '/a/b/0',
    'wss://[',
    ...[
      { toString: 1, valueOf: 1 },
      { cut: 'list', length: 7 },
      [{ op: 'add', path: '/a/b', value: 1 }],
      [null],
    ],
  ),
);
const names = [
  ...new Set(failingLogin().flatMap((record) => Object.keys(record))),
  ...['toString', '__proto__', 'constructor'],
].filter((name) => name !== 'seq' && name !== 't' && name !== 'kind');

describe('records of unknown origin', () => {
  it('never throw, whatever their members are', () => {
    const record = fc.record({
      seq: fc.integer({ min: -2, max: 12 }),
      t: fc.double(),
      kind: fc.constantFrom(...kinds),
      members: fc.dictionary(fc.constantFrom(...names), nasty, { maxKeys: 8 }),
      cause: fc.option(fc.integer({ min: -2, max: 12 })),
    });
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), (drawn) => {
        const records = drawn.map(({ members, cause, ...rest }) => ({
          ...members,
          ...(cause !== null && { cause }),
          ...rest,
        }));
        askEverything(TraceDocument.of(records as unknown as TraceRecord[]));
      }),
      { numRuns: 400 },
    );
  });

  it('never throw when a member of a real trace is missing or of another type', () => {
    for (const [at, record] of failingLogin().entries()) {
      for (const name of Object.keys(record)) {
        for (const value of [undefined, null, 7, {}, [], { toString: 1 }]) {
          const records = failingLogin();
          records[at] = { ...record, [name]: value };
          const document = TraceDocument.of(records);
          const changed = document.records[at];
          if (changed !== undefined) flowRow(document, changed);
          summarize(document);
        }
      }
    }
  }).timeout(20_000);

  it('are left out and counted when they are no records', () => {
    const nothing = [
      null,
      undefined,
      7,
      'x',
      [],
      {},
      { seq: 1 },
      { seq: '1', t: 0, kind: 'log' },
      { seq: 1, t: NaN, kind: 'log' },
    ];
    const document = new TraceDocument();
    document.append(nothing as unknown as TraceRecord[]);
    expect(document.length).to.equal(0);
    expect(document.ignored).to.equal(nothing.length);
  });

  it('do not hang when causes go in a circle, or fill the stack when values are deep', () => {
    let deep: unknown = 'end';
    for (let at = 0; at < 50_000; at += 1) deep = { a: deep };
    const path = '/a'.repeat(50_000);
    const records = [
      { seq: 1, t: 0, kind: 'post', lane: 'A', to: '*', mt: 'M', cause: 2, body: deep },
      {
        seq: 2,
        t: 0,
        kind: 'deliver',
        lane: 'A',
        origin: 'post',
        mt: 'M',
        outcome: 'handled',
        state: 'x',
        cause: 1,
      },
      { seq: 3, t: 0, kind: 'snapshot', lane: 'A', status: 'active', value: deep, context: { deep } },
      { seq: 4, t: 0, kind: 'snapshot', lane: 'A', status: 'active', patch: [{ op: 'add', path, value: 1 }] },
      {
        seq: 5,
        t: 0,
        kind: 'snapshot',
        lane: 'A',
        status: 'active',
        value: 'x',
        context: { deep: { ...(deep as object) } },
      },
      { seq: 6, t: 0, kind: 'transition', lane: 'A', changes: [], value: deep },
      { seq: 7, t: 0, kind: 'dead', lane: 'A', why: 'finished', output: deep, error: deep },
    ];
    const document = TraceDocument.of(records as unknown as TraceRecord[]);
    askEverything(document);
    expect(document.causesOf(1).map(({ seq }) => seq)).to.deep.equal([2]);
  });

  it('do not reach what is not theirs', () => {
    const record = JSON.parse(
      '{"seq":1,"t":0,"kind":"snapshot","lane":"A","context":{"__proto__":{"polluted":1}},"value":"x"}',
    ) as TraceRecord;
    const patch = JSON.parse(
      '{"seq":2,"t":0,"kind":"snapshot","lane":"A","value":"x","patch":[{"op":"add","path":"/__proto__/polluted","value":2},{"op":"add","path":"/constructor/prototype/polluted","value":3}]}',
    ) as TraceRecord;
    const document = TraceDocument.of([record, patch]);
    askEverything(document);
    expect(({} as { polluted?: number }).polluted).to.equal(undefined);
  });
});
