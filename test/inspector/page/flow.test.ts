import { expect } from 'chai';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { recordList } from '../../support/recorded-list.js';
import { eventually, longTrace, PageKit } from './page-kit.js';

describe('Flow screen', function () {
  this.timeout(60_000);
  let kit: PageKit;
  let good: TraceRecord[];
  let refused: TraceRecord[];
  before(async () => {
    [kit, good, refused] = await Promise.all([
      PageKit.start(),
      recordList('default'),
      recordList('wrong-app-password'),
    ]);
  });
  after(() => kit.stop());

  it('opens from disk as one file and asks for nothing else', async () => {
    const { page, requests, problems } = await kit.openRecords(good);
    const grid = page.getByRole('grid');
    await grid
      .getByRole('row', { name: /Login from UserPBXLogin to PBX/ })
      .first()
      .waitFor();
    await eventually(page, async () => {
      expect(await page.getByRole('region', { name: 'Diagnosis' }).textContent()).to.contain(
        'Everything went well: ',
      );
    });
    expect(requests).to.deep.equal([]);
    expect(problems).to.deep.equal([]);
    await page.close();
  });

  it('shows first what went wrong, with the record that shows it, and explains it', async () => {
    const { page, problems } = await kit.openRecords(refused);
    const banner = page.getByRole('region', { name: 'Diagnosis' });
    await eventually(page, async () => {
      expect(await banner.textContent())
        .to.match(/refused the login/)
        .and.to.match(/password/);
    });
    const evidence = page.getByRole('row', { selected: true });
    await eventually(page, async () => {
      expect(await evidence.getAttribute('aria-label')).to.match(/AppLoginResult from .*shows the failure/);
    });
    await page.getByRole('grid').press('Home');
    await eventually(page, async () => {
      expect(await evidence.getAttribute('aria-label')).to.contain('run 1 begins');
    });
    await banner.getByRole('button', { name: /Show record/ }).click();
    await eventually(page, async () => {
      expect(await evidence.getAttribute('aria-label')).to.contain('AppLoginResult');
    });
    await eventually(page, async () => {
      expect(await page.getByRole('complementary', { name: 'Selected record' }).textContent()).to.contain(
        'SHA256',
      );
    });
    expect(problems).to.deep.equal([]);
    await page.close();
  });

  it('goes everywhere by keyboard', async () => {
    const { page } = await kit.openRecords(refused);
    const selected = page.getByRole('row', { selected: true });
    const label = async (): Promise<string> => (await selected.getAttribute('aria-label')) ?? '';
    await selected.waitFor();
    const start = Number.parseInt(await label(), 10);
    await page.keyboard.press('k');
    expect(Number.parseInt(await label(), 10)).to.be.below(start);
    await page.keyboard.press('j');
    expect(Number.parseInt(await label(), 10)).to.equal(start);
    await page.getByRole('grid').press('Home');
    await page.keyboard.press('n');
    await eventually(page, async () => {
      expect(await label()).to.match(/trouble|failure/);
    });
    await page.keyboard.press('f');
    await page.keyboard.type('mt:Login');
    await page.keyboard.press('Enter');
    await page.getByText(/^2 of /).waitFor();
    for (const [key, screen] of [
      ['s', 'State'],
      ['c', 'Charts'],
      ['f', 'Flow'],
    ] as const) {
      await page.keyboard.press('g');
      await page.keyboard.press(key);
      const tab = page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen });
      await eventually(page, async () => {
        expect(await tab.getAttribute('aria-current')).to.equal('page');
      });
    }
    await page.keyboard.press('d');
    await page.getByRole('button', { name: 'pinned' }).waitFor();
    // From the first of many rows, so that it plays for a while.
    await page.getByRole('searchbox').fill('');
    await page.getByRole('grid').press('Home');
    // A link is not pressed by Space, so on a tab the key plays as everywhere.
    await page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: 'Flow' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Stop playing' }).waitFor();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Play the recording' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.close();
  });

  it('narrows by query, says what is wrong with one, and shows all again', async () => {
    const { page } = await kit.openRecords(good);
    const query = page.getByRole('searchbox');
    await query.fill('mt:NoSuchMessage');
    await page.getByRole('button', { name: 'Show all rows' }).click();
    // The rows are back, and with them the line is empty.
    await page
      .getByRole('row', { name: /Authenticate from PBX/ })
      .first()
      .waitFor();
    await eventually(page, async () => {
      expect(await query.inputValue()).to.equal('');
    });
    await query.fill('gap>nonsense');
    await page.locator('#query-problems:not(:empty)').waitFor();
    await page.close();
  });

  it('tells why a step went the way it did', async () => {
    const { page } = await kit.openRecords(good);
    await page.getByRole('searchbox').fill('mt:Authenticate');
    await page.getByRole('row', { name: /Authenticate from PBX/ }).click();
    await page.getByRole('tab', { name: 'Cause' }).click();
    const panel = page.getByRole('tabpanel');
    await panel.getByText('✓ taken').first().waitFor();
    const told = await panel.textContent();
    expect(told).to.contain('Ways for Authenticate in Initial.awaitingAuthenticate');
    expect(told).to.match(/Then at once, in Initial\.answering.*not taken.* if hasFailed.*✓ taken/s);
    await page.getByRole('tab', { name: 'Diff' }).click();
    await panel.getByText('challenge').first().waitFor();
    await page.close();
  });

  it('links to what is looked at without a word of what was sent', async () => {
    const { page } = await kit.openRecords(good, { fragment: '#s=26&v=state&a=UserPBXLogin' });
    await page.getByRole('heading', { name: 'UserPBXLogin', level: 1 }).waitFor();
    await page.keyboard.press('g');
    await page.keyboard.press('f');
    await page.getByRole('searchbox').fill('mt:Login');
    await page.waitForURL(/q=mt/);
    await page.getByRole('searchbox').fill('sample.dom');
    await page.waitForURL((url) => !url.hash.includes('q='));
    expect(page.url()).to.contain('s=26').and.not.to.contain('sample.dom');
    await page.close();
  });

  it('has side panes whose width is changed by key and pointer, and remembered', async () => {
    const { page, problems } = await kit.openRecords(good);
    const edge = page.getByRole('separator', { name: /automatons' pane/ });
    const width = async (): Promise<number> => (await page.locator('.flow-side').boundingBox())?.width ?? 0;
    const usual = await width();
    await edge.press('ArrowRight');
    await page.locator('.flow-edge[aria-valuenow="252"]').waitFor();
    await eventually(page, async () => {
      expect(await width()).to.equal(usual + 24);
    });
    const box = await edge.boundingBox();
    if (box === null) throw new Error('The edge cannot be seen.');
    await page.mouse.move(box.x, box.y + 100);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y + 100);
    await page.mouse.up();
    const dragged = await width();
    expect(dragged).to.be.within(usual + 80, usual + 90);
    await page.reload();
    await page.getByRole('grid').waitFor();
    await eventually(page, async () => {
      expect(await width()).to.equal(dragged);
    });
    await edge.press('Home');
    await page.locator('.flow-edge[aria-valuenow="228"]').waitFor();
    expect(problems).to.deep.equal([]);
    await page.close();
  });

  it('says so when nothing has happened, and offers no filter to take away', async () => {
    const { page } = await kit.openRecords(good.slice(0, 1));
    await page.getByText(/Nothing has happened in this recording\. /).waitFor();
    await eventually(page, async () => {
      expect(await page.getByRole('button', { name: 'Show all rows' }).count()).to.equal(0);
    });
    await page.close();
  });

  it('draws only the rows that are seen, however many there are', async () => {
    const { page } = await kit.openRecords(longTrace(50_000));
    const grid = page.getByRole('grid');
    expect(Number(await grid.getAttribute('aria-rowcount'))).to.be.above(49_000);
    for (const key of ['End', 'PageUp', 'Home', 'PageDown']) {
      await grid.press(key);
      await page.getByRole('row', { selected: true }).waitFor();
      await eventually(page, async () => {
        expect(await page.getByRole('row').count()).to.be.within(20, 80);
      });
    }
    await grid.press('End');
    await eventually(page, async () => {
      expect(await page.getByRole('row', { selected: true }).getAttribute('aria-label')).to.match(/^50000,/);
    });
    await page.close();
  });
});
