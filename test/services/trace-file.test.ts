import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ExactNumber } from '../../runtime/exact-json.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { TraceFile, TraceFileError } from '../../services/trace-file.js';
import { readTrace } from '../../services/trace-reader.js';
import { recordingRecorder } from '../support/traces.js';

const head =
  '{"seq":1,"t":0,"kind":"head","format":"pbx-automata-trace","version":1,"start":"","versions":{},"redaction":"masked","lanes":[]}\n';

async function readAll(path: string): Promise<{ records: TraceRecord[]; notes: string[] }> {
  const records: TraceRecord[] = [];
  const notes: string[] = [];
  for await (const record of readTrace(path, { onNote: (note) => notes.push(note) })) records.push(record);
  return { records, notes };
}

async function failureOf(path: string): Promise<TraceFileError> {
  try {
    await readAll(path);
  } catch (error) {
    expect(error).to.be.instanceOf(TraceFileError);
    return error as TraceFileError;
  }
  throw new Error('it was read');
}

describe('trace files', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trace-file-'));
    path = join(folder, 'run.jsonl');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('are read as they were written, 64-bit numbers and odd line ends included', async () => {
    const file = new TraceFile(path);
    const { recorder } = recordingRecorder({ sink: file.sink });
    recorder.runStarted(['A']);
    recorder.log('runtime', 'A', 'one\u2028two\n\u{1f600}');
    recorder.messageIn('S', '{}', { mt: 'X', id: new ExactNumber('12345678901234567890') });
    recorder.runEnded('finished', {});
    file.close();
    const { records, notes } = await readAll(path);
    expect(notes).to.deep.equal([]);
    expect(records.map(({ kind }) => kind)).to.deep.equal(['head', 'note', 'log', 'message', 'end']);
    expect(records[2]).to.include({ text: 'one\u2028two\n\u{1f600}' });
    const message = records.find((record) => record.kind === 'message');
    expect(message?.body).to.deep.equal({ mt: 'X', id: new ExactNumber('12345678901234567890') });
  });

  it('are for their owner only, also when the file was there before', function () {
    if (process.platform === 'win32') this.skip();
    writeFileSync(path, 'something longer than the trace', { mode: 0o644 });
    const file = new TraceFile(path);
    file.close();
    expect(statSync(path).mode & 0o777).to.equal(0o600);
    expect(readFileSync(path, 'utf8')).to.equal('');
  });

  it('grow while the run goes on, and are whole at the end of a run', () => {
    const file = new TraceFile(path, { bufferSize: 500 });
    const { recorder } = recordingRecorder({ sink: file.sink });
    recorder.log('runtime', 'A', 'short');
    const early = statSync(path).size;
    recorder.log('runtime', 'A', 'x'.repeat(400));
    const grown = statSync(path).size;
    recorder.runEnded('finished', {});
    const ended = statSync(path).size;
    file.close();
    expect([early, grown > early, ended > grown, statSync(path).size === ended]).to.deep.equal([
      0,
      true,
      true,
      true,
    ]);
  });

  it('are whole when the process ends without closing them', () => {
    const code = `
      const { TraceFile } = await import('./services/trace-file.ts');
      new TraceFile(process.argv[1]).sink({ seq: 1, t: 0, kind: 'drop', count: 1, why: 'x' });
      process.exit(3);`;
    const args = ['--import', 'tsx', '--input-type=module', '-e', code, path];
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect([status, stderr]).to.deep.equal([3, '']);
    expect(readFileSync(path, 'utf8')).to.equal('{"seq":1,"t":0,"kind":"drop","count":1,"why":"x"}\n');
  });

  it('leave nothing behind once they are closed', () => {
    const before = process.listenerCount('exit');
    const file = new TraceFile(path);
    file.sink({ seq: 1, t: 0, kind: 'drop', count: 1, why: 'x' });
    file.close();
    file.close();
    expect(process.listenerCount('exit')).to.equal(before);
    expect(() => file.sink({ seq: 2, t: 0, kind: 'drop', count: 1, why: 'x' })).to.throw(
      TraceFileError,
      'is closed',
    );
  });

  it('that cannot be opened say so once, in a sentence, and the run goes on', () => {
    const errors: TraceFileError[] = [];
    const file = new TraceFile(join(folder, 'none', 'run.jsonl'), { onError: (error) => errors.push(error) });
    const { recorder } = recordingRecorder({ sink: file.sink });
    recorder.log('runtime', 'A', 'one');
    recorder.runEnded('finished', {});
    file.close();
    expect(recorder.dropped).to.equal(2);
    expect(errors.map(({ code }) => code)).to.deep.equal(['TRACE_FILE_UNWRITABLE']);
    expect(errors[0]?.message)
      .to.include('there is no such file or folder')
      .and.include('goes on without it');
  });

  it('on a full disk say so once', function () {
    if (!existsSync('/dev/full')) this.skip();
    const errors: TraceFileError[] = [];
    const file = new TraceFile('/dev/full', { onError: (error) => errors.push(error) });
    file.sink({ seq: 1, t: 0, kind: 'drop', count: 1, why: 'x' });
    file.flush();
    expect(() => file.sink({ seq: 2, t: 0, kind: 'drop', count: 1, why: 'x' })).to.throw(TraceFileError);
    file.close();
    expect(errors.map(({ message }) => message)).to.have.length(1);
    expect(errors[0]?.message).to.include('no space is left');
  });
});

