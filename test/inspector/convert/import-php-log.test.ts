import { expect } from 'chai';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { importPhpLog, streamPhpLog } from '../../../inspector/convert/import-php-log.js';
import { textOfBytes } from '../../../inspector/convert/text-of-bytes.js';
import { expectDocumented } from '../../support/traces.js';

const head = (time: string, since = '0000.000', date = '20.11.2026'): string =>
  `${date} ${time} 0.005 ${since}`;
const wire = String.raw`smsg AppPlatform\Transitioner: `;
const login = '{"mt":"Login","type":"user","userAgent":"list.php (PHP WebSocket host1)"}';
const authenticate = '{"mt":"Authenticate","method":"digest","challenge":"ca0670c0ca39cab4"}';
const poster = String.raw`smsg AppPlatform\UserPBXLoginWithAppAutomaton(UserPBXLogin): `;

/** A login as the newer edition logs it. */
const lines = [
  `${head('17:40:18.7245')} ${wire} sent->PBXWS ${login}`,
  `${head('17:40:18.7300', '0000.005')} ${wire} received<-PBXWS ${authenticate}`,
  `${head('17:40:18.7387', '0000.014')} ${poster} posting UserPBXLogin->: {"mt":"LoginResult","error":2}`,
  `${head('17:40:18.7777', '0000.053')} ${poster} posting UserPBXLogin->X-A: {"mt":"GotAppGetLoginResult"}`,
  `${head('17:40:18.7808', '0000.056')} runtime script:  got 2 Device Info(s)`,
  `${head('17:40:18.7809', '0000.056')} ${wire} received<-PBXWS nothing`,
];

function imported(text: string): { records: TraceRecord[]; notes: string[] } {
  const notes: string[] = [];
  const records = importPhpLog(text, { onNote: (note) => notes.push(note) });
  records.forEach(expectDocumented);
  expect(records.map(({ seq }) => seq)).to.deep.equal(records.map((_, at) => at + 1));
  expect(records.at(-1)).to.include({ kind: 'end', outcome: 'finished' });
  expect(records[0]).to.include({ kind: 'head', format: 'pbx-automata-trace' });
  return { records, notes };
}

const brief = (records: readonly TraceRecord[]): string[] =>
  records.slice(2, -1).map((record) => {
    const what =
      'what' in record ? record.what : 'mt' in record ? record.mt : 'text' in record ? record.text : '';
    return [record.kind, record.lane, 'dir' in record ? record.dir : 'to' in record ? record.to : '', what]
      .filter((part) => part !== undefined && part !== '')
      .join(' ');
  });

const expected = [
  'socket PBXWS open',
  'message PBXWS out Login',
  'message PBXWS in Authenticate',
  'automaton UserPBXLogin',
  'post UserPBXLogin * LoginResult',
  'post UserPBXLogin X-A GotAppGetLoginResult',
  'log got 2 Device Info(s)',
  'socket PBXWS close',
];

