import { expect } from 'chai';
import { inspect } from '../../../inspector/server/inspect.js';
import type { Inspector } from '../../../inspector/server/inspect.js';
import type { InspectOptions } from '../../../inspector/server/inspect.js';
import { playScenario, scenarioList } from '../../../inspector/server/play-scenario.js';
import type { OpenedPage } from './page-kit.js';
import { eventually, PageKit } from './page-kit.js';

describe('Page on a live program', function () {
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

  /** Opens the page on a program that plays scenarios when it is asked to. */
  async function open(options: InspectOptions): Promise<OpenedPage> {
    inspector = await inspect({
      open: false,
      stays: false,
      policy: 'sample',
      title: 'program under test',
      pageFolder: kit.pageFolder,
      say: () => undefined,
      scenarios: {
        list: scenarioList(),
        start: async (name) => {
          const { ended } = await playScenario(name, ending.signal);
          playing.push(ended);
        },
      },
      ...options,
    });
    const opened = await kit.open(inspector.url);
    await opened.page.getByText('live', { exact: true }).waitFor();
    return opened;
  }

  it('takes the token out of the address, starts a scenario and watches it to its end', async () => {
    const { page, problems, requests } = await open({ control: true });
    expect(page.url()).not.to.contain('t=');
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('button', { name: /^wrong-app-password/ }).click();
    const banner = page.getByRole('region', { name: 'Diagnosis' });
    await banner.getByText(/refused the login/).waitFor();
    await page
      .getByText(/run 2 ended/)
      .first()
      .waitFor();
    expect(await page.getByText('sample secrets').count()).to.equal(1);
    expect(problems).to.deep.equal([]);
    expect(requests.every((url) => /^(http|ws):\/\/127\.0\.0\.1[:/]/.test(url))).to.equal(true);
    await page.close();
  });

  it('holds before the first act, steps, sets a breakpoint from a row, and goes on until there', async () => {
    const { page } = await open({ hold: true });
    const act = async (key: string): Promise<void> => {
      await page.getByRole('grid').press(key);
    };
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('button', { name: /^default/ }).click();
    const held = page.getByText(/^Held before/);
    await held.waitFor();
    // One step at a time: two keys in a row could step over the message that the breakpoint is to be for.
    const login = page.getByRole('row', { name: /, Login from/ });
    for (let steps = 0; steps < 20 && (await login.count()) === 0; steps += 1) {
      const before = await held.textContent();
      await act('.');
      await eventually(page, async () => {
        expect(await held.textContent()).not.to.equal(before);
      });
    }
    await login.click();
    await act('b');
    await page.getByText(/Breakpoint set/).waitFor();
    await act('Space');
    await page.getByText(/Held before UserPBXLogin sends/).waitFor();
    await act('Space');
    await page
      .getByRole('region', { name: 'Diagnosis' })
      .getByText(/Everything went well/)
      .waitFor();
    await page.close();
  });

  it('only watches a program that did not allow more', async () => {
    const { page } = await open({});
    expect(await page.getByRole('button', { name: 'Hold' }).count()).to.equal(0);
    await page.close();
  });

  it('keeps what it has when the program ends, and says so', async () => {
    const { page } = await open({ control: true });
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('button', { name: /^default/ }).click();
    await page
      .getByRole('region', { name: 'Diagnosis' })
      .getByText(/Everything went well/)
      .waitFor();
    const rows = await page.getByRole('grid').getAttribute('aria-rowcount');
    await inspector?.close('The program has come to its end.');
    await page.getByText('The program has come to its end.').waitFor();
    await page.getByText('program ended').waitFor();
    expect(await page.getByRole('grid').getAttribute('aria-rowcount')).to.equal(rows);
    await page.close();
  });

  it('attaches again after a reload, with the token that the tab kept', async () => {
    const { page } = await open({ control: true });
    await page.reload();
    await page.getByText('live', { exact: true }).waitFor();
    await page.close();
  });

  it('opens a sample', async () => {
    const { page } = await open({ control: true });
    await page.keyboard.press('g');
    await page.keyboard.press('o');
    await page.getByRole('button', { name: /A login that hangs/ }).click();
    await page
      .getByRole('region', { name: 'Diagnosis' })
      .getByText(/waited in/)
      .waitFor();
    await page.close();
  });
});
