import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { diagnose } from '../../../inspector/model/diagnosis/index.js';
import { playScenario } from '../../../inspector/server/play-scenario.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { ProcessTrace } from '../../../services/process-trace.js';
import { readTrace } from '../../../services/trace-reader.js';
import { fileURLToPath } from 'node:url';

const folder = new URL('../../../inspector/samples/', import.meta.url);

async function sample(name: string): Promise<readonly TraceRecord[]> {
  const notes: string[] = [];
  const records: TraceRecord[] = [];
  const path = fileURLToPath(new URL(name, folder));
  for await (const record of readTrace(path, { onNote: (note) => notes.push(note) })) records.push(record);
  expect(notes).to.deep.equal([]);
  return records;
}

/** What a record is, without what is drawn or measured anew each time. */
function shapeOf(record: TraceRecord): string {
  const { kind, lane = '', run = 0 } = record;
  const mt = 'mt' in record ? (record.mt ?? '') : '';
  return `${run} ${kind} ${lane} ${mt} ${Object.keys(record).join()}`;
}

/** Order between sockets is chance. */
function shapesOf(records: readonly TraceRecord[]): readonly string[] {
  return records
    .filter(({ kind }) => kind !== 'timer' && kind !== 'snapshot')
    .map(shapeOf)
    .sort();
}

describe('samples of the page', () => {
  it('are what is recorded today; else run: node --import tsx scripts/make-samples.ts', async () => {
    const trace = new ProcessTrace();
    const records: TraceRecord[] = [];
    trace.listen({
      sink: (record) => records.push(record),
      runBegins: () => undefined,
      runEnded: () => undefined,
    });
    const { ended } = await playScenario('default', new AbortController().signal);
    await ended;
    trace.close();
    expect(shapesOf(await sample('good-login.jsonl'))).to.deep.equal(shapesOf(records));
  });

  it('show a good login, a wrong app password, and whom a hung login waits for', async () => {
    expect(diagnose(await sample('good-login.jsonl')).verdict).to.equal('fine');
    const [refused] = diagnose(await sample('wrong-app-password.jsonl')).findings;
    expect(refused?.doc).to.equal('failures.md#app-password');
    const hung = diagnose(await sample('hung-login.jsonl'));
    expect(hung.findings[0]?.doc).to.equal('failures.md#silence');
    expect(hung.sentence).to.match(/waited in .* for Authenticate/);
  });

  it('hold no secret of the simulator', () => {
    for (const name of ['good-login.jsonl', 'wrong-app-password.jsonl', 'hung-login.jsonl']) {
      const text = readFileSync(new URL(name, folder), 'utf8');
      expect(text).not.to.match(/:"(pwd2?|ip411(-changed)?|ip811)"/);
      expect(text.split('\n', 1)[0]).to.include('"redaction":"masked"');
    }
  });
});
