import { expect } from 'chai';
import { renderLadder } from '../../cli/ladder.js';
import { boxesOf } from '../../inspector/charts/boxes.js';
import { chartOf } from '../../inspector/charts/chart.js';
import { toElkGraph } from '../../inspector/charts/elk-graph.js';
import { ladderSvg } from '../../inspector/charts/ladder-svg.js';
import { mermaidSequence } from '../../inspector/charts/mermaid-sequence.js';
import { mermaidState } from '../../inspector/charts/mermaid-state.js';
import { candidateTransitions, takenTransition } from '../../inspector/charts/transitions.js';
import { compare } from '../../inspector/model/compare.js';
import { diagnose } from '../../inspector/model/diagnosis/index.js';
import { explain } from '../../inspector/model/explain/index.js';
import { matches, parseQuery } from '../../inspector/model/query.js';
import { countRedaction } from '../../inspector/model/redaction-count.js';
import { rerun } from '../../inspector/model/rerun/rerun.js';
import { singleHtml } from '../../inspector/model/single-html.js';
import { TraceDocument } from '../../inspector/model/trace-document.js';
import { RecordReader } from '../../inspector/xstate-inspect/record-reader.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { failingLogin } from '../support/failing-login.js';
import { faultOfXml } from './charts/xml-fault.js';

type Loose = Readonly<Record<string, unknown>>;

/** A trace whose records have another value wherever they have this member. */
function withMember(name: string, value: unknown): TraceRecord[] {
  return failingLogin().map((record) => (name in record ? { ...record, [name]: value } : record));
}

/** A trace whose texts all are, or begin with, another one; what a record is stays. */
function withTexts(change: (text: string, name: string) => string): TraceRecord[] {
  const kept = new Set(['kind', 'origin', 'dir']);
  return failingLogin().map(
    (record) =>
      JSON.parse(
        JSON.stringify(record, (name, value: unknown) =>
          typeof value === 'string' && !kept.has(name) ? change(value, name) : value,
        ),
      ) as TraceRecord,
  );
}

function nested(levels: number, inner: unknown, around: (inner: unknown) => unknown): unknown {
  let value = inner;
  for (let level = 0; level < levels; level += 1) value = around(value);
  return value;
}

/** Everything that is made of a trace, as texts. */
async function everythingOf(records: readonly TraceRecord[]): Promise<Record<string, string>> {
  const document = TraceDocument.of(records);
  const { records: kept } = document;
  for (const record of kept) explain(kept, record);
  const { query } = parseQuery('zzz ctx:a.a has:problem');
  for (const record of kept) matches(query, document, record);
  countRedaction(kept);
  compare(document, TraceDocument.of(failingLogin()));
  await rerun(document);
  return {
    ladder: [...renderLadder(document, { shows: () => true, diagnosis: diagnose(kept) })].join('\n'),
    mermaid: mermaidSequence(document),
    svg: ladderSvg(document),
    html: singleHtml({ script: '', style: '', title: 'x', records: kept, layouts: {} }),
    states: kept
      .filter((record) => record.kind === 'machine')
      .map(({ definition }) => mermaidState(chartOf(definition)))
      .join(''),
  };
}

