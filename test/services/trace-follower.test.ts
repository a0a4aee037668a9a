import { appendFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { encode } from '../../runtime/exact-json.js';
import { followTrace } from '../../services/trace-follower.js';
import { temporaryFolder } from '../cli/cli-kit.js';
import { failingLogin } from '../support/failing-login.js';

const lines = failingLogin().map((record) => `${encode(record)}\n`);
const part = (from: number, to: number): string => lines.slice(from, to).join('');

describe('followTrace', () => {
  const folder = temporaryFolder();
  const path = join(folder.path, 'trace.jsonl');
  after(() => {
    folder.remove();
  });

  /** What comes when these things happen to the file, one after another, each when its end was reached. */
  async function follow(...steps: readonly (() => void)[]): Promise<{ grown: string[]; notes: string[] }> {
    const grown: string[] = [];
    const notes: string[] = [];
    const left = [...steps];
    const wait = (): Promise<boolean> => {
      const step = left.shift();
      step?.();
      return Promise.resolve(step !== undefined);
    };
    for await (const growth of followTrace(path, { wait, onNote: (note) => notes.push(note) })) {
      if (growth.kind === 'records') grown.push(growth.records.map(({ seq }) => seq).join(' '));
      else grown.push(growth.kind === 'restarted' ? growth.why : growth.kind);
    }
    return { grown, notes };
  }

  it('reads what is there and what comes', async () => {
    writeFileSync(path, part(0, 3));
    const { grown, notes } = await follow(
      () => undefined,
      () => {
        appendFileSync(path, part(3, 5));
      },
    );
    expect(grown).to.deep.equal(['1 2 3', 'quiet', '4 5']);
    expect(notes).to.deep.equal([]);
  });

  it('waits for the rest of a line, also in the middle of a character', async () => {
    const line = Buffer.from(
      '{"seq":2,"t":0,"kind":"log","category":"runtime","source":"Jörg","text":"x"}\n',
    );
    const middle = line.indexOf(Buffer.from('ö')) + 1;
    writeFileSync(path, Buffer.concat([Buffer.from(part(0, 1)), line.subarray(0, middle)]));
    const seen: unknown[] = [];
    let looks = 0;
    const wait = (): Promise<boolean> => {
      looks += 1;
      if (looks === 1) appendFileSync(path, line.subarray(middle));
      return Promise.resolve(looks < 2);
    };
    for await (const growth of followTrace(path, { wait })) {
      if (growth.kind === 'records') seen.push(...growth.records);
    }
    expect(seen).to.have.length(2);
    expect(seen[1]).to.deep.include({ source: 'Jörg' });
  });

  it('begins with an empty file', async () => {
    writeFileSync(path, '');
    const { grown } = await follow(() => {
      appendFileSync(path, part(0, 2));
    });
    expect(grown).to.deep.equal(['quiet', '1 2']);
  });

  it('starts over when the file becomes shorter', async () => {
    writeFileSync(path, part(0, 9));
    const { grown } = await follow(() => {
      truncateSync(path, 0);
      appendFileSync(path, part(0, 2));
    });
    expect(grown).to.deep.equal(['1 2 3 4 5 6 7 8 9', 'it has become shorter', '1 2']);
  });

  it('starts over when another trace was written into it, even a longer one', async () => {
    writeFileSync(path, part(0, 2));
    const { grown } = await follow(() => {
      writeFileSync(path, part(0, 9).replace('2026-11-20T17', '2026-11-20T18'));
    });
    expect(grown).to.deep.equal(['1 2', 'it begins differently now', '1 2 3 4 5 6 7 8 9']);
  });

  it('starts over when another file takes its place, and waits while there is none', async () => {
    writeFileSync(path, part(0, 2));
    const { grown } = await follow(
      () => {
        rmSync(path);
      },
      () => {
        writeFileSync(`${path}.new`, part(0, 3));
        renameSync(`${path}.new`, path);
      },
    );
    expect(grown).to.deep.equal(['1 2', 'quiet', 'another file has taken its place', '1 2 3']);
  });

  it('tells of lines that are no records and goes on', async () => {
    writeFileSync(path, `${part(0, 1)}nonsense\n${part(1, 2)}`);
    const { grown, notes } = await follow();
    expect(grown[0]).to.equal('1 2');
    expect(notes).to.deep.equal(['Line 2 is left out: it is not a JSON object.']);
  });

  for (const [what, prepare, code] of [
    [
      'a file that is not there',
      () => {
        rmSync(path, { force: true });
      },
      'TRACE_FILE_UNREADABLE',
    ],
    [
      'a file that is no trace',
      () => {
        writeFileSync(path, '{"a":1}\n');
      },
      'TRACE_INVALID',
    ],
  ] as const) {
    it(`refuses ${what}`, async () => {
      prepare();
      const error = await follow().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).to.have.property('code', code);
    });
  }
});