describe('readTrace', () => {
  let folder: string;
  let path: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'read-trace-'));
    path = join(folder, 'run.jsonl');
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  it('keeps unknown kinds and members as they are', async () => {
    const odd = { seq: 2, t: 1, kind: 'weather', lane: 'A', sky: { blue: true } };
    writeFileSync(path, `${head}${JSON.stringify(odd)}\n`);
    const { records, notes } = await readAll(path);
    expect(records[1]).to.deep.equal(odd);
    expect(notes).to.deep.equal([]);
  });

  it('takes a last line that is cut off, in the middle of a letter too, for the end', async () => {
    const line = Buffer.from('{"seq":2,"t":1,"kind":"log","category":"runtime","source":"A","text":"ä"}\n');
    writeFileSync(path, head);
    appendFileSync(path, line.subarray(0, line.indexOf(0xa4)));
    const { records, notes } = await readAll(path);
    expect(records).to.have.length(1);
    expect(notes).to.deep.equal(['The last line is cut off; the program was still writing, or was stopped.']);
    writeFileSync(path, head + line.toString().trim());
    expect((await readAll(path)).records).to.have.length(2);
  });

  it('leaves out what cannot be a record, with a note', async () => {
    const lines = [
      'nonsense',
      '[]',
      '{"seq":4,"t":0}',
      '{"seq":5,"t":0,"kind":"transition","lane":"A","changes":5}',
      '',
    ];
    writeFileSync(path, `${head}${lines.join('\n')}\n`);
    const { records, notes } = await readAll(path);
    expect(records).to.have.length(1);
    expect(notes).to.deep.equal([
      'Line 2 is left out: it is not a JSON object.',
      'Line 3 is left out: it is not a JSON object.',
      'Line 4 is left out: it has no kind.',
      'Line 5 is left out: its member changes is no array.',
    ]);
  });

  it('notes a newer format and reads on', async () => {
    writeFileSync(path, head.replace('"version":1', '"version":9'));
    const { records, notes } = await readAll(path);
    expect(records).to.have.length(1);
    expect(notes[0]).to.include('version 9');
  });

  it('reads a file of 100,000 records in portions', async () => {
    const line = (seq: number): string =>
      `{"seq":${seq},"t":0,"kind":"log","category":"debug","source":"A","text":"x"}\n`;
    writeFileSync(path, head + Array.from({ length: 100_000 }, (_, at) => line(at + 2)).join(''));
    let last = 0;
    for await (const { seq } of readTrace(path)) {
      expect(seq).to.equal(last + 1);
      last = seq;
      if (seq === 50_000) break;
    }
    expect(last).to.equal(50_000);
  });

  for (const [title, content] of [
    ['an empty file', ''],
    ['another text', 'hello\n'],
    ['other JSON', '{"mt":"Login"}\n'],
    ['a head without a version', '{"format":"pbx-automata-trace"}\n'],
  ] as const) {
    it(`refuses ${title} with TRACE_INVALID`, async () => {
      writeFileSync(path, content);
      const error = await failureOf(path);
      expect(error.code).to.equal('TRACE_INVALID');
      expect(error.data).to.deep.equal({ path });
    });
  }

  it('says with TRACE_FILE_UNREADABLE that there is no file', async () => {
    const error = await failureOf(path);
    expect(error.code).to.equal('TRACE_FILE_UNREADABLE');
    expect(error.message).to.include('there is no such file');
  });
});
