import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { call, temporaryFolder } from './cli-kit.js';

const log = [
  String.raw`20.11.2026 17:40:18.7245 0.000 0000.000 smsg AppPlatform\Transitioner:  sent->PBXWS {"mt":"Login","type":"user"}`,
  'what the program prints',
].join('\r\n');

const har = {
  log: {
    creator: { name: 'WebInspector', version: '537.36' },
    entries: [
      {
        startedDateTime: '2026-11-20T16:40:18.000Z',
        request: { url: 'wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket' },
        response: { status: 101 },
        _webSocketMessages: [{ type: 'send', time: 1795192818.5, opcode: 1, data: '{"mt":"SubscribeApps"}' }],
      },
    ],
  },
};

describe('cli import-log and import-har', () => {
  const folder = temporaryFolder();

  after(() => {
    folder.remove();
  });

  function file(name: string, content: string): string {
    const path = join(folder.path, name);
    writeFileSync(path, content);
    return path;
  }

  it('make a trace that replay shows', async () => {
    const out = join(folder.path, 'log.jsonl');
    const { code, stderr, stdout } = await call(['import-log', file('php.log', log), '--out', out]);
    expect({ code, stdout }).to.deep.equal({ code: 0, stdout: '' });
    expect(stderr).to.include('1 line was no log line').and.include(`pbx-automata replay ${out}`);
    expect(statSync(out).mode & 0o777).to.equal(0o600);
    expect((await call(['replay', out])).stdout).to.match(/PBXWS[^]*Login {2}type=user/);
  });

  it('write to standard output without --out', async () => {
    const { code, stdout } = await call(['import-har', file('myapps.har', JSON.stringify(har))]);
    expect(code).to.equal(0);
    const records = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(records.map(({ kind }) => kind)).to.deep.equal(['head', 'note', 'socket', 'message', 'end']);
    expect(records[3]).to.include({ lane: 'PBXWS', mt: 'SubscribeApps' });
  });

  const wrong: Record<string, readonly [argv: () => readonly string[], hint: RegExp]> = {
    'a file that is not there': [
      () => ['import-log', join(folder.path, 'none')],
      /none cannot be read: there is no such file/,
    ],
    'a text that is no log': [
      () => ['import-log', file('x.txt', 'Hello\n')],
      /x\.txt: This is no log of the PHP library/,
    ],
    'a HAR that is cut off': [
      () => ['import-har', file('x.har', '{"log":')],
      /x\.har: This is no HAR: it is not JSON/,
    ],
    'a HAR without messages': [
      () => ['import-har', file('y.har', '{"log":{"entries":[]}}')],
      /has no WebSocket/,
    ],
  };
  for (const [what, [argv, hint]] of Object.entries(wrong)) {
    it(`say what is wrong with ${what}, and leave --out alone`, async () => {
      const out = join(folder.path, 'untouched.jsonl');
      const { code, stderr, stdout } = await call([...argv(), '--out', out]);
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
      expect(stderr)
        .to.match(/^Error: /)
        .and.match(hint);
      expect(existsSync(out)).to.equal(false);
    });
  }

  it('say that --out cannot be written', async () => {
    const { code, stderr } = await call(['import-log', file('php.log', log), '--out', folder.path]);
    expect(code).not.to.equal(0);
    expect(stderr).to.match(/cannot be written to .*folder/);
    expect(readFileSync(join(folder.path, 'php.log'), 'utf8')).to.equal(log);
  });
});
