import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { setup } from 'xstate';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { eventually, PageKit } from './page-kit.js';
import { faultsOf, goTo, openServed, recordScenario } from './screens-kit.js';

describe('Inspector page: Charts', function () {
  this.timeout(60_000);
  let kit: PageKit;
  let login: TraceRecord[];

  before(async () => {
    kit = await PageKit.start();
    login = await recordScenario('default');
  });
  after(() => kit.stop());

  /** Enlarges the chart of an automaton and moves the cursor to where it came to a state. */
  async function goToArrival(page: Page, nickname: string, state: string): Promise<void> {
    await goTo(page, 'Charts');
    await page.getByRole('button', { name: nickname, exact: true }).click();
    await page.locator(`[data-state="${state}"]`).click();
    await page
      .getByRole('complementary')
      .getByRole('button', { name: `${nickname} → ${state}` })
      .click();
  }

  it('shows all automatons at the cursor, the present state lit in each', async () => {
    const { page, problems, close } = await openServed(kit, login);
    await goToArrival(page, 'UserPBXLogin', 'Initial.awaitingApps');
    await page.getByRole('button', { name: 'All charts' }).click();
    const card = page.getByRole('article', { name: 'UserPBXLogin' });
    await card.getByText('LoginResult: from awaitingLoginResult').waitFor();
    await eventually(page, async () => {
      expect(await page.getByRole('article').count()).to.equal(5);
    });
    await eventually(page, async () => {
      expect(await card.locator('.mini-state.mini-active').textContent()).to.include('awaitingApps');
    });
    const later = page.getByRole('article', { name: 'DeviceLister' });
    await eventually(page, async () => {
      expect(await later.textContent()).to.include('not started yet');
    });
    await eventually(page, async () => {
      expect(await later.locator('.mini-active').count()).to.equal(0);
    });
    expect(await faultsOf(page)).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
    await close();
  });

  it('enlarges one: a click on a state filters Flow to its stays, by keyboard too', async () => {
    const { page, problems, close } = await openServed(kit, login);
    await goTo(page, 'Charts');
    await page.getByRole('button', { name: 'UserPBXLogin', exact: true }).click();
    const state = page.locator('[data-state="Initial.awaitingApps"]');
    await state.focus();
    await page.keyboard.press('Enter');
    await eventually(page, async () => {
      expect(await state.getAttribute('aria-pressed')).to.equal('true');
    });
    const side = page.getByRole('complementary', { name: 'Selected state' });
    await eventually(page, async () => {
      expect(await side.innerText())
        .to.include('Entered once.')
        .and.include('UpdateAppsInfo');
    });
    expect(await faultsOf(page)).to.deep.equal([]);
    await side.getByRole('button', { name: 'Show its stays in Flow' }).click();
    const query = page.getByRole('searchbox').first();
    await eventually(page, async () => {
      expect(await query.inputValue()).to.equal('state:"Initial.awaitingApps" lane:"UserPBXLogin"');
    });
    expect(problems).to.deep.equal([]);
    await close();
  });

  it('draws the graph of our own machines without the layout engine, and zooms by keyboard', async () => {
    const { page, problems, requests, close } = await openServed(kit, login);
    await goToArrival(page, 'DeviceLister', 'Dead');
    await page.getByRole('tab', { name: 'Graph' }).click();
    await page.locator('.graph-picture svg [data-state="Initial.awaitingDevices"]').waitFor();
    await page.locator('[data-state="Dead"].graph-active').waitFor();
    const zoom = page.locator('.graph-zoom');
    await page.getByRole('region', { name: /Graph of DeviceLister/ }).focus();
    const before = await zoom.innerText();
    await page.keyboard.press('+');
    await eventually(page, async () => {
      expect(await zoom.innerText()).not.to.equal(before);
    });
    expect(requests.filter((address) => address.includes('elk'))).to.deep.equal([]);
    expect(await faultsOf(page)).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
    await close();
  });

  it('lays out a chart of 150 states in a worker while the page goes on', async () => {
    const { page, problems, requests, close } = await openServed(kit, largeChart(150));
    await goTo(page, 'Charts');
    await page.getByRole('button', { name: 'Large', exact: true }).click();
    await page.getByRole('tab', { name: 'Graph' }).click();
    await page.getByText('Laying out Large…').waitFor();
    await page.locator('.graph-picture svg').waitFor();
    expect(requests.some((address) => address.endsWith('/elk-worker.js'))).to.equal(true);
    expect(problems).to.deep.equal([]);
    await close();
  });

  it('says why there is no chart in a recording of messages only', async () => {
    const messages = login.filter(({ kind }) => kind === 'head' || kind === 'message' || kind === 'socket');
    const { page, close } = await openServed(kit, messages);
    await goTo(page, 'Charts');
    await page.getByText('No automaton in this trace').waitFor();
    expect(await faultsOf(page)).to.deep.equal([]);
    await close();
  });
});

/** A recording of an automaton with so many states, in groups of ten, that goes from each to the next two. */
function largeChart(count: number): TraceRecord[] {
  const names = Array.from({ length: count }, (_, index) => `s${index}`);
  const groups = Array.from({ length: Math.ceil(count / 10) }, (_, index) =>
    names.slice(index * 10, index * 10 + 10),
  );
  const states = Object.fromEntries(
    groups.map((group, index) => [
      `g${index}`,
      {
        initial: group[0],
        on: { skip: `g${(index + 1) % groups.length}` },
        states: Object.fromEntries(
          group.map((name, at) => [
            name,
            { on: { next: group[(at + 1) % group.length], jump: group[(at + 2) % group.length] } },
          ]),
        ),
      },
    ]),
  );
  const definition = { id: 'Large', initial: 'g0', states };
  // XState takes it, so it is a chart that can exist.
  setup({}).createMachine(definition);
  return [
    {
      seq: 1,
      t: 0,
      kind: 'head',
      format: 'pbx-automata-trace',
      version: 1,
      start: '2026-01-01T00:00:00.000Z',
      versions: {},
      redaction: 'masked',
      lanes: ['Large'],
    },
    { seq: 2, t: 0, run: 1, kind: 'machine', hash: 'large', id: 'Large', definition },
    { seq: 3, t: 1, run: 1, kind: 'automaton', lane: 'Large', machine: 'large', id: 'Large' },
    {
      seq: 4,
      t: 1,
      run: 1,
      kind: 'transition',
      lane: 'Large',
      cause: 3,
      changes: [{ what: 'state', to: 'g0.s0' }],
      value: { g0: 's0' },
    },
  ];
}
