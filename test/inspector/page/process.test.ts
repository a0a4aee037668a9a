import { expect } from 'chai';
import { inspect } from '../../../inspector/server/inspect.js';
import type { Inspector } from '../../../inspector/server/inspect.js';
import { playScenario, scenarioList } from '../../../inspector/server/play-scenario.js';
import { recordList } from '../../support/recorded-list.js';
import type { OpenedPage } from './page-kit.js';
import { PageKit } from './page-kit.js';

describe('Page and the process that serves it', function () {
  this.timeout(60_000);
  let kit: PageKit;
  let inspector: Inspector | undefined;
  const ending = new AbortController();
  const playing: Promise<void>[] = [];

  before(async () => {
    kit = await PageKit.start();
  });
  afterEach(async () => {
    await inspector?.close();
    inspector = undefined;
  });
  after(async () => {
    ending.abort();
    await Promise.all(playing);
    await kit.stop();
  });

  /** As `pbx-automata inspect` serves it. */
  async function serve(): Promise<string> {
    inspector = await inspect({
      open: false,
      stays: false,
      control: true,
      policy: 'sample',
      title: 'pbx-automata inspect',
      pageFolder: kit.pageFolder,
      say: () => undefined,
      scenarios: {
        list: scenarioList(),
        start: async (name) => {
          playing.push((await playScenario(name, ending.signal)).ended);
        },
      },
    });
    return inspector.url;
  }

  const diagnosis = ({ page }: OpenedPage, text: RegExp) =>
    page.getByRole('region', { name: 'Diagnosis' }).getByText(text);

  it('opens on what there is to choose, shows a sample, and goes back to the process', async () => {
    const opened = await kit.open(await serve());
    const { page } = opened;
    await page.getByText('Start a login on the simulator').waitFor();
    await page.getByRole('button', { name: /^A wrong app password/ }).click();
    await diagnosis(opened, /refused the login/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Open' }).click();
    await page.getByText('Start a login on the simulator').waitFor();
    await page.getByRole('button', { name: 'Back to live' }).click();
    await page.getByText('live', { exact: true }).waitFor();
    expect(opened.problems).to.deep.equal([]);
  });

  it('is still there for the process while it shows a sample', async () => {
    const opened = await kit.open(await serve());
    const { page } = opened;
    await page.getByRole('button', { name: /^A good login/ }).click();
    await diagnosis(opened, /Everything went well/).waitFor();
    await page.getByRole('link', { name: 'Open' }).click();
    // A scenario can be started only where the process hears of it.
    await page.getByRole('button', { name: /^website/ }).click();
    await diagnosis(opened, /plain web site/)
      .first()
      .waitFor();
  });

  it('shows a scenario alone, whatever was played before', async () => {
    const opened = await kit.open(await serve());
    const { page } = opened;
    await page.getByRole('button', { name: /^wrong-app-password/ }).click();
    await diagnosis(opened, /refused the login/)
      .first()
      .waitFor();
    await page
      .getByText(/run 2 ended/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'Open' }).click();
    await page.getByRole('button', { name: /^default/ }).click();
    await diagnosis(opened, /Everything went well/).waitFor();
    expect(await page.getByText(/run 1 /).count()).to.equal(0);
  });

  it('keeps every screen when the process is gone, and says what is kept', async () => {
    const opened = await kit.open(await serve());
    const { page } = opened;
    await page.getByRole('button', { name: /^default/ }).click();
    await diagnosis(opened, /Everything went well/).waitFor();
    // The machines for the re-run come last of all.
    await page.waitForFunction(
      () => performance.getEntriesByType('resource').some(({ name }) => name.includes('rerun-')),
      undefined,
      { polling: 100 },
    );
    await page.waitForLoadState('networkidle');
    await inspector?.close('The program has come to its end.');
    await page.getByText(/What it recorded until then is kept here/).waitFor();
    for (const screen of ['Charts', 'State', 'Compare', 'Re-run', 'Export']) {
      await page.getByRole('link', { name: screen, exact: true }).click();
      await page.locator('main h1, main h2').first().waitFor();
      expect(await page.getByText('could not be loaded').count(), screen).to.equal(0);
    }
  });

  it('says so when it is not let in, or has no token', async () => {
    const url = await serve();
    const wrong = await kit.open(url.replace(/#t=.*/, `#t=${'A'.repeat(32)}`));
    await wrong.page.getByText(/does not let this page in/).waitFor();
    const without = await kit.open(url.replace(/#t=.*/, ''));
    await without.page.getByText(/lets nobody look into the program/).waitFor();
  });

  it('judges the newest of several logins, and another one when it is chosen', async () => {
    const [first, second] = [await recordList('wrong-app-password'), await recordList('default')];
    const [, ...rest] = second;
    const offset = first.length - 1;
    const later = rest.map((record) => ({
      ...record,
      seq: record.seq + offset,
      t: record.t + 60_000,
      ...(record.cause !== undefined && { cause: record.cause + offset }),
      ...(record.run !== undefined && { run: record.run + 2 }),
    }));
    const opened = await kit.openRecords([...first, ...later]);
    await diagnosis(opened, /Everything went well/).waitFor();
    await opened.page.getByRole('combobox', { name: /^Login/ }).selectOption({ index: 0 });
    await diagnosis(opened, /refused the login/)
      .first()
      .waitFor();
    const selected = opened.page.getByRole('row', { selected: true });
    expect(await selected.getAttribute('aria-label')).to.contain('AppLoginResult');
  });

  it('State begins with the automaton of the selected record', async () => {
    const { page } = await kit.openRecords(await recordList('wrong-app-password'));
    await page.getByRole('link', { name: 'State' }).click();
    const chosen = page.locator('main [aria-pressed=true]');
    await chosen.filter({ hasText: 'INNOVAPHONE-DEVICES--A' }).first().waitFor();
  });
});