describe('importPhpLog', () => {
  it('makes messages, posts, sockets, automatons and log lines, with the times of the log', () => {
    const { records, notes } = imported(lines.join('\r\n'));
    expect(brief(records)).to.deep.equal(expected);
    expect(records.slice(2, -1).map(({ t }) => t)).to.deep.equal([0, 0, 5.5, 14.2, 14.2, 53.2, 56.3, 56.4]);
    expect(records[5]).to.include({ id: 'UserPBXLoginWithAppAutomaton', socket: 'PBXWS' });
    expect(notes).to.deep.equal([]);
  });

  it('tells of each record the line of the file that it comes from', () => {
    const found: (number | undefined)[] = [];
    const text = `hello\n<pre>${lines.slice(0, 2).join('<br>\n')}\nmore\n${lines[2] ?? ''}`;
    streamPhpLog(text, { sink: (record, line) => record.kind === 'message' && found.push(line) });
    expect(found).to.deep.equal([2, 3]);
  });

  const disguises: Record<string, string> = {
    'with LF': lines.join('\n'),
    'in a page': `<html><pre>\n${lines.join('\n')}</pre></html>`,
    'in a page whose source a browser has written': `<pre>${lines.join('\n').replaceAll('>', '&gt;').replaceAll('<', '&lt;')}</pre>`,
    'with escaped quotes': lines.map((line) => line.replaceAll('"', '&quot;')).join('<br />\n'),
    'with <br> only': lines.join('<br>'),
    'in UTF-16': textOfBytes(Buffer.from(`\uFEFF${lines.join('\r\n')}`, 'utf16le')),
  };
  for (const [how, text] of Object.entries(disguises)) {
    it(`reads a log ${how}`, () => {
      expect(brief(imported(text).records)).to.deep.equal(expected);
    });
  }

  it('reads the older form, month first', () => {
    const { records } = imported(
      [
        `${head('12:21:33.5742', '0000.000', '07/09/18')} smsg AppPlatform\\Transitioner: sent->PBXWS ${login}`,
        `${head('12:21:33.5750', '0000.001', '07/09/18')} smsg AppPlatform\\Transitioner: received<-PBXWS ${authenticate}`,
      ].join('\n'),
    );
    expect(records[0]).to.have.property('start', new Date(2018, 6, 9, 12, 21, 33, 574).toISOString());
    expect(brief(records).slice(1)).to.deep.equal([
      'message PBXWS out Login',
      'message PBXWS in Authenticate',
    ]);
  });

  it('goes on over midnight, and over a clock that is set back', () => {
    const { records } = imported(
      [
        `${head('23:59:59.9000')} runtime script:  a`,
        `${head('00:00:00.1000', '0000.200', '21.11.2026')} runtime script:  b`,
        `20.11.2026 23:00:00.0000 0.050 0000.250 runtime script:  c`,
      ].join('\n'),
    );
    expect(records.slice(2, -1).map(({ t }) => t)).to.deep.equal([0, 200, 250]);
  });

  it('begins another run where another program writes into the file', () => {
    const { records } = imported([...lines, ...lines].join('\n'));
    expect(records.filter(({ kind }) => kind === 'note').map(({ run }) => run)).to.deep.equal([1, 2]);
    expect(records.filter(({ kind }) => kind === 'socket')).to.have.length(4);
  });

  it('keeps what print_r prints with its line, and counts and leaves out what is no log line', () => {
    const { records, notes } = imported(
      [
        'Warning: something',
        `${head('17:40:18.0000')} debug script:  the device: `,
        'stdClass Object',
        '(',
        '    [name] => phone',
        '    [pwd] => geheim-und-lang',
        ')',
        '',
        '<table>',
        'Hello',
        `${head('17:40:18.0000')} lmsg script:  a long one`,
        'with another line',
        `20.11.2026 17:40:18.73`,
      ].join('\n'),
    );
    const texts = records.flatMap((record) => (record.kind === 'log' ? [record.text] : []));
    expect(texts[0]).to.match(
      /^the device: \nstdClass Object\n\(\n {4}\[name\] => phone\n {4}\[pwd\] => ‹password 15 \w+›\n\)$/,
    );
    expect(texts[1]).to.equal('a long one\nwith another line\n20.11.2026 17:40:18.73');
    expect(notes[0]).to.equal('3 lines were no log lines; left out.');
    expect(notes[1]).to.match(/no messages.*setLogLevel/);
  });

  it('shows a message that is cut off as no message, and puts one together that is spread over lines', () => {
    const { records } = imported(
      [
        `${head('17:40:18.0000')} ${wire} received<-PBXWS {"mt":"X",`,
        '"a":1}',
        `${head('17:40:18.0000')} ${wire} sent->PBXWS {"mt":"Login","response":"595546cfcf65487f`,
      ].join('\n'),
    );
    expect(records[3]).to.deep.include({ mt: 'X', dir: 'in', body: { mt: 'X', a: 1 } });
    expect(records[4]).to.include({ dir: 'out', reason: 'not JSON, or cut off in the log' });
    expect(JSON.stringify(records[4])).not.to.include('595546cf');
  });

  it('masks secrets', () => {
    const secret = '595546cfcf65487f67cd7f8ef15e71c32639a88202bb4d145be3a69aa41ffddf';
    const { records } = imported(
      [
        `${head('17:40:18.0000')} ${wire} sent->PBXWS {"mt":"Login","method":"digest","response":"${secret}"}`,
        `${head('17:40:18.0000')} debug script:  innovaphoneAppClient:user:sample.dom:ckl:marker-pw:1:2`,
      ].join('\n'),
    );
    expect(JSON.stringify(records)).not.to.include(secret).and.not.to.include('marker-pw');
  });

  it('reads lines in ISO-8859-1 beside lines in UTF-8', () => {
    const bytes = Buffer.concat([
      Buffer.from(`${head('17:40:18.0000')} runtime script:  Jörg\n`, 'latin1'),
      Buffer.from(`${head('17:40:18.0000')} ${wire} sent->PBXWS {"mt":"X","dn":"Jörg"}\n`, 'utf8'),
    ]);
    const { records } = imported(textOfBytes(bytes));
    expect(records[2]).to.have.property('text', 'Jörg');
    expect(records[4]).to.have.nested.property('body.dn', 'Jörg');
  });

  for (const text of ['', 'Hello\nworld', '{"seq":1}', '\u0000'.repeat(100), '20.11.2026 17:40']) {
    it(`says that ${JSON.stringify(text.slice(0, 20))} is no such log`, () => {
      expect(() => importPhpLog(text))
        .to.throw(/no log of the PHP library/)
        .with.property('code', 'IMPORT_INVALID');
    });
  }
});
