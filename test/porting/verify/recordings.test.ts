import { expect } from 'chai';
import { importPhpLog } from '../../../inspector/convert/import-php-log.js';
import { verifyAutomaton } from '../../../porting/index.js';
import { answer, ask, Asker, phpLog, received, sent, thank } from './kit.js';

const rows = Array.from({ length: 40 }, (_, id) => ({ id, name: `row <${id}> & more` }));
const { text } = phpLog(sent('S', ask), received('S', answer(rows)), sent('S', thank(rows)));
const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

describe('verifyAutomaton and what recordings look like', () => {
  const disguises: Record<string, string> = {
    'as it was printed': text,
    'with LF': text.replaceAll('\r\n', '\n'),
    'in <pre>': `<pre>${text}</pre>`,
    'as a page whose source a browser has written': `<pre>${escaped}</pre>`,
    'with other output in between': text.replaceAll('\r\n', '\r\nhello\r\n'),
  };
  for (const [how, log] of Object.entries(disguises)) {
    it(`reads a log ${how}, long lists whole`, async () => {
      expect((await verifyAutomaton({ text: log }, Asker)).sentence).to.equal('2 messages, no difference.');
      const other = log.replace(
        /("id":39,"name":"row )([^]*)("id":39,"name":"row )/,
        '$1$2"id":39,"name":"bow ',
      );
      const { divergence } = await verifyAutomaton({ text: other }, Asker);
      expect(divergence?.members.map(({ path }) => path)).to.deep.equal(['for[39].name']);
    });
  }

  it('compares what an imported trace has kept of a long list', async () => {
    const report = await verifyAutomaton(importPhpLog(text), Asker);
    expect(report.sentence).to.equal('2 messages, no difference.');
    expect(report.notes.join(' ')).to.match(/shortened were filled up/);
    const shorter = importPhpLog(
      phpLog(sent('S', ask), received('S', answer(rows)), sent('S', thank(rows.slice(1)))).text,
    );
    expect((await verifyAutomaton(shorter, Asker)).divergence?.members[0]?.path).to.equal('for');
  });

  it('says what of a log that is cut off cannot be compared', async () => {
    const cut = text.slice(0, text.lastIndexOf('"id":39'));
    const report = await verifyAutomaton({ text: cut }, Asker);
    expect(report.outcome).to.equal('same');
    expect(report.notes.join(' ')).to.match(
      /Line 3 has a text that is no message .*cut off.*is not compared/,
    );
  });

  it('compares secrets that are masked by their hashes only', async () => {
    const secret = { pwd: 'hunter2-hunter2', n: 1 };
    const log = phpLog(sent('S', ask), received('S', answer(secret)), sent('S', thank(secret)));
    const records = importPhpLog(log.text);
    expect(JSON.stringify(records)).not.to.include('hunter2');
    expect((await verifyAutomaton(records, Asker)).outcome).to.equal('same');
  });

  it('is quick with 20,000 messages', async () => {
    const many = Array.from({ length: 10_000 }, (_, at) => [
      received('S', answer(at)),
      sent('S', thank(at)),
    ]).flat();
    const lines = [sent('S', ask), ...many].map((line) => ({ ...line, at: 1 }));
    const report = await verifyAutomaton(phpLog(...lines), Asker);
    expect(report.sentence).to.equal('10001 messages, no difference.');
  }).timeout(20_000);
});
