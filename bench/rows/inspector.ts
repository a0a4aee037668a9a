import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { ServedTrace } from 'pbx-automata/inspector';
import { serveTrace } from 'pbx-automata/inspector';
import type { TraceRecord } from 'pbx-automata/runtime';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { findChromium } from '../../scripts/find-chromium.mjs';
import { chartOf, recordedFlow, repeated } from '../long-trace.js';
import type { Figure, Row } from '../measure.js';
import { median } from '../measure.js';

/** What the page costs, in the Chromium of this machine. */
export const inspectorPageRow: Row = {
  run: async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pbx-automata-bench-'));
    const browser = await chromium.launch({
      executablePath: findChromium(),
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    try {
      const flow = await recordedFlow();
      const files = new TraceFiles(folder, browser);
      return [
        await firstLoad(files, flow),
        await openFile(files, repeated(flow, 10_000)),
        ...(await scroll(files, repeated(flow, 50_000))),
        await layOut(files, flow),
      ];
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Traces in files, opened in pages. */
class TraceFiles {
  constructor(
    private readonly folder: string,
    private readonly browser: Browser,
  ) {}

  write(records: readonly TraceRecord[]): string {
    const path = join(this.folder, `${records.length}.jsonl`);
    writeFileSync(path, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    return path;
  }

  /** Serves a trace and hands a page to whoever measures. */
  async open<T>(
    records: readonly TraceRecord[],
    measure: (page: Page, served: ServedTrace) => Promise<T>,
  ): Promise<T> {
    const served = await serveTrace(this.write(records));
    const page = await this.browser.newPage({ viewport: { width: 1280, height: 800 } });
    try {
      return await measure(page, served);
    } finally {
      await page.close();
      await served.close('measured');
    }
  }
}

/** Waits until the page says that it has all records. */
async function counted(page: Page, count: number): Promise<void> {
  await page.locator('.flow-count', { hasText: `of ${count.toLocaleString('en')}` }).waitFor();
}

async function firstLoad(files: TraceFiles, records: readonly TraceRecord[]): Promise<Figure> {
  return files.open(records, async (page, { url }) => {
    const bodies: Promise<Buffer>[] = [];
    page.on('response', (response) => {
      if (response.ok()) bodies.push(response.body());
    });
    await page.goto(url);
    await page.locator('[data-seq]').first().waitFor();
    const all = await Promise.all(bodies);
    const kib = all.reduce((sum, body) => sum + gzipSync(body).length, 0) / 1024;
    return {
      what: 'first load, without the layout engine',
      measured: `${kib.toFixed(1)} KiB`,
      reach: '≤ 60 KiB',
      isMet: kib <= 60,
      detail: `${all.length} files, each compressed with gzip`,
    };
  });
}

async function openFile(files: TraceFiles, records: readonly TraceRecord[]): Promise<Figure> {
  const path = files.write(records);
  return files.open(records.slice(0, 2), async (page, { url }) => {
    await page.goto(`${url}&v=open`);
    const times: number[] = [];
    for (let round = 0; round < 5; round += 1) {
      await page.keyboard.press('g');
      await page.keyboard.press('o');
      const input = page.locator('input[type=file]').first();
      await input.waitFor({ state: 'attached' });
      // From the choice of the file until a row can be seen and the last record be gone to.
      const startedAt = performance.now();
      await input.setInputFiles(path);
      await page.locator('[role=grid][aria-rowcount]').waitFor();
      await counted(page, records.length);
      await page.locator('[data-seq]').first().waitFor();
      times.push(performance.now() - startedAt);
    }
    const ms = median(times);
    return {
      what: 'a file of 10,000 records, until it can be used',
      measured: `${Math.round(ms)} ms`,
      reach: '< 1,000 ms',
      isMet: ms < 1000,
    };
  });
}

/** Scrolls by 20 rows a frame, 300 frames long; in the page, because only it sees its frames. */
const scrollThrough = `new Promise((resolve) => {
  const list = document.querySelector('[role=grid]');
  const work = [];
  const channel = new MessageChannel();
  let frame = 0;
  let began = 0;
  // A message that is posted in a frame comes when the frame has been laid out and painted.
  channel.port1.onmessage = () => work.push(performance.now() - began);
  const step = (time) => {
    began = time;
    frame += 1;
    list.scrollTop += 520;
    channel.port2.postMessage(0);
    if (frame < 300) requestAnimationFrame(step);
    else resolve(work);
  };
  requestAnimationFrame(step);
})`;

async function scroll(files: TraceFiles, records: readonly TraceRecord[]): Promise<readonly Figure[]> {
  return files.open(records, async (page, { url }) => {
    await page.goto(url);
    await counted(page, records.length);
    await page.evaluate(scrollThrough);
    const work = (await page.evaluate<number[]>(scrollThrough)).sort((one, other) => one - other);
    const part = (share: number): number => work[Math.floor((work.length - 1) * share)] ?? NaN;
    const rows = await page.locator('[data-seq]').count();
    return [
      {
        what: '50,000 records, a frame while scrolling',
        measured: `${median(work).toFixed(1)} ms`,
        reach: '< 16 ms',
        isMet: part(0.95) < 16,
        detail: `19 of 20 frames within ${part(0.95).toFixed(1)} ms, the longest ${part(1).toFixed(1)} ms; ${rows} rows in the document`,
      },
    ];
  });
}

/** Watches how long the page does not answer. */
const watchPauses = `{
  let last = performance.now();
  window.longestPause = 0;
  const look = () => {
    const now = performance.now();
    window.longestPause = Math.max(window.longestPause, now - last);
    last = now;
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}`;

async function layOut(files: TraceFiles, flow: readonly TraceRecord[]): Promise<Figure> {
  const records = withMachine(flow, chartOf(150));
  return files.open(records, async (page, { url }) => {
    await page.goto(`${url}&v=charts`);
    await page.getByRole('button', { name: 'UserPBXLogin', exact: true }).click();
    await page.getByRole('tab', { name: 'Graph' }).waitFor();
    await page.evaluate(watchPauses);
    const startedAt = performance.now();
    await page.getByRole('tab', { name: 'Graph' }).click();
    await page.locator('.graph-picture svg').waitFor({ timeout: 30_000 });
    const ms = performance.now() - startedAt;
    const pause = Number(await page.evaluate('window.longestPause'));
    return {
      what: 'a chart of 150 states laid out',
      measured: `${Math.round(ms)} ms`,
      reach: '< 2,000 ms',
      isMet: ms < 2000,
      detail: `with the layout engine loaded; the page does not answer for ${Math.round(pause)} ms at most`,
    };
  });
}

/** The same trace with another machine behind the first automaton. */
function withMachine(flow: readonly TraceRecord[], definition: unknown): TraceRecord[] {
  let isDone = false;
  return flow.map((record) => {
    if (record.kind !== 'machine' || isDone) return record;
    isDone = true;
    return { ...record, id: 'Large', definition };
  });
}
