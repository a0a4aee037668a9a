import { expect } from 'chai';
import { ladderSvg } from '../../../inspector/charts/ladder-svg.js';
import { mermaidSequence } from '../../../inspector/charts/mermaid-sequence.js';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { failingLogin } from '../../support/failing-login.js';
import { faultOfXml } from './xml-fault.js';

const failing = TraceDocument.of(failingLogin());

/** A trace of many messages on one socket. */
function longTrace(length: number, text = 'x'): TraceDocument {
  const head: TraceRecord = {
    seq: 1,
    t: 0,
    kind: 'head',
    format: 'pbx-automata-trace',
    version: 1,
    start: '2026-11-20T17:40:18.000Z',
    versions: {},
    redaction: 'revealed',
    lanes: [],
  };
  const messages = Array.from({ length }, (_, at): TraceRecord => {
    const body = { mt: 'Note', text };
    return { seq: at + 2, t: at, kind: 'message', lane: 'S', dir: 'in', length: 2, mt: 'Note', body };
  });
  return TraceDocument.of([head, ...messages]);
}

describe('mermaidSequence', () => {
  it('draws messages solid, posts dashed, states as notes, silence and trouble', () => {
    const text = mermaidSequence(failing);
    expect(text.split('\n')).to.include.members([
      'sequenceDiagram',
      '  participant L0 as PBX pbx.sample.dom',
      '  participant L2 as UserPBXLogin (UserPBXLoginAutomaton)',
      '  L2->>L0: Login type=user userAgent="list (sample)"',
      '  L0-xL2: ⚠ UpdateUser text="evil \\u001b[2J "',
      '  Note over L2: Initial: awaitingChallenge → awaitingLoginResult',
      '  L2-#45;>>L3: UserPBXLoginFailure'.replace('#45;', '-'),
      '  Note over L0,L4: … 2.500 s of silence …',
      '  Note over L0,L4: ⚠ run 1 ended: timeout',
    ]);
  });

  it('holds only lines that Mermaid knows, whatever peers send', () => {
    const nasty =
      'end; loop # %%{init: {}}%%\n-->> Note over L0: "x" <br/> $$x$$ style a:b#59; \u2028\u0007 classDef x;';
    const lines = mermaidSequence(longTrace(2, nasty)).trimEnd().split('\n').slice(1);
    for (const line of lines)
      expect(line).to.match(
        /^ {2}(participant L\d+ as |Note over L\d+(,L\d+)?: |L\d+--?(>>|x)L\d+: )([^#;%<>&$]|#\d+;)+$/u,
      );
    expect(lines.some((line) => line.includes('loop'))).to.equal(true);
  });

  it('stays below the 50,000 characters that Mermaid takes, and says what it left out', () => {
    const text = mermaidSequence(longTrace(3000, 'y'.repeat(100)));
    expect(text.length).to.be.within(45_000, 50_000);
    expect(text).to.match(/Note over L0,L1: \d+ more rows are left out/);
  });

  it('shows a range, or what happens on some lanes', () => {
    expect(mermaidSequence(failing, { from: 22, to: 22 }).match(/->>/g)).to.have.length(1);
    const lane = mermaidSequence(failing, { lanes: ['DeviceLister'] });
    expect(lane)
      .to.include('participant L0 as DeviceLister')
      .and.not.match(/Authenticate|L1/);
    expect(mermaidSequence(failing, { lanes: ['nobody'] })).to.include('Nothing to show');
  });

  it('says that secrets are readable in a private trace', () => {
    expect(mermaidSequence(longTrace(1))).to.include('PRIVATE');
    expect(mermaidSequence(failing)).not.to.include('PRIVATE');
  });
});

describe('ladderSvg', () => {
  it('is an XML document, whatever peers send', () => {
    for (const text of ['<script>alert(1)</script>', ']]>&amp;"\'', '\u0000\u001b\ud800\uffff']) {
      const svg = ladderSvg(longTrace(2, text));
      expect(faultOfXml(svg)).to.equal(undefined);
      expect(svg).not.to.include('<script');
    }
    expect(faultOfXml(ladderSvg(failing))).to.equal(undefined);
  });

  it('shows every principal row with its number, and trouble by a mark and not by colour only', () => {
    const svg = ladderSvg(failing);
    expect([...svg.matchAll(/data-seq="(\d+)"/g)].map(([, seq]) => Number(seq))).to.include.members([
      12, 13, 19, 22, 25,
    ]);
    const row = svg.split('\n').find((line) => line.startsWith('<g data-seq="19"'));
    expect(row).to.include('>!</text>').and.include('UpdateUser discarded by UserPBXLogin');
    expect(svg).to.include('stroke-dasharray="5 4"').and.include('2.500 s of silence');
    expect(svg).to.match(/<title>[^<]+<\/title><desc>\d+ rows on 5 lanes/);
  });

  it('is light, dark, or what the reader has', () => {
    expect(ladderSvg(failing)).to.include('prefers-color-scheme:dark');
    const [light, dark] = (['light', 'dark'] as const).map((scheme) => ladderSvg(failing, { scheme }));
    expect(light).to.include('fill="#ffffff"').and.not.include('<style');
    expect(dark).to.include('fill="#12161c"').and.not.include('<style');
  });

  it('cuts what no program would show, and says so', () => {
    const svg = ladderSvg(longTrace(5100));
    expect(svg).to.include('100 more rows are left out').and.include('PRIVATE');
    expect(ladderSvg(TraceDocument.of([]))).to.include('There is nothing to show.');
  });

  it('shows the rows that it is told', () => {
    const svg = ladderSvg(failing, { seqs: [22, 25] });
    expect([...svg.matchAll(/data-seq="(\d+)"/g)].map(([, seq]) => seq)).to.deep.equal(['22', '25']);
  });
});
