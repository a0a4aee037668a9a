import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { htmlFile } from '../../../inspector/convert/html-file.js';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { findChromium } from '../../../scripts/find-chromium.mjs';

/** How a page is looked at. */
export interface Look {
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Fragment of the address, with its `#`. */
  readonly fragment?: string;
}

/** A page in Chromium, with what it asked for and what went wrong in it. */
export interface OpenedPage {
  readonly page: Page;
  readonly problems: string[];
  /** Addresses that it asked for, but for itself. */
  readonly requests: string[];
}

interface Shared {
  readonly browser: Browser;
  /** The page, built from the sources as they are. */
  readonly pageFolder: string;
}

let shared: Promise<Shared> | undefined;

/** Chromium takes a second to start and the page as long to build: all tests of a process share both. */
async function share(): Promise<Shared> {
  const root = fileURLToPath(new URL('../../../', import.meta.url));
  const pageFolder = mkdtempSync(join(tmpdir(), 'pbx-automata-built-page-'));
  await promisify(execFile)(process.execPath, ['scripts/build-page.mjs', relative(root, pageFolder)], {
    cwd: root,
  });
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  return { browser, pageFolder };
}

after(async () => {
  if (shared === undefined) return;
  const { browser, pageFolder } = await shared;
  await browser.close();
  rmSync(pageFolder, { recursive: true, force: true });
});

/** What the tests of one file need of page and browser, and a folder for their files. */
export class PageKit {
  readonly folder = mkdtempSync(join(tmpdir(), 'pbx-automata-page-'));
  readonly #opened: Page[] = [];
  readonly #closers: (() => Promise<void>)[] = [];
  #files = 0;

  private constructor(
    private readonly browser: Browser,
    readonly pageFolder: string,
  ) {}

  static async start(): Promise<PageKit> {
    const { browser, pageFolder } = await (shared ??= share());
    return new PageKit(browser, pageFolder);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#opened.map((page) => page.close()));
    await Promise.all(this.#closers.map((close) => close()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What is to be closed in the end, also when a test fails. May be closed before. */
  onStop(close: () => Promise<void>): void {
    this.#closers.push(close);
  }

  /** Writes a one-file page with these records and opens it from disk. */
  async openRecords(records: readonly TraceRecord[], look: Look = {}): Promise<OpenedPage> {
    const html = await htmlFile(TraceDocument.of(records), { title: 'login', pageFolder: this.pageFolder });
    return this.open(this.write('login.html', html), look);
  }

  /** Writes a file among the kit's own. @returns its path */
  write(name: string, content: string): string {
    this.#files += 1;
    const path = join(this.folder, `${this.#files}-${name}`);
    writeFileSync(path, content);
    return path;
  }

  /** Opens a file or an address in a window of its own. */
  async open(place: string, look: Look = {}): Promise<OpenedPage> {
    const { scheme = 'light', width = 1280, height = 800, fragment = '' } = look;
    const page = await this.browser.newPage({ viewport: { width, height }, colorScheme: scheme });
    this.#opened.push(page);
    const problems: string[] = [];
    const requests: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(message.text());
    });
    page.on('pageerror', (error) => problems.push(String(error)));
    const url = place.startsWith('http') ? place : pathToFileURL(place).href;
    page.on('request', (request) => {
      if (!request.url().startsWith('data:') && request.url().split('#')[0] !== url.split('#')[0])
        requests.push(request.url());
    });
    await page.goto(url + fragment);
    return { page, problems, requests };
  }
}

/** A page that shows it at all shows it within this time, in milliseconds, however busy the machine is. */
const patienceMs = 10_000;

/** Looks again, frame by frame, until the expectation holds: a page shows what it was told only when it is next painted. */
export async function eventually(page: Page, expectation: () => Promise<void>): Promise<void> {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      await expectation();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await page.evaluate('new Promise((painted) => requestAnimationFrame(painted))');
    }
  }
}

/** A trace of any length: requests and answers between one automaton and its peer. */
export function longTrace(count: number): TraceRecord[] {
  const records: TraceRecord[] = [
    {
      seq: 1,
      t: 0,
      kind: 'head',
      format: 'pbx-automata-trace',
      version: 1,
      start: '2026-01-01T00:00:00.000Z',
      versions: {},
      redaction: 'masked',
      lanes: ['Asker'],
    },
    {
      seq: 2,
      t: 0,
      run: 1,
      kind: 'socket',
      lane: 'WS',
      what: 'open',
      url: 'ws://127.0.0.1/PBX0/APPCLIENT/1/websocket',
    },
    { seq: 3, t: 0, run: 1, kind: 'automaton', lane: 'Asker', socket: 'WS' },
  ];
  for (let seq = records.length + 1; seq <= count; seq += 1) {
    const isRequest = seq % 2 === 0;
    records.push({
      seq,
      t: seq,
      run: 1,
      kind: 'message',
      lane: 'WS',
      dir: isRequest ? 'out' : 'in',
      length: 30,
      mt: isRequest ? 'Ask' : 'Answer',
      body: { mt: isRequest ? 'Ask' : 'Answer', number: seq },
    });
  }
  return records;
}
