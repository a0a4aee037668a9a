import { expect } from 'chai';
import { isShown, matches, parseQuery, queryWord } from '../../../inspector/model/query.js';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import type { StateValue } from 'xstate';
import type { PatchOperation, TraceRecord } from '../../../runtime/trace-records.js';
import { failingLogin } from '../../support/failing-login.js';

function replace(path: string, value: unknown): PatchOperation {
  return { op: 'replace', path, value };
}

const document = TraceDocument.of(failingLogin());

function found(text: string): number[] {
  const { query, problems } = parseQuery(text);
  expect(problems).to.deep.equal([]);
  return document.records.filter((record) => matches(query, document, record)).map(({ seq }) => seq);
}

describe('a query line', () => {
  const cases: readonly (readonly [string, readonly number[]])[] = [
    ['mt:Login', [12, 18]],
    ['mt:login', [12, 18]],
    ['mt:Login*', [12, 18, 22, 23, 29]],
    ['mt:LoginResul?', [22, 23, 29]],
    ['mt:Login mt:UpdateUser', [12, 18, 19, 20]],
    ['mt:Login -ckl', [12]],
    ['kind:message dir:out', [12, 18]],
    ['dir:IN mt:LoginResult', [22]],
    ['lane:"PBX pbx.sample*" kind:message', [12, 13, 18, 19, 21, 22]],
    ['lane:"PBX pbx.sample" kind:message', []],
    ['lane:"userpbxlogin" kind:message', [12, 13, 18, 19, 22]],
    ['lane:"userpbx" kind:message', []],
    ['state:"Initial.awaitingLoginResult" kind:message kind:transition', [17, 19, 22]],
    ['state:"Initial.awaitingLogin" kind:message kind:transition', []],
    ['lane:lister kind:post', [25]],
    ['lane:userpbx kind:message', [12, 13, 18, 19, 22]],
    ['state:awaitingLoginResult kind:message kind:transition', [17, 19, 22]],
    ['origin:runtime', [11]],
    ['origin:wire kind:deliver', [14, 20, 23]],
    ['origin:post', [25, 26, 27]],
    ['has:mismatch', [24]],
    ['has:discard', [19, 20, 25, 27]],
    ['has:undelivered', [29]],
    ['has:error', [22, 30]],
    ['has:problem -kind:end', [19, 21, 24, 29, 30, 32]],
    ['gap>2s', [22, 31]],
    ['gap>=5000ms', [31]],
    ['gap<=5000 gap>1000', [22, 31]],
    ['t>7.5s kind:dead', [32]],
    ['t<0.05min t>1s kind:message', [22]],
    ['seq:34', []],
    ['seq:12 seq:13', [12, 13]],
    ['seq>31 seq<33', [32]],
    ['run:2', []],
    ['"Authentication failed"', [22, 30]],
    ['"authentication FAILED" kind:dead', [30]],
    ['errorText', [22]],
    ['"digest is wrong"', [24]],
    ['wss://pbx.sample.dom', [5, 10]],
  ];
  for (const [text, seqs] of cases) {
    it(`${text} finds ${seqs.length === 0 ? 'nothing' : seqs.join(', ')}`, () => {
      expect(found(text)).to.deep.equal(seqs);
    });
  }

  it('finds everything when it is empty', () => {
    expect(found('')).to.have.length(document.length);
    expect(found('  ')).to.have.length(document.length);
  });

  it('finds the snapshots that touch a context member', () => {
    const attempts = found('ctx:attempt');
    expect(attempts.length).to.be.greaterThan(0);
    for (const seq of attempts) expect(document.bySeq(seq)?.kind).to.equal('snapshot');
    expect(found('ctx:nothing')).to.deep.equal([]);
  });

  it('finds a context member by its name at any depth, and by its path', () => {
    const context = { attempt: 1, judgement: { isFine: true, session: { usr: 'a' } } };
    const grown = TraceDocument.of([
      { seq: 1, t: 1, kind: 'snapshot', lane: 'A', status: 'active', value: 'S', context },
      {
        seq: 2,
        t: 2,
        kind: 'snapshot',
        lane: 'A',
        status: 'active',
        value: 'S',
        patch: [replace('/attempt', 2)],
      },
      {
        seq: 3,
        t: 3,
        kind: 'snapshot',
        lane: 'A',
        status: 'active',
        value: 'S',
        patch: [replace('/judgement', { isFine: true, session: { usr: 'b' } })],
      },
    ]);
    const seqs = (text: string): number[] =>
      grown.records.filter((record) => matches(parseQuery(text).query, grown, record)).map(({ seq }) => seq);
    expect(seqs('ctx:session')).to.deep.equal([1, 3]);
    expect(seqs('ctx:usr')).to.deep.equal([1, 3]);
    expect(seqs('ctx:isFine')).to.deep.equal([1]);
    expect(seqs('ctx:attempt')).to.deep.equal([1, 2]);
    expect(seqs('ctx:judgement.session')).to.deep.equal([1, 3]);
    expect(seqs('ctx:session.usr')).to.deep.equal([]);
  });

  it('with a state in quotes means it and what is in it, also beside a parallel one', () => {
    const step = (seq: number, value: StateValue): TraceRecord => ({
      seq,
      t: seq,
      kind: 'transition',
      lane: 'A',
      changes: [],
      value,
    });
    const values = ['Initial', { Initial: 'a' }, { InitialB: 'a' }, { P: { Initial: 'a', q: 'b' } }];
    const moves = TraceDocument.of(values.map((value, at) => step(at + 1, value as StateValue)));
    const { query } = parseQuery('state:"Initial"');
    const seqs = moves.records.filter((record) => matches(query, moves, record)).map(({ seq }) => seq);
    expect(seqs).to.deep.equal([1, 2]);
  });

  it('finds what is masked or shortened', () => {
    const seqs = found('has:cut');
    expect(seqs).to.include(18);
    for (const seq of seqs) expect(document.bySeq(seq)?.cut).not.to.equal(undefined);
  });

  it('asks again when the document has grown', () => {
    const records = failingLogin();
    const growing = TraceDocument.of(records.slice(0, 10));
    const { query } = parseQuery('ctx:attempt');
    const count = (): number => growing.records.filter((record) => matches(query, growing, record)).length;
    const before = count();
    growing.append(records.slice(10));
    expect(count()).to.be.greaterThan(before);
  });

  it('shows records without a row of their own when it asks for them', () => {
    const shown = (text: string): string[] => {
      const { query } = parseQuery(text);
      return [
        ...new Set(document.records.filter((one) => isShown(query, document, one)).map(({ kind }) => kind)),
      ];
    };
    expect(shown('')).not.to.include('snapshot');
    expect(shown('kind:snapshot')).to.deep.equal(['snapshot']);
    expect(shown('ctx:attempt')).to.deep.equal(['snapshot']);
    expect(shown('seq:14')).to.deep.equal(['deliver']);
    expect(shown('seq>13')).not.to.include('deliver');
    expect(shown('-kind:log')).not.to.include('snapshot');
  });

  const nonsense: readonly (readonly [string, string])[] = [
    ['gap>abc', 'gap>abc: give a number of milliseconds, e.g. gap>500ms.'],
    ['t>1.5h', 't>1.5h: give seconds since the start, e.g. t>1.5s.'],
    ['seq>x', 'seq>x: give the number of a record, e.g. seq>100.'],
    ['run:one', 'run:one: give the number of a run, e.g. run:2.'],
    ['dir:up', 'dir:up: write one of dir:in, dir:out.'],
    [
      'has:luck',
      'has:luck: write one of has:mismatch, has:discard, has:problem, has:cut, has:undelivered, has:error.',
    ],
    ['mt:', 'mt:: say what to look for after mt:.'],
    ['mt>5', 'mt>5: write mt: with a colon.'],
    ['lane:"x', 'lane:"x: the quote has no end; write "…" around the text.'],
  ];
  for (const [text, problem] of nonsense) {
    it(`says what is wrong with ${text} and leaves it out`, () => {
      const { query, problems } = parseQuery(`${text === 'lane:"x' ? '' : 'kind:post '}${text}`);
      expect(problems).to.deep.equal([problem]);
      if (text !== 'lane:"x') expect(query.conditions).to.have.length(1);
    });
  }

  it('says that a name is none, and looks for the text', () => {
    const { query, problems } = parseQuery('sip:ckl');
    expect(problems).to.have.length(1);
    expect(problems[0])
      .to.include('sip: is no word of a query (mt:, lane:')
      .and.include('write "sip:ckl" in quotes');
    expect(query.conditions).to.have.length(1);
    expect(parseQuery('"sip:ckl"').problems).to.deep.equal([]);
  });

  it('takes any text as the value of a word', () => {
    for (const value of ['a b', 'a"b', 'a\\b', '-x', '(', '*[', 'x:y']) {
      const { query, problems } = parseQuery(queryWord('lane', value));
      expect(problems, value).to.deep.equal([]);
      expect(query.conditions).to.have.length(1);
    }
  });

  it('never throws', () => {
    for (const text of [
      '"',
      '-',
      '--',
      ':',
      '>',
      'mt:*(',
      'mt:[',
      '\\',
      '"\\',
      '-"',
      'a:"b"c',
      'constructor:x',
      '__proto__:x',
    ]) {
      const { query } = parseQuery(text);
      for (const record of document.records) matches(query, document, record);
    }
  });

  it('filters 50,000 records quickly', () => {
    const base = failingLogin();
    const records = Array.from({ length: 50_000 }, (_, at) => {
      const record = base[at % base.length];
      if (record === undefined) throw new Error('no record');
      return { ...record, seq: at + 1, cause: undefined } as unknown as (typeof base)[number];
    });
    const large = TraceDocument.of(records);
    const { query } = parseQuery('"authentication failed" -kind:dead');
    const start = process.cpuUsage();
    const count = large.records.filter((record) => matches(query, large, record)).length;
    const { user, system } = process.cpuUsage(start);
    expect(count).to.be.within(1500, 1530);
    // A tenth of that is expected; a busy machine must not make it fail.
    expect((user + system) / 1000).to.be.lessThan(1000);
  });
});
