import { expect } from 'chai';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { recordList } from '../../support/recorded-list.js';
import type { OpenedPage } from './page-kit.js';
import { PageKit } from './page-kit.js';
import { faultsOf, goTo } from './screens-kit.js';

/** By which one sees that a screen is there; Flow comes last, for the tests that go on from it. */
const headings: Readonly<Record<string, RegExp>> = {
  Open: /See what your automatons did/,
  Charts: /automatons? at record/,
  State: /^INNOVAPHONE-DEVICES--A$/,
  Control: /Nothing runs here/,
  Compare: /Compare two recordings/,
  'Re-run': /Run the recording again/,
  Export: /^Export$/,
  Flow: /^Flow$/,
};

describe('Accessibility of the page', function () {
  this.timeout(60_000);
  let kit: PageKit;
  let refused: TraceRecord[];
  before(async () => {
    [kit, refused] = await Promise.all([PageKit.start(), recordList('wrong-app-password')]);
  });
  after(() => kit.stop());

  for (const scheme of ['light', 'dark'] as const) {
    describe(`in the ${scheme} scheme, axe finds nothing`, () => {
      let opened: OpenedPage;
      before(async () => {
        opened = await kit.openRecords(refused, { scheme });
      });
      after(() => opened.page.close());

      for (const [screen, heading] of Object.entries(headings)) {
        it(`on the screen ${screen}`, async () => {
          const { page, problems } = opened;
          await goTo(page, screen);
          await page.locator('main h1', { hasText: heading }).first().waitFor({ state: 'attached' });
          expect(await faultsOf(page)).to.deep.equal([]);
          expect(problems).to.deep.equal([]);
        });
      }

      it('in any tab of a record', async () => {
        const { page } = opened;
        for (const tab of ['Payload', 'Cause', 'Diff', 'Raw', 'Explain']) {
          await page.getByRole('tab', { name: tab }).click();
          expect(await faultsOf(page), tab).to.deep.equal([]);
        }
      });

      it('in the help', async () => {
        const { page } = opened;
        await page.getByRole('row', { selected: true }).waitFor();
        await page.keyboard.press('?');
        await page.getByRole('dialog').waitFor();
        expect(await faultsOf(page)).to.deep.equal([]);
      });
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
