import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { encode } from '../../runtime/exact-json.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { failingLogin } from '../support/failing-login.js';
import { faultOfXml } from '../inspector/charts/xml-fault.js';
import { call, Captured, temporaryFolder } from './cli-kit.js';

describe('cli export', () => {
  const folder = temporaryFolder();
  const trace = write('login.jsonl', failingLogin());
  const revealed = write('private.jsonl', withPolicy('revealed'));

  after(() => {
    folder.remove();
  });

  function write(name: string, records: readonly TraceRecord[]): string {
    const path = join(folder.path, name);
    writeFileSync(path, records.map((record) => `${encode(record)}\n`).join(''));
    return path;
  }

  function withPolicy(redaction: 'revealed' | 'sample'): TraceRecord[] {
    return failingLogin().map((record) => (record.kind === 'head' ? { ...record, redaction } : record));
  }

  it('writes one HTML file with all records, and says how many values are masked', async () => {
    const out = join(folder.path, 'login.html');
    const { code, stdout, stderr } = await call(['export', trace, '--html', '--out', out]);
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: '' });
    expect(stderr).to.match(
      /login\.html: 33 records, 2 values are masked \((digest 1, secret 1|secret 1, digest 1)\)\.\n$/,
    );
    const html = readFileSync(out, 'utf8');
    expect(html).to.include('<title>login.jsonl</title>').and.include('"mt":"UpdateUser"');
    expect(statSync(out).mode & 0o077).not.to.equal(0);
  });

  it('writes Mermaid and SVG to a pipe, the whole or a part', async () => {
    const whole = await call(['export', trace, '--mermaid']);
    expect(whole.stdout)
      .to.match(/^sequenceDiagram\n/)
      .and.include('UserPBXLoginFailure');
    expect(whole.stderr).to.match(/^standard output: \d+ rows, /);
    const part = await call(['export', trace, '--mermaid', '--from', '12', '--to', '13']);
    expect(part.stdout.match(/->>/g)).to.have.length(2);
    const svg = await call(['export', trace, '--svg', '--lane', 'DeviceLister', '--scheme', 'dark']);
    expect(faultOfXml(svg.stdout.trimEnd())).to.equal(undefined);
    expect(svg.stdout).to.include('#12161c').and.include('data-seq="32"').and.not.include('data-seq="13"');
  });

  it('writes statecharts as Mermaid and as a picture, of an automaton with the state it is in', async () => {
    const states = await call(['export', trace, '--states']);
    expect(states.stdout).to.match(/^## \S+\n\n```mermaid\n---\ntitle: /);
    const one = await call(['export', trace, '--states', '--chart', 'UserPBXLogin']);
    expect(one.stdout).to.match(/^---\ntitle: /);
    const svg = await call(['export', trace, '--chart', 'UserPBXLogin', '--to', '17']);
    expect(faultOfXml(svg.stdout.trimEnd())).to.equal(undefined);
    expect(svg.stdout).to.include('data-state="Initial.awaitingLoginResult" data-active="true"');
    expect(svg.stderr).to.match(
      /^standard output: the statechart of \S+ in Initial\.awaitingLoginResult\.\n$/,
    );
  });

  it('at a terminal writes a file named after the trace, and never over another one', async () => {
    const before = process.cwd();
    const place = join(folder.path, 'place');
    mkdirSync(place);
    process.chdir(place);
    try {
      for (const name of ['login.svg', 'login-2.svg']) {
        const stdout = new Captured({ isTTY: true });
        const { stderr } = await call(['export', trace, '--svg'], { stdout });
        expect(stdout.text).to.equal('');
        expect(stderr).to.match(new RegExp(`^${name}: `));
      }
      expect(readdirSync(place)).to.have.members(['login.svg', 'login-2.svg']);
    } finally {
      process.chdir(before);
    }
  });

  it('makes nothing of a private trace unless told to, and then for its owner only', async () => {
    const out = join(folder.path, 'private.svg');
    const refused = await call(['export', revealed, '--svg', '--out', out]);
    expect(refused.code).to.equal(2);
    expect(refused.stderr).to.include('Secrets are readable in the trace').and.include('--private');
    expect(existsSync(out)).to.equal(false);
    const done = await call(['export', revealed, '--svg', '--out', out, '--private']);
    expect(done.code).to.equal(0);
    expect(done.stderr).to.include('nothing is masked').and.include('do not pass it on');
    expect(readFileSync(out, 'utf8')).to.include('PRIVATE');
    expect(statSync(out).mode & 0o777).to.equal(0o600);
    const html = await call(['export', revealed, '--html', '--private', '--out', '-']);
    expect(html.stdout).to.include('<title>PRIVATE private.jsonl</title>');
    expect((await call(['export', revealed, '--states'])).code).to.equal(0);
  });

  it("says that a sample's secrets are the simulator's", async () => {
    const { stderr } = await call(['export', write('sample.jsonl', withPolicy('sample')), '--svg']);
    expect(stderr).to.include("secrets in it are the simulator's");
  });

  const head = failingLogin().slice(0, 1);
  const refusals: readonly (readonly [string, readonly string[], number, string])[] = [
    ['no format', [trace], 2, 'It is not said what to make of the trace'],
    ['two formats', [trace, '--html', '--svg'], 2, "option '--html' cannot be used with option '--svg'"],
    ['a chart as a page', [trace, '--html', '--chart', 'x'], 2, 'not with --html or --mermaid'],
    ['an unknown chart', [trace, '--chart', 'x'], 2, 'no statechart of x; it has '],
    ['charts of nothing', [write('head.jsonl', head), '--states'], 2, 'describes no machines'],
    ['no such trace', [join(folder.path, 'none'), '--svg'], 2, 'there is no such file or folder'],
    ['an empty trace', [write('empty.jsonl', []), '--svg'], 2, 'it is empty'],
    ['the trace itself as output', [trace, '--svg', '--out', trace], 2, 'would take the place of the trace'],
    ['a folder as output', [trace, '--svg', '--out', folder.path], 1, 'it is a folder; name a file in it'],
    ['no such folder', [trace, '--svg', '--out', join(folder.path, 'no', 'x')], 1, 'no such file or folder'],
    ['a query that is none', [trace, '--svg', '--filter', 'nonsense:x'], 2, 'The query is not understood'],
  ];
  for (const [what, argv, expected, sentence] of refusals) {
    it(`refuses ${what} in a sentence`, async () => {
      const { code, stdout, stderr } = await call(['export', ...argv]);
      expect({ code, stdout }).to.deep.equal({ code: expected, stdout: '' });
      expect(stderr).to.include(sentence);
    });
  }

  it('says that the disk is full', async function () {
    if (!existsSync('/dev/full')) this.skip();
    const { code, stderr } = await call(['export', trace, '--svg', '--out', '/dev/full']);
    expect(code).to.equal(1);
    expect(stderr).to.include('no space is left on the disk');
  });

  it('makes a page of a trace in which nothing happened', async () => {
    const { code, stdout, stderr } = await call(['export', write('only-head.jsonl', head), '--svg']);
    expect({ code, stderr }).to.deep.equal({
      code: 0,
      stderr: 'standard output: 0 rows, no values are masked.\n',
    });
    expect(stdout).to.include('There is nothing to show.');
  });
});
