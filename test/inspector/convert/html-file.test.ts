import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { chromium } from 'playwright-core';
import { htmlFile } from '../../../inspector/convert/html-file.js';
import { singleHtml } from '../../../inspector/model/single-html.js';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import { encode, parseExact } from '../../../runtime/exact-json.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { failingLogin } from '../../support/failing-login.js';

/** The text of an element that a pattern finds. */
function textOf(html: string, pattern: RegExp): string {
  const text = pattern.exec(html)?.[1];
  if (text === undefined) throw new Error(`${String(pattern)} is not in the page`);
  return text;
}

const recordsElement = /<script type="application\/json" id="trace-records">\n([^<]*)\n<\/script>/;
const layoutsElement = /<script type="application\/json" id="trace-layouts">([^<]*)<\/script>/;

function message(text: string): TraceRecord {
  const body = { mt: 'Note', text };
  return { seq: 2, t: 1, kind: 'message', lane: 'S', dir: 'in', length: 9, mt: 'Note', body };
}

describe('htmlFile', () => {
  it('holds all records and the layouts of machines that are not ours', async () => {
    const document = TraceDocument.of(failingLogin());
    const html = await htmlFile(document);
    const lines = textOf(html, recordsElement).split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).to.deep.equal(
      document.records.map((record) => JSON.parse(encode(record)) as unknown),
    );
    const layouts = JSON.parse(textOf(html, layoutsElement)) as Record<string, { states: unknown[] }>;
    const hashes = document.records.filter((record) => record.kind === 'machine').map(({ hash }) => hash);
    expect(Object.keys(layouts)).to.deep.equal(hashes);
    expect(Object.values(layouts)[0]?.states).to.have.length.above(3);
  });

  it('lets the browser run its own script and styles, known by their hashes, and load nothing', async () => {
    const html = await htmlFile(TraceDocument.of(failingLogin()));
    const policy = textOf(html, /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/);
    const script = textOf(html, /<script id="page-script">([^]*?)<\/script>/);
    const style = textOf(html, /<style id="page-style">([^]*?)<\/style>/);
    const hash = (text: string): string => createHash('sha256').update(text).digest('base64');
    expect(policy.split('; ')).to.include.members([
      "default-src 'none'",
      `script-src 'sha256-${hash(script)}'`,
      `style-src 'sha256-${hash(style)}'`,
    ]);
    expect(policy).not.to.match(/unsafe|http|self|connect/);
    expect(html).not.to.match(/<(script|link)[^>]*(src|href)="(?!data:)/);
  });

  it('keeps what peers sent from ending its element, and numbers digit for digit', () => {
    const texts = ['</script><script>alert(1)</script>', '<!-- <script>', '\u2028\u2029'];
    for (const text of texts) {
      const html = singleHtml({
        script: '"</script>"',
        style: 'a::after{content:"</style>"}',
        title: '</title><script>',
        records: [message(text)],
        layouts: {},
      });
      expect(JSON.parse(textOf(html, recordsElement))).to.deep.equal(message(text));
      expect(html.match(/<\/?script/g)).to.have.length(6);
      expect(html.match(/<\/style/g)).to.have.length(1);
      expect(html.match(/<\/title/g)).to.have.length(1);
      expect(html).not.to.match(/\u2028|<!--/);
    }
    const exact = parseExact('{"seq":1,"t":0,"kind":"x","id":12345678901234567890}') as TraceRecord;
    const html = singleHtml({ script: '', style: '', title: '', records: [exact], layouts: {} });
    expect(textOf(html, recordsElement)).to.include('12345678901234567890');
  });

  it('opens from disk in a browser, shows the recording, and asks for nothing else', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pbx-automata-html-'));
    const path = join(folder, 'login.html');
    const head = failingLogin()[0] as TraceRecord;
    const evil = message('</script><script>document.title = "broken"</script>');
    writeFileSync(path, await htmlFile(TraceDocument.of([head, evil, ...failingLogin().slice(2)])));
    const browser = await chromium.launch({
      executablePath: '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    });
    try {
      const page = await browser.newPage();
      const requests: string[] = [];
      const complaints: string[] = [];
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (said) => complaints.push(said.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      await page.goto(`file://${path}`);
      await page.getByText('UserPBXLoginFailure').first().waitFor();
      expect(complaints).to.deep.equal([]);
      expect(requests.filter((url) => !url.startsWith('data:'))).to.deep.equal([`file://${path}`]);
      expect(await page.title()).not.to.include('broken');
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }).timeout(30_000);
});