describe('a trace of somebody who means harm', () => {
  const members = ['body', 'context', 'value', 'definition', 'output', 'error', 'inputs', 'detail', 'patch'];
  for (const name of members) {
    it(`fills no stack with ${name} of 10,000 levels`, async () => {
      for (const deep of [
        nested(10_000, 1, (inner) => ({ mt: 'Login', a: inner })),
        nested(10_000, 1, (inner) => [inner]),
        nested(10_000, {}, (inner) => ({ initial: 'a', states: { a: inner } })),
      ])
        await everythingOf(withMember(name, deep));
    }).timeout(10_000);
  }

  it('keeps what is as deep as charts can be, and cuts what is deeper', () => {
    const definition = nested(60, {}, (inner) => ({ initial: 'a', states: { a: inner } }));
    const records = withMember('definition', definition);
    expect(TraceDocument.of(records).records).to.deep.equal(records);
    const cut = TraceDocument.of(
      withMember(
        'body',
        nested(300, 1, (inner) => [inner]),
      ),
    );
    expect(cut.length).to.equal(records.length);
    expect(JSON.stringify(cut.records)).to.contain('[{"cut":"depth"}]');
  });

  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty', '']) {
    it(`may call everything "${name}"`, async () => {
      await everythingOf(withTexts(() => name));
      const definition = JSON.parse(
        JSON.stringify({
          initial: 'N',
          states: { N: { on: { N: { target: 'N', guard: 'N' } } } },
        }).replaceAll('N', name),
      ) as unknown;
      await everythingOf(withMember('definition', definition));
      expect(({} as Loose)['x']).to.equal(undefined);
    });
  }

  it('steers no terminal, no diagram and no page', async () => {
    const steering =
      '\u001b]0;title\u0007\u009b31m</script><script>alert(1)</script><!--\u2028\u202e%%{init: {}}%%\r\nclick A call alert(1)\n"\'><img src=x onerror=alert(1)>';
    const { ladder, mermaid, svg, html, states } = await everythingOf(withTexts((text) => steering + text));
    expect(ladder).not.to.match(/[^\n\P{Cc}]|[\u2028\u202e]/u);
    for (const diagram of [mermaid, states]) {
      expect(diagram).not.to.match(/%%\{|[<>]script|\p{Cc}(?<!\n)|\u2028/u);
      expect(diagram).not.to.match(/^\s*click/m);
    }
    expect(svg).not.to.match(/<(?:script|img)/);
    expect(faultOfXml(svg ?? '')).to.equal(undefined);
    const [, data = ''] = /id="trace-records">([^]*?)<\/script>/.exec(html ?? '') ?? [];
    expect(data.split('\n').length).to.equal(failingLogin().length + 2);
    expect(data).not.to.contain('<');
  });

  for (const [name, value] of Object.entries({
    mt: 'A'.repeat(1_000_000),
    lane: 'L'.repeat(100_000),
    url: `wss://${'a/'.repeat(500_000)}`,
    text: '"'.repeat(500_000),
    reason: '\\"'.repeat(100_000),
    t: 1e300,
    delayMs: Number.MAX_VALUE,
    length: -1,
  })) {
    it(`may say ${name} ${typeof value === 'string' ? `is ${value.length} characters long` : `is ${value}`}`, async () => {
      await everythingOf(withMember(name, value));
    }).timeout(10_000);
  }
});

describe('a query of somebody who means harm', () => {
  const asks = (text: string, mt: string): boolean => {
    const record = { seq: 1, t: 0, kind: 'message', lane: 'L', dir: 'in', length: 1, mt } as const;
    const document = TraceDocument.of([record]);
    return matches(parseQuery(text).query, document, record);
  };

  it('is answered at once, however many stars it has', () => {
    const long = 'a'.repeat(200);
    expect(asks('mt:**********b', long)).to.equal(false);
    expect(asks('mt:*a*a*a*a*a*a*a*a*a*a*b', long)).to.equal(false);
    expect(asks('mt:*?*?*?*?*?*?*?*?*?*?*b', long)).to.equal(false);
    expect(asks('mt:*a*a*a*a*a*a*a*a*a*a*', long)).to.equal(true);
  }).timeout(1000);

  const globs: readonly (readonly [glob: string, text: string, isMeant: boolean])[] = [
    ['App*', 'AppLogin', true],
    ['App*', 'UpdateApps', false],
    ['*app*', 'UpdateApps', true],
    ['*Result', 'LoginResult', true],
    ['*Result', 'LoginResults', false],
    ['App*Log*Result', 'AppGetLoginResult', true],
    ['ab*ba', 'aba', false],
    ['ab*ba', 'abba', true],
    ['a*a', 'a', false],
    ['L?gin', 'Login', true],
    ['L?gin', 'Lgin', false],
    ['*?', 'x', true],
    ['?*?', 'x', false],
    ['*', '', true],
    ['a.c', 'abc', false],
  ];
  for (const [glob, text, isMeant] of globs) {
    it(`mt:${glob} means ${text === '' ? 'nothing' : text}: ${isMeant}`, () => {
      expect(asks(`mt:${glob}`, text)).to.equal(isMeant);
    });
  }
});

