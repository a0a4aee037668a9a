import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ServedTrace } from '../../../inspector/server/serve-trace.js';
import { serveTrace } from '../../../inspector/server/serve-trace.js';
import { SimulatedClock } from '../../../runtime/clock.js';
import { FakePage, ofType, pageFolder } from './attach-kit.js';

const head = { seq: 1, t: 0, kind: 'head', format: 'pbx-automata-trace', version: 1, redaction: 'masked' };

function lines(from: number, to: number): string {
  let text = from === 1 ? `${JSON.stringify(head)}\n` : '';
  for (let seq = Math.max(2, from); seq <= to; seq += 1) {
    text += `${JSON.stringify({ seq, t: seq, kind: 'note', note: `note ${seq}` })}\n`;
  }
  return text;
}

describe('serveTrace', () => {
  const page = pageFolder();
  const path = join(page.path, 'trace.jsonl');
  let served: ServedTrace | undefined;

  afterEach(() => served?.close('The test is over.'));

  after(() => {
    page.remove();
  });

  it('serves a recording to look at', async () => {
    writeFileSync(path, lines(1, 700));
    served = await serveTrace(path, { pageFolder: page.path });
    const attached = await FakePage.attach(served.url);
    expect(await attached.until(ofType('hello'))).to.include({
      isLive: false,
      canControl: false,
      newest: 700,
    });
    await attached.when(() => attached.records.length === 700);
    expect(await attached.act({ do: 'resume' })).to.include({ type: 'refused' });
  });

  it('shows the beginning of one that is too large, and says so in a sentence and in a record', async () => {
    writeFileSync(path, lines(1, 3000));
    const notes: string[] = [];
    served = await serveTrace(path, {
      pageFolder: page.path,
      limit: 1000,
      onNote: (note) => notes.push(note),
    });
    expect(notes).to.deep.equal([
      'The file is larger than the page takes, so it shows the first 1000 records.',
    ]);
    const attached = await FakePage.attach(served.url);
    await attached.when(() => attached.records.length === 1001);
    expect(attached.records.at(-1)).to.include({ kind: 'drop', seq: 1001 });
  });

  it('goes on as the file grows, if it is followed', async () => {
    writeFileSync(path, lines(1, 3));
    const clock = new SimulatedClock();
    served = await serveTrace(path, { pageFolder: page.path, follow: true, clock });
    const attached = await FakePage.attach(served.url);
    expect(await attached.until(ofType('hello'))).to.include({ isLive: true, newest: 3 });
    appendFileSync(path, lines(4, 5));
    const ticking = setInterval(() => {
      clock.advance(100);
    }, 1);
    try {
      await attached.when(() => attached.records.length === 5);
    } finally {
      clearInterval(ticking);
    }
  });

  it('refuses what is no trace, and opens no port for it', async () => {
    writeFileSync(path, 'hello\n');
    const error = await serveTrace(path, { pageFolder: page.path }).catch((reason: unknown) => reason);
    expect(error).to.have.property('code', 'TRACE_INVALID');
    const missing = serveTrace(join(page.path, 'none'), { pageFolder: page.path, follow: true });
    expect(await missing.catch((reason: unknown) => reason)).to.have.property(
      'code',
      'TRACE_FILE_UNREADABLE',
    );
  });
});
