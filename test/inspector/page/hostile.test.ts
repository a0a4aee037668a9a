import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { serveTrace } from '../../../inspector/server/serve-trace.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { failingLogin } from '../../support/failing-login.js';
import type { OpenedPage } from './page-kit.js';
import { PageKit } from './page-kit.js';
import { linesOf } from './screens-kit.js';

const attack =
  '"><script>window.hit=1</script><img src=x onerror="window.hit=2"></script></svg><svg onload=window.hit=3>\u2028\u202e{{7*7}}${window.hit=4}<!--';

/** Every text begins with an attack, but those that say what a record is. */
function attacked(): TraceRecord[] {
  const kept = new Set(['kind', 'origin', 'dir', 'outcome', 'what', 'format', 'start']);
  return failingLogin().map(
    (record) =>
      JSON.parse(
        JSON.stringify(record, (name, value: unknown) =>
          typeof value === 'string' && !kept.has(name) ? attack + value : value,
        ),
      ) as TraceRecord,
  );
}

/** The names of the language's own members, as lanes, types, states, hashes; a chart with them. */
function prototypes(): TraceRecord[] {
  const names = ['__proto__', 'constructor', 'toString'];
  return failingLogin().map((record, at) => {
    const name = names[at % names.length] ?? '';
    const changed = {
      ...record,
      ...('lane' in record && { lane: name }),
      ...('mt' in record && { mt: name }),
    };
    const definition: unknown = JSON.parse(
      '{"id":"__proto__","initial":"__proto__","states":{"__proto__":{"on":{"constructor":"toString"}},"toString":{}}}',
    );
    return record.kind === 'machine'
      ? { ...record, hash: 'constructor', definition }
      : record.kind === 'automaton'
        ? { ...changed, lane: name, machine: 'constructor' }
        : changed;
  });
}

/** What is deeper, longer and later than anything. */
function enormous(): TraceRecord[] {
  let deep: unknown = 1;
  for (let level = 0; level < 10_000; level += 1) deep = { a: deep };
  let definition: unknown = {};
  for (let level = 0; level < 10_000; level += 1) definition = { initial: 'a', states: { a: definition } };
  return failingLogin().map((record, at) => ({
    ...record,
    t: at === 0 ? 0 : 1e300,
    ...('body' in record && { body: at % 2 === 0 ? deep : { mt: 'x'.repeat(100_000) } }),
    ...('context' in record && { context: deep }),
    ...('definition' in record && { definition }),
    ...('text' in record && { text: 'x'.repeat(1_000_000) }),
  }));
}

describe('Inspector page: a trace of somebody who means harm', function () {
  this.timeout(60_000);
  let kit: PageKit;

  before(async () => {
    kit = await PageKit.start();
  });
  after(() => kit.stop());

  async function expectHarmless({ page, problems, requests }: OpenedPage, isServed: boolean): Promise<void> {
    page.setDefaultTimeout(5000);
    for (const screen of ['flow', 'charts', 'state', 'control', 'compare', 'rerun', 'export']) {
      await show(page, screen);
      for (const tab of screen === 'flow' ? await page.getByRole('tab').all() : []) await tab.click();
      if (screen === 'charts') for (const graph of await page.getByRole('tab').all()) await graph.click();
      if (screen === 'rerun') {
        await page.getByRole('button', { name: 'Run again' }).click();
        await page.getByText(/Running through/).waitFor({ state: 'detached' });
      }
      // The formats; what is asked beside them depends on which is chosen.
      const formats = page.getByRole('radio');
      for (let at = 0; screen === 'export' && at < Math.min(8, await formats.count()); at += 1)
        if (await formats.nth(at).isEnabled()) await formats.nth(at).check({ force: true });
      expect(await page.evaluate(`'hit' in window`), screen).to.equal(false);
      expect(await page.locator('img, iframe, object, embed, a[href^="javascript:"]').count()).to.equal(0);
    }
    expect(problems.filter((problem) => !problem.includes('favicon'))).to.deep.equal([]);
    if (!isServed) expect(requests.filter((address) => !address.startsWith('blob:'))).to.deep.equal([]);
  }

  /** A page that hangs does not answer. */
  async function show(page: Page, screen: string): Promise<void> {
    await page.evaluate(`location.hash = 'v=${screen}&s=20'`);
    await page.locator('main, .screen, [role=main]').first().waitFor();
  }

  for (const [what, make] of Object.entries({ attacked, prototypes, enormous })) {
    it(`shows what is ${what}, served`, async () => {
      const file = kit.write('harm.jsonl', linesOfDeep(make()));
      const served = await serveTrace(file, { pageFolder: kit.pageFolder });
      const opened = await kit.open(served.url);
      await opened.page.getByRole('navigation', { name: 'Screens' }).waitFor();
      await expectHarmless(opened, true);
      const { hash } = new URL(served.url);
      expect(opened.page.url()).not.to.contain(hash.slice(3));
      expect(await opened.page.title()).not.to.contain(hash.slice(3));
      expect(await opened.page.content()).not.to.contain(hash.slice(3));
      await opened.page.close();
      await served.close('done');
    });

    it(`shows what is ${what}, in one file`, async () => {
      const opened = await kit.openRecords(make());
      await opened.page.getByRole('navigation', { name: 'Screens' }).waitFor();
      await expectHarmless(opened, false);
    });
  }
});

/** As `linesOf`, but also of what is too deep for it. */
function linesOfDeep(records: readonly TraceRecord[]): string {
  return records
    .map((record) => {
      try {
        return linesOf([record]);
      } catch {
        const { seq, t } = record;
        const [open, close] = [`{"a":`.repeat(10_000), '}'.repeat(10_000)];
        return `{"seq":${seq},"t":${t},"kind":"note","note":"deep","data":${open}1${close}}\n`;
      }
    })
    .join('');
}
