import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { recordList } from '../../support/recorded-list.js';
import { PageKit } from './page-kit.js';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds, a line for each fault. */
async function faultsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate<string[]>(
    `axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => id + ': ' + target + ' ' + failureSummary)))`,
  );
}

describe('Accessibility of the page', function () {
  this.timeout(60_000);
  let kit: PageKit;
  let refused: TraceRecord[];
  before(async () => {
    [kit, refused] = await Promise.all([PageKit.start(), recordList('wrong-app-password')]);
  });
  after(() => kit.stop());

  for (const scheme of ['light', 'dark'] as const) {
    for (const screen of ['flow', 'charts', 'state', 'control', 'compare', 'rerun', 'export', 'open']) {
      it(`axe finds nothing on the screen ${screen}, ${scheme}`, async () => {
        const { page, problems } = await kit.openRecords(refused, { scheme, fragment: `#v=${screen}` });
        await page.locator('main h1').first().waitFor({ state: 'attached' });
        expect(await faultsOf(page)).to.deep.equal([]);
        expect(problems).to.deep.equal([]);
        await page.close();
      });
    }

    it(`axe finds nothing in any tab of a record, ${scheme}`, async () => {
      const { page } = await kit.openRecords(refused, { scheme });
      for (const tab of ['Payload', 'Cause', 'Diff', 'Raw', 'Explain']) {
        await page.getByRole('tab', { name: tab }).click();
        expect(await faultsOf(page), tab).to.deep.equal([]);
      }
      await page.close();
    });

    it(`axe finds nothing in the help, ${scheme}`, async () => {
      const { page } = await kit.openRecords(refused, { scheme });
      await page.getByRole('row', { selected: true }).waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog').waitFor();
      expect(await faultsOf(page)).to.deep.equal([]);
      await page.close();
    });
  }

  it('every part of the Flow screen is reached with the Tab key and shows where it is', async () => {
    const { page } = await kit.openRecords(refused);
    await page.getByRole('grid').waitFor();
    const reached = new Set<string>();
    for (let count = 0; count < 70; count += 1) {
      await page.keyboard.press('Tab');
      const [name = '', outline = ''] = await page.evaluate<string[]>(
        `(() => { const { activeElement: e } = document; return [e.getAttribute('role') ?? e.tagName + ' ' + (e.textContent || e.type || '').slice(0, 30), getComputedStyle(e).outlineStyle]; })()`,
      );
      // Past the last part the focus leaves the page.
      if (name.startsWith('BODY')) continue;
      expect(outline, name).not.to.equal('none');
      reached.add(name);
    }
    expect([...reached]).to.include.members([
      'grid',
      'slider',
      'tab',
      'tabpanel',
      'INPUT search',
      'BUTTON messages',
    ]);
    await page.close();
  });
});
