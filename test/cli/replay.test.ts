import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadTrace } from '../../cli/load-trace.js';
import { followLadder } from '../../cli/replay-follow.js';
import { Selection } from '../../cli/replay-selection.js';
import { encode } from '../../runtime/exact-json.js';
import { failingLogin } from '../support/failing-login.js';
import { play } from '../inspector/model/diagnosis/play.js';
import { call, Captured, temporaryFolder } from './cli-kit.js';

const lines = failingLogin().map((record) => `${encode(record)}\n`);

/** The numbers of the lines that a ladder shows. */
function shownLines(ladder: string): number[] {
  return [...ladder.matchAll(/^ +(\d+) +\d+\.\d{3} /gm)].map(([, seq]) => Number(seq));
}

describe('replay', () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'login.jsonl');
  before(() => {
    writeFileSync(path, lines.join(''));
  });
  after(() => {
    folder.remove();
  });

  it('shows the whole ladder, the diagnosis on top', async () => {
    const { code, stdout, stderr } = await call(['replay', path]);
    expect([code, stderr]).to.deep.equal([0, '']);
    expect(shownLines(stdout)).to.have.length(21);
    expect(stdout).to.match(/^Recorded .*\nOutcome: run 1: timeout after 7\.508 s\. \S/);
  });

  it('says of a recording in which all went well what the page says', async () => {
    const good = join(folder.path, 'good.jsonl');
    const { records } = await play('default');
    writeFileSync(good, records.map((record) => `${encode(record)}\n`).join(''));
    const { stdout } = await call(['replay', good]);
    expect(stdout).to.match(
      /^Recorded .*\nOutcome: run 1: finished, run 2: finished after .* s\. Everything went well: user ckl logged in to the PBX and to innovaphone-devices and innovaphone-users, 12 devices listed, 8 users listed, in \S+ m?s\.\n\n/,
    );
  });

  it('tells of the newest login of several, and how many there are', async () => {
    const several = join(folder.path, 'several.jsonl');
    for (const seen of ['records', 'seenByPeer'] as const) {
      const played = await play('default', { logins: 2 });
      writeFileSync(several, played[seen].map((record) => `${encode(record)}\n`).join(''));
      const { stdout } = await call(['replay', several]);
      expect(stdout).to.match(
        /\n2 logins in this recording; the last one, ckl at 127\.0\.0\.1:\d+, from line \d+ on: Everything went well/,
      );
    }
  });

  const selections: readonly (readonly [string[], readonly number[]])[] = [
    [['--filter', 'mt:Login -ckl'], [12]],
    [
      ['--filter', 'mt:Login', '--filter', 'dir:out'],
      [12, 18],
    ],
    [
      ['--mt', 'Login*', '--run', '1'],
      [12, 18, 22, 29],
    ],
    [
      ['--lane', 'DeviceLister'],
      [25, 32],
    ],
    [
      ['--from', '30', '--to', '32'],
      [30, 31, 32],
    ],
    [
      ['--problems', '--from', '18', '--to', '24'],
      [19, 21, 22, 24],
    ],
    [
      ['--all', '--filter', 'kind:deliver', '--to', '14'],
      [11, 14],
    ],
  ];
  for (const [options, seqs] of selections) {
    it(`${options.join(' ')} shows lines ${seqs.join(', ')} and says of how many`, async () => {
      const { code, stdout, stderr } = await call(['replay', path, ...options]);
      expect(code).to.equal(0);
      expect(shownLines(stdout)).to.deep.equal(seqs);
      expect(stderr).to.equal(
        `Note: ${seqs.length} of ${options.includes('--all') ? 33 : 21} lines are shown.\n`,
      );
      expect(stdout).to.include('Summary: run 1: timeout');
    });
  }

  it('--json steers no terminal, says the same there, and is as written elsewhere', async () => {
    const steering = '\u001b[2J\u009b31m\u007f\u202e\u2028 ü';
    const note = { seq: 2, t: 0, kind: 'note', note: 'by hand', data: { text: steering } };
    const odd = join(folder.path, 'steering.jsonl');
    writeFileSync(odd, `${encode(failingLogin()[0])}\n${encode(note)}\n`);
    const shown = await call(['replay', odd, '--json'], { stdout: new Captured({ isTTY: true }) });
    const { stdout } = shown;
    expect(stdout).not.to.match(/[^\n\P{Cc}]|[\u2028\u202e]/u);
    expect(JSON.parse(stdout.split('\n')[1] ?? '')).to.deep.equal(note);
    expect((await call(['replay', odd, '--json'])).stdout).to.equal(readFileSync(odd, 'utf8'));
  });

  it('--json writes what is meant, a trace again', async () => {
    const { stdout } = await call(['replay', path, '--json', '--filter', 'kind:message dir:out']);
    expect(stdout).to.equal([lines[0], lines[11], lines[17]].join(''));
    const whole = await call(['replay', path, '--json']);
    expect(whole.stdout).to.equal(lines.join(''));
  });

  it('says what is wrong with a query, with code 2', async () => {
    const { code, stdout, stderr } = await call(['replay', path, '--filter', 'gap>abc']);
    expect(code).to.equal(2);
    expect(stdout).to.equal('');
    expect(stderr).to.include('gap>abc: give a number of milliseconds, e.g. gap>500ms.');
  });

  describe('of a bad file', () => {
    const bad = join(folder.path, 'bad.jsonl');

    it('keeps what comes before the cut', async () => {
      writeFileSync(bad, lines.join('').slice(0, -20));
      const { code, stdout, stderr } = await call(['replay', bad]);
      expect(code).to.equal(0);
      expect(shownLines(stdout)).to.have.length(20);
      expect(stdout).to.include('run 1 has no end in this recording');
      expect(stderr).to.equal(
        'Note: The last line is cut off; the program was still writing, or was stopped.\n',
      );
    });

    it('leaves out a line that is no JSON', async () => {
      writeFileSync(bad, [...lines.slice(0, 12), 'not json\n', ...lines.slice(12)].join(''));
      const { stdout, stderr } = await call(['replay', bad]);
      expect(shownLines(stdout)).to.have.length(21);
      expect(stderr).to.equal('Note: Line 13 is left out: it is not a JSON object.\n');
    });

    it('shows what it understands of a later version', async () => {
      const later = lines
        .join('')
        .replace('"version":1', '"version":9')
        .replace('"kind":"timer"', '"kind":"weather"');
      writeFileSync(bad, later);
      const { stdout, stderr } = await call(['replay', bad]);
      expect(stdout).to.include('weather what=fired');
      expect(stderr).to.include('The trace has format version 9; this program knows 1');
    });

    it('refuses an empty one, with code 2', async () => {
      writeFileSync(bad, '');
      const { code, stderr } = await call(['replay', bad]);
      expect([code, stderr]).to.deep.equal([
        2,
        `Error: ${bad} is not a trace: it is empty. Record one with --trace FILE.\n`,
      ]);
    });
  });

  describe('of a large file', () => {
    async function load(
      part: { from?: number; to?: number },
      limits: { records: number; characters: number },
    ): Promise<{ seqs: number[]; notes: string[]; isPart: boolean }> {
      const notes: string[] = [];
      const { document, isPart } = await loadTrace(path, part, (note) => notes.push(note), limits);
      return { seqs: document.records.map(({ seq }) => seq), notes, isPart };
    }

    it('is not mistaken for one when it fits', async () => {
      const { seqs, notes, isPart } = await load({ from: 5, to: 7 }, { records: 33, characters: 1e9 });
      expect([seqs.length, notes, isPart]).to.deep.equal([33, [], false]);
    });

    it('takes how a capped recording ends on top', async () => {
      const { seqs, notes, isPart } = await load({}, { records: 32, characters: 1e9 });
      expect([seqs.length, notes, isPart]).to.deep.equal([33, [], false]);
    });

    it('keeps the first records and says how to see the others', async () => {
      const { seqs, notes } = await load({}, { records: 12, characters: 1e9 });
      expect(seqs).to.deep.equal([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
      expect(notes).to.deep.equal([
        'The trace has more than 12 records; lines 1 to 12 of the file are looked at. For what follows add --from 13.',
      ]);
    });

    it('keeps later ones with who takes part', async () => {
      const { seqs, notes, isPart } = await load({ from: 20, to: 22 }, { records: 14, characters: 1e9 });
      expect(isPart).to.equal(true);
      expect(seqs).to.deep.equal([1, 3, 4, 5, 6, 9, 10, 20, 21, 22]);
      expect(notes).to.deep.equal([]);
    });

    it('counts the characters too', async () => {
      const size = lines.slice(0, 10).join('').length;
      const { seqs, notes } = await load({}, { records: 1000, characters: size });
      expect(seqs).to.have.length(10);
      expect(notes[0]).to.match(/^The trace has more than .* lines 1 to 10 of the file are looked at/);
    });

    it('speaks of lines of the file where the numbers of records repeat', async () => {
      const repeated = join(folder.path, 'repeated.jsonl');
      const [head = '', ...others] = lines.slice(0, 5);
      writeFileSync(repeated, [head, ...others, ...others, ...others].join(''));
      const notes: string[] = [];
      const limits = { records: 8, characters: 1e9 };
      await loadTrace(repeated, {}, (note) => notes.push(note), limits);
      expect(notes.at(-1)).to.equal(
        'The trace has more than 8 records; lines 1 to 8 of the file are looked at. Its records are not numbered as its lines are, so what follows cannot be chosen; cut the file.',
      );
    });
  });

  describe('--follow', () => {
    const growing = join(folder.path, 'growing.jsonl');

    async function follow(
      query: string,
      isJson: boolean,
      ...steps: readonly (() => void)[]
    ): Promise<{ text: string; notes: string[]; code: number }> {
      const stdout = new Captured();
      const abort = new AbortController();
      const notes: string[] = [];
      const left = [...steps];
      const wait = (): Promise<boolean> => {
        const step = left.shift();
        if (step === undefined) abort.abort();
        step?.();
        return Promise.resolve(step !== undefined);
      };
      const code = await followLadder({
        path: growing,
        selection: new Selection({ filter: [query], lane: [], mt: [], run: [] }),
        look: {},
        isJson,
        io: { stdout, signal: abort.signal },
        onNote: (note) => notes.push(note),
        wait,
      });
      return { text: stdout.text, notes, code };
    }

    const append = (from: number, to: number) => (): void => {
      appendFileSync(growing, lines.slice(from, to).join(''));
    };
    const nothing = (): void => undefined;

    it('shows the same lines as without it, and ends as interrupted', async () => {
      writeFileSync(growing, lines.slice(0, 4).join(''));
      const { text, code } = await follow(
        '',
        false,
        append(4, 13),
        append(13, 20),
        nothing,
        append(20, 33),
        nothing,
      );
      expect(shownLines(text)).to.deep.equal(shownLines((await call(['replay', path])).stdout));
      expect(text).to.include('! ├──✗');
      expect(text.match(/^Outcome: /gm)).to.have.length(1);
      expect(text).to.include('Summary: run 1: timeout');
      expect(code).to.equal(130);
    });

    it('holds a message back until it is known who takes it', async () => {
      writeFileSync(growing, lines.slice(0, 12).join(''));
      const { text } = await follow('mt:Authenticate', false, append(12, 13), append(13, 15));
      expect(text).to.include('├──▶').and.include('Authenticate');
    });

    it('names the lanes again when there are more', async () => {
      writeFileSync(growing, lines.slice(0, 4).join(''));
      const { text } = await follow('', false, nothing, append(4, 33), nothing);
      expect(text.match(/┌ UserPBXLogin /g)).to.have.length(2);
      expect(text.match(/┌ DeviceLister /g)).to.have.length(1);
    });

    it('starts over with a new trace and says so', async () => {
      writeFileSync(growing, lines.slice(0, 20).join(''));
      const { text, notes } = await follow(
        '',
        false,
        () => {
          writeFileSync(growing, lines.slice(0, 5).join(''));
        },
        nothing,
      );
      expect(notes).to.deep.equal(['The trace starts over: it has become shorter.']);
      expect(text.match(/^Recorded /gm)).to.have.length(2);
    });

    it('writes JSON lines as they come', async () => {
      writeFileSync(growing, lines.slice(0, 4).join(''));
      const { text } = await follow('kind:message', true, append(4, 33), nothing);
      expect(text).to.equal([0, 11, 12, 17, 18, 20, 21].map((at) => lines[at]).join(''));
    });
  });
});
