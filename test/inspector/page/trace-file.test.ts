import { expect } from 'chai';
import { fileLimits } from '../../../inspector/page/file-limits.js';
import { readTrace, readTraceFile } from '../../../inspector/page/trace-file.js';
import { longTrace } from './page-kit.js';

const text = (count: number): string =>
  longTrace(count)
    .map((record) => `${JSON.stringify(record)}\n`)
    .join('');

describe('Trace file in the page', () => {
  it('is kept as far as the number of records goes', async () => {
    const limits = { ...fileLimits, records: 50 };
    const { records, notice } = await readTraceFile(new Blob([text(60)]), limits);
    expect(records).to.have.length(50);
    expect(notice).to.match(/^The file is larger than the page keeps; these are its first 50 records\./);
  });

  it('is kept as far as its size goes, without the line that is cut', async () => {
    const whole = text(60);
    const limits = { ...fileLimits, bytes: text(40).length + 7 };
    const { records, notice } = await readTraceFile(new Blob([whole]), limits);
    expect(records).to.have.length(40);
    expect(notice).to.match(/its first 40 records/);
  });

  it('is said to be empty when it is, as the command line says', async () => {
    for (const nothing of ['', ' \n\n']) {
      const { records, notice } = await readTraceFile(new Blob([nothing]), fileLimits);
      expect(records).to.deep.equal([]);
      expect(notice).to.match(/^This is not a trace: it is empty\./);
    }
    const { notice } = await readTraceFile(new Blob(['hello']), fileLimits);
    expect(notice).to.match(/^This is not a trace: no line of it is a record\./);
  });

  it('takes exactly what is allowed without a word', async () => {
    const whole = text(60);
    const { records, notice } = await readTraceFile(new Blob([whole]), { records: 60, bytes: whole.length });
    expect(records).to.have.length(60);
    expect(notice).to.equal(undefined);
  });

  it('leaves out lines that are no records and says which', () => {
    const lines = text(5).split('\n');
    lines.splice(2, 1, '{"seq":3,"t":0,"kind":"message","lane":"WS"}');
    const { records, notice } = readTrace(`\uFEFF${lines.join('\n')}`);
    expect(records.map(({ seq }) => seq)).to.deep.equal([1, 2, 4, 5]);
    expect(notice).to.equal('Line 3 is no record and was left out.');
  });
});
