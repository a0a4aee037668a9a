import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { htmlFile } from '../../../inspector/convert/html-file.js';
import { singleHtml } from '../../../inspector/model/single-html.js';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import { encode, parseExact } from '../../../runtime/exact-json.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { failingLogin } from '../../support/failing-login.js';
import { PageKit } from '../page/page-kit.js';

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
    const kit = await PageKit.start();
    const head = failingLogin()[0] as TraceRecord;
    const evil = message('</script><script>document.title = "broken"</script>');
    const html = await htmlFile(TraceDocument.of([head, evil, ...failingLogin().slice(2)]));
    const { page, problems, requests } = await kit.open(kit.write('login.html', html));
    await page.getByText('UserPBXLoginFailure').first().waitFor();
    expect(problems).to.deep.equal([]);
    expect(requests).to.deep.equal([]);
    expect(await page.title()).not.to.include('broken');
    await kit.stop();
  }).timeout(30_000);
});
