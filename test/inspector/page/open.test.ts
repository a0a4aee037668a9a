import { expect } from 'chai';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { singleHtml } from '../../../inspector/model/single-html.js';
import { readFileSync } from 'node:fs';
import { recordList } from '../../support/recorded-list.js';
import { PageKit } from './page-kit.js';

describe('Open screen', function () {
  this.timeout(60_000);
  let kit: PageKit;
  let good: TraceRecord[];
  let empty: string;
  before(async () => {
    [kit, good] = await Promise.all([PageKit.start(), recordList('default')]);
    const part = (name: string): string => readFileSync(`${kit.pageFolder}/${name}`, 'utf8');
    const html = singleHtml({
      script: part('single.js'),
      style: part('single.css'),
      title: 'inspector',
      records: [],
      layouts: {},
    });
    empty = kit.write('inspector.html', html.replace('id="trace-records"', 'id="no-records"'));
  });
  after(() => kit.stop());

  const lines = (records: readonly TraceRecord[]): string =>
    records.map((record) => `${JSON.stringify(record)}\n`).join('');

  const openFile = async (content: string) => {
    const opened = await kit.open(empty);
    await opened.page.getByLabel('Trace file').setInputFiles(kit.write('login.jsonl', content));
    return opened;
  };

  it('opens a trace file and remembers its name only', async () => {
    const { page, requests, problems } = await openFile(lines(good));
    await page.getByRole('grid').waitFor();
    const kept = await page.evaluate<string>('JSON.stringify({ ...localStorage })');
    expect(kept).to.contain('login.jsonl').and.not.to.contain('sample.dom');
    expect(requests).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
    await page.close();
  });

  it('keeps what it has of a file that is cut off', async () => {
    const { page } = await openFile(lines(good).slice(0, -25));
    await page.getByText(/last line is cut off/).waitFor();
    await page.getByRole('grid').waitFor();
    await page.close();
  });

  it('shows what it understands of a later version', async () => {
    const [head, ...rest] = good;
    const { page } = await openFile(lines([{ ...head, version: 2 } as TraceRecord, ...rest]));
    await page.getByText(/has version 2; this page knows version 1/).waitFor();
    await page.getByRole('grid').waitFor();
    await page.close();
  });

  it('says what is wrong with a file that is no trace', async () => {
    const { page } = await openFile('once upon a time\n');
    await page.getByText(/This is not a trace/).waitFor();
    await page.close();
  });

  it('takes lines that are pasted, and a file that is dropped', async () => {
    const { page } = await kit.open(empty);
    const title = page.getByRole('heading', { name: 'See what your automatons did' });
    await title.waitFor();
    const text = JSON.stringify(lines(good));
    await page.evaluate(`{
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', ${text});
      document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }));
    }`);
    await page.getByRole('grid').waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await title.waitFor();
    await page.evaluate(`{
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([${text}], 'dropped.jsonl'));
      for (const kind of ['dragover', 'drop'])
        document
          .querySelector('.open-drop')
          .dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    }`);
    await page.getByRole('grid').waitFor();
    await page.getByText('dropped.jsonl').first().waitFor();
    await page.close();
  });

  it('survives records that make no sense', async () => {
    const nonsense = [
      { seq: 2, t: 1, kind: 'transition', lane: 'A', run: 1, changes: [7, { what: 'mood' }] },
      { seq: 3, t: 1, kind: 'message', lane: 'B', dir: 'sideways', length: -1, mt: { deep: true }, run: 'x' },
      {
        seq: 4,
        t: 1,
        kind: 'deliver',
        lane: 'A',
        origin: 'moon',
        mt: 'M',
        outcome: 'lost',
        state: '',
        cause: 99,
      },
      { seq: 5, t: 1, kind: 'from a later version', lane: 'A', run: 1, more: [1] },
      { seq: 6, t: 1, kind: 'explain', lane: 'A', rule: 'none', verdict: 'perhaps', inputs: 7 },
      { seq: 7, t: 1, kind: 'socket', lane: 'A', what: 'melted', run: 1 },
    ];
    const text = lines(good.slice(0, 1)) + nonsense.map((record) => `${JSON.stringify(record)}\n`).join('');
    const { page, problems } = await openFile(text);
    const grid = page.getByRole('grid');
    await grid.press('Home');
    for (let count = 0; count < nonsense.length; count += 1) await page.keyboard.press('j');
    for (const tab of ['Payload', 'Cause', 'Diff', 'Raw']) {
      await page.getByRole('tab', { name: tab }).click();
      await grid.press('Home');
      for (let count = 0; count < nonsense.length; count += 1) await page.keyboard.press('j');
    }
    expect(await page.getByRole('alert').count()).to.equal(0);
    expect(problems).to.deep.equal([]);
    await page.close();
  });
});
