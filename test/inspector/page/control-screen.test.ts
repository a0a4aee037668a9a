import { expect } from 'chai';
import type { Inspector } from '../../../inspector/server/inspect.js';
import { inspect } from '../../../inspector/server/inspect.js';
import { playScenario } from '../../../inspector/server/play-scenario.js';
import type { OpenedPage } from './page-kit.js';
import { eventually, PageKit } from './page-kit.js';
import { faultsOf, goTo, openServed } from './screens-kit.js';

describe('Inspector page: Control', function () {
  this.timeout(60_000);
  let kit: PageKit;
  let inspector: Inspector | undefined;
  let stop: () => Promise<void> = () => Promise.resolve();

  before(async () => {
    kit = await PageKit.start();
  });
  after(() => kit.stop());
  afterEach(async () => {
    await stop();
    await inspector?.close();
    inspector = undefined;
  });

  /** A login to the simulator that is held before its first message, and the page on it. */
  async function held(): Promise<OpenedPage> {
    inspector = await inspect({
      hold: true,
      open: false,
      stays: false,
      say: () => undefined,
      title: 'a login',
      pageFolder: kit.pageFolder,
    });
    const abort = new AbortController();
    const playing = await playScenario('default', abort.signal);
    stop = async () => {
      abort.abort();
      inspector?.desk.resume();
      await playing.ended;
      stop = () => Promise.resolve();
    };
    const opened = await kit.open(inspector.url);
    await goTo(opened.page, 'Control');
    return opened;
  }

  it('shows what stands still, steps, stops at a breakpoint, and resumes', async () => {
    const { page, problems } = await held();
    const pending = page.locator('.control-pending');
    await pending.waitFor();
    const first = await pending.innerText();
    await eventually(page, async () => {
      expect(await page.locator('.control-stand').innerText()).to.match(/Held\s+0:\d\d/);
    });
    await page.getByLabel('Message type').fill('UpdateAppsComplete');
    await page.getByRole('button', { name: 'Add breakpoint' }).click();
    await page.getByText('UpdateAppsComplete passes any automaton, in or out').waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await page.getByRole('button', { name: /Step one/ }).click();
    await page.waitForFunction(
      `document.querySelector('.control-pending')?.innerText !== ${JSON.stringify(first)}`,
    );
    await page.getByRole('button', { name: /Resume/ }).click();
    await pending.locator('.control-mt').getByText('UpdateAppsComplete').waitFor();
    await page.getByText('met once').waitFor();
    await page.getByRole('button', { name: 'UserPBXLogin', exact: true }).click();
    await eventually(page, async () => {
      expect(await page.getByLabel('Context of UserPBXLogin').innerText()).to.include(
        '"domain": "sample.dom"',
      );
    });
    await page.getByRole('button', { name: /Remove breakpoint/ }).click();
    await page.getByRole('button', { name: /Resume/ }).click();
    await page.locator('.control-stand').getByText('Running').waitFor();
    expect(problems).to.deep.equal([]);
    await page.close();
  });

  it('sends by hand what the state accepts, and names the record that it made', async () => {
    const { page, problems } = await held();
    await page.locator('.control-pending').waitFor();
    const send = page.getByRole('region', { name: 'Send by hand' });
    await send.getByRole('button', { name: 'As a post' }).click();
    const message = send.getByLabel('Message', { exact: true });
    await message.fill('{"mt": "a" "b"}');
    await eventually(page, async () => {
      expect(await send.locator('#inject-problem').innerText()).to.match(
        /^This is not JSON: .*line 1, column 12/,
      );
    });
    await message.fill('{"m": 1}');
    await eventually(page, async () => {
      expect(await send.locator('#inject-problem').innerText()).to.include('needs a member "mt"');
    });
    await eventually(page, async () => {
      expect(await send.getByRole('button', { name: 'Send', exact: true }).isDisabled()).to.equal(true);
    });
    await message.fill('{"mt": "Hello"}');
    await send.getByText('No automaton takes Hello in its present state').waitFor();
    await send.getByRole('button', { name: 'Send', exact: true }).click();
    await send.getByText('It made record').waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
    await page.close();
  });

  it('stops where a state is entered, a post is delivered, or the context meets a condition', async () => {
    const { page, problems } = await held();
    await page.locator('.control-pending').waitFor();
    const form = page.getByRole('form', { name: 'Add a breakpoint' });
    const add = async (kind: string, fields: Readonly<Record<string, string>>): Promise<void> => {
      await form.getByLabel('Hold when').selectOption(kind);
      for (const [label, value] of Object.entries(fields)) await form.getByLabel(label).fill(value);
      await form.getByRole('button', { name: 'Add breakpoint' }).click();
    };
    const met = async (count: number): Promise<void> => {
      await page.getByRole('button', { name: /Resume/ }).click();
      await page
        .locator('main')
        .getByText('met once')
        .nth(count - 1)
        .waitFor();
    };
    await add('state', { 'State or phase': 'Initial.awaitingApps' });
    await met(1);
    await add('context', { 'Member, with dots': 'apps.length', Value: '1' });
    await add('post', { 'Message type': 'UserPBXLoginSuccess' });
    await met(2);
    await met(3);
    await eventually(page, async () => {
      expect(await page.getByRole('button', { name: /Remove breakpoint/ }).count()).to.equal(3);
    });
    expect(problems).to.deep.equal([]);
    await page.close();
  });

  it('sends to the peer, and as if from the peer', async () => {
    const { page, problems } = await held();
    await page.locator('.control-pending').waitFor();
    const send = page.getByRole('region', { name: 'Send by hand' });
    for (const [way, text] of [
      ['As if from the peer', '{"mt": "ByHandFromThere"}'],
      ['To the peer', '{"mt": "ByHandToThere"}'],
    ] as const) {
      await send.getByRole('button', { name: way }).click();
      await send.getByLabel('Message', { exact: true }).fill(text);
      await send.getByRole('button', { name: 'Send', exact: true }).click();
      await send.getByText('It made record').waitFor();
    }
    await page.getByRole('button', { name: /Resume/ }).click();
    await goTo(page, 'Flow');
    await page.getByRole('searchbox').fill('kind:message ByHand');
    await page.getByRole('row', { name: /ByHandToThere from/ }).waitFor();
    await page.getByRole('row', { name: /ByHandFromThere from PBX/ }).waitFor();
    expect(problems).to.deep.equal([]);
    await page.close();
  });

  it('a page whose program is gone in the middle of a run says so and keeps everything', async () => {
    const { page } = await held();
    await page.locator('.control-pending').waitFor();
    await goTo(page, 'Flow');
    const rows = page.getByRole('grid');
    await rows.waitFor();
    const before = await rows.getAttribute('aria-rowcount');
    await inspector?.close('The program has been stopped.');
    await page.getByText('program ended').waitFor();
    expect(Number(await rows.getAttribute('aria-rowcount'))).to.be.at.least(Number(before));
    await eventually(page, async () => {
      expect(await page.getByText(/^Held before/).count()).to.equal(0);
    });
    await page.close();
  });

  it('says how to get control where there is none', async () => {
    const { page, close } = await openServed(kit, [
      {
        seq: 1,
        t: 0,
        kind: 'head',
        format: 'pbx-automata-trace',
        version: 1,
        start: '2026-01-01T00:00:00.000Z',
        versions: {},
        redaction: 'masked',
        lanes: [],
      },
    ]);
    await goTo(page, 'Control');
    await page.getByText('pbx-automata list --hold').waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await close();
  });
});