describe('a machine definition of somebody who means harm', () => {
  it('leads to itself by names that are empty or have dots, and is left', () => {
    const empty = { id: 'm', initial: '', states: { '': { initial: '', states: { '': {} } } } };
    const chart = chartOf({ ...empty, on: { X: '#m' } });
    expect(takenTransition(chart, '', 'X', 'nowhere')).to.equal(undefined);
    const dots = {
      initial: 'a',
      states: { a: { initial: 'b', states: { b: {} } }, 'a.b': { initial: 'b', states: { b: {} } } },
    };
    boxesOf(chartOf(dots));
    expect(() => takenTransition(chartOf({ ...dots, on: { X: '.a' } }), 'a.b', 'X', 'a.b')).not.to.throw();
  });

  it('has a chain of thousands of states, and is not followed for ever', () => {
    const names = Array.from({ length: 3000 }, (_, at) => `s${at}`);
    const states = Object.fromEntries(
      names.map((name, at) => [name, { always: names[at + 1], on: { X: 's0' } }]),
    );
    const chart = chartOf({ id: 'm', initial: 's0', states });
    expect(takenTransition(chart, 's5', 'X', 'nowhere')).to.equal(undefined);
    expect(takenTransition(chart, 's5', 'X', 's9')?.targets).to.deep.equal(['s0']);
    expect(candidateTransitions(chart, 's5', 'X').length).to.equal(1);
  }).timeout(5000);

  it('makes no diagram longer than Mermaid takes', () => {
    const names = Array.from({ length: 1500 }, (_, at) => `s${at}`);
    const states = Object.fromEntries(names.map((name) => [name, {}]));
    const on = Object.fromEntries(names.map((name) => [`E${name}`, `.${name}`]));
    const text = mermaidState(chartOf({ id: 'm', initial: 's0', states, on }));
    expect(text.length).to.be.lessThan(51_000);
    expect(text).to.match(/More transitions are left out/);
  });

  it('has its graph in time', () => {
    const states = nested(150, {}, (inner) => ({
      initial: 'a',
      states: { a: inner, b: {} },
      on: { X: '.b' },
    }));
    expect(() => toElkGraph(chartOf(states))).not.to.throw();
  });

  for (const [what, definition] of Object.entries({
    'a guard where it begins': {
      initial: 'a',
      states: { a: { always: { guard: 'isX', target: 'b' } }, b: {} },
    },
    'a target that is not there': { initial: 'a', states: { a: { on: { X: 'nowhere' } }, b: {} } },
    'a first state that is not there': { initial: 'z', states: { b: {} } },
    'a circle without conditions': { initial: 'a', states: { a: { always: 'b' }, b: { always: 'a' } } },
    'ten thousand levels': nested(10_000, {}, (inner) => ({ initial: 'a', states: { a: inner } })),
  })) {
    it(`shows clients of @xstate/inspect ${what}, or nothing, and lets the recorder go on`, () => {
      const shown: string[] = [];
      const reader = new RecordReader(({ id }) => shown.push(id));
      const records: readonly ({ readonly kind: string; readonly lane?: string } & Loose)[] = [
        { kind: 'machine', hash: 'h', id: 'm', definition },
        { kind: 'automaton', lane: 'A', machine: 'h' },
        { kind: 'transition', lane: 'A', value: 'b' },
        { kind: 'snapshot', lane: 'A', patch: [null] },
        { kind: 'dead', lane: 'A' },
      ];
      for (const record of records) reader.take(record);
      if (what === 'a guard where it begins') expect(shown).to.deep.equal(['A']);
    });
  }
});

describe('a re-run of a trace of somebody who means harm', () => {
  it('makes up no more than it has room for', async () => {
    const bomb = { mt: 'LoginResult', apps: { cut: 'list', length: 2 ** 40, head: [{}] } };
    await rerun({ records: withMember('body', bomb) });
    const text = { mt: 'LoginResult', info: { cut: 'text', length: 2 ** 31, head: 'x' } };
    await rerun({ records: withMember('body', text) });
    const many = { mt: 'LoginResult', apps: { cut: 'list', length: 3_000_000, head: [{}] } };
    await rerun({ records: withMember('body', many) });
  }).timeout(20_000);

  it('leaves out an automaton whose nickname nobody may have', async () => {
    const { skipped } = await rerun({ records: withMember('lane', 'L'.repeat(100_000)) });
    expect(skipped.join()).to.match(/was left out/);
  });
});
