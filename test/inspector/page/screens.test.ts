import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { eventually, PageKit } from './page-kit.js';
import { faultsOf, goTo, linesOf, openServed, recordScenario } from './screens-kit.js';

describe('Inspector page: Compare, Re-run, Export, help', function () {
  this.timeout(60_000);
  let kit: PageKit;
  let good: TraceRecord[];
  let bad: TraceRecord[];

  before(async () => {
    kit = await PageKit.start();
    good = await recordScenario('default');
    bad = await recordScenario('wrong-app-password');
  });
  after(() => kit.stop());

  it('an address that names a record, a screen and an automaton holds, also on a recording that is served', async () => {
    const { page, close } = await openServed(kit, good, { fragment: '&s=40&a=UserPBXLogin&v=charts' });
    const record = page.getByRole('heading', { level: 1, name: /at record 40$/ });
    await record.waitFor();
    // Judged by now: what was found does not take the place of what was asked for.
    await page
      .getByRole('region', { name: 'Diagnosis' })
      .getByText(/Everything went well/)
      .waitFor();
    await record.waitFor();
    await page.waitForURL(/#s=40&a=UserPBXLogin&v=charts$/);
    await page.evaluate("location.hash = '#s=26&v=flow'");
    await page.locator('#row-26[aria-selected=true]').waitFor();
    await page.waitForURL(/#s=26&a=UserPBXLogin$/);
    await close();
  });

  it('Compare puts the first difference between a good and a bad login on top', async () => {
    const { page, problems, close } = await openServed(kit, good);
    await goTo(page, 'Compare');
    await page.getByText('Compare two recordings').waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.locator('.compare-pick input').setInputFiles(kit.write('bad.jsonl', linesOf(bad)));
    const verdict = page.locator('.compare-verdict');
    await verdict.getByText(/First difference, at INNOVAPHONE-DEVICES--WS/).waitFor();
    const rows = page.getByRole('grid', { name: 'Steps of both recordings' });
    await eventually(page, async () => {
      expect(await rows.locator('[aria-selected=true]').innerText()).to.include('AppLoginResult (ok=true)');
    });
    await page.getByLabel('Only differences').check();
    await rows.locator('.compare-differs').first().waitFor();
    await eventually(page, async () => {
      expect(await rows.locator('[role=row]:not(.compare-differs)').count()).to.equal(0);
    });
    await rows.focus();
    await page.keyboard.press('ArrowDown');
    await eventually(page, async () => {
      expect(await rows.locator('[aria-selected=true]').innerText()).to.include(
        'posted AppLoginFailure to * (APP_LOGIN_REFUSED)',
      );
    });
    await page.getByRole('button', { name: '⇄ Swap' }).click();
    await page.getByText(/left: .*bad\.jsonl/).waitFor();
    await eventually(page, async () => {
      expect(await verdict.innerText()).to.match(
        /First difference, at INNOVAPHONE-DEVICES--WS: the left recording received AppLoginResult without ok /,
      );
    });
    expect(await faultsOf(page)).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
    await close();
  });

  it('Re-run says that a masked login ends as recorded, and compares the new trace with it', async () => {
    const { page, problems, requests, close } = await openServed(kit, good);
    await goTo(page, 'Re-run');
    await page.getByRole('button', { name: 'Run again' }).waitFor();
    expect(requests.some((address) => /\/rerun-(?!screen)/.test(address))).to.equal(false);
    await page.getByRole('button', { name: 'Run again' }).click();
    await page.getByRole('heading', { name: 'The same' }).waitFor();
    await eventually(page, async () => {
      expect(await page.getByRole('region', { name: 'Report' }).innerText()).to.include(
        'LoginResult digest: ok',
      );
    });
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.getByRole('button', { name: 'Compare with the recording' }).click();
    await page.getByText('Both recordings did the same, step by step.').waitFor();
    expect(problems).to.deep.equal([]);
    await close();
  });

  it('Export saves the trace, and a one-file page that opens from disk without a request', async () => {
    const { page, problems, close } = await openServed(kit, good);
    await goTo(page, 'Export');
    await page.getByText(/^One file of/).waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /^Save .*\.html$/ }).click(),
    ]);
    const html = readFileSync(await saved.path(), 'utf8');
    const opened = await kit.open(kit.write('saved.html', html));
    await opened.page.locator('.flow-svg').first().waitFor();
    expect(opened.requests).to.deep.equal([]);
    expect(opened.problems).to.deep.equal([]);
    await opened.page.close();
    await page.getByLabel('Trace, JSON Lines').check();
    const [trace] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /^Save .*\.jsonl$/ }).click(),
    ]);
    expect(readFileSync(await trace.path(), 'utf8')).to.equal(linesOf(good));
    for (const format of ['Ladder, SVG', 'Chart, SVG']) {
      await page.getByLabel(format).check();
      await page.locator('.export-picture svg').waitFor();
    }
    for (const format of ['Ladder, PNG', 'Chart, PNG']) {
      await page.getByLabel(format).check();
      const [picture] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: /^Save .*\.png$/ }).click(),
      ]);
      expect(
        readFileSync(await picture.path())
          .subarray(1, 4)
          .toString(),
      ).to.equal('PNG');
    }
    expect(problems).to.deep.equal([]);
    await close();
  });

  it('Export warns in words when secrets are readable', async () => {
    const [head, ...rest] = good;
    if (head?.kind !== 'head') throw new Error('A trace begins with its head.');
    const { page, close } = await openServed(kit, [{ ...head, redaction: 'revealed' }, ...rest]);
    await goTo(page, 'Export');
    await page.getByRole('alert').getByText('Private: secrets are readable in this trace.').waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await close();
  });

  it('help lists the keys, closes by Esc, and is clean in the dark', async () => {
    const { page, problems, close } = await openServed(kit, good, { scheme: 'dark' });
    await page.locator('.flow-svg').first().waitFor();
    await page.keyboard.press('?');
    const dialog = page.getByRole('dialog', { name: 'Keys and legend' });
    await dialog.getByText('next trouble, trouble before').waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(problems).to.deep.equal([]);
    await close();
  });
});
