import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CliResult } from './cli-kit.js';
import { call, callMeanwhile, temporaryFolder } from './cli-kit.js';

describe('cli proxy', () => {
  const folder = temporaryFolder();

  after(() => {
    folder.remove();
  });

  const proxy = (
    argv: readonly string[],
    meanwhile?: (stdout: string) => Promise<void>,
  ): Promise<CliResult> => callMeanwhile(['proxy', ...argv], meanwhile);

  const list = (url: string, ...argv: string[]): Promise<CliResult> =>
    call(['list', '--pbx', url, '--user', 'ckl', '--no-session', '--json', '-q', ...argv], {
      env: { PBX_PASSWORD: 'pwd' },
    });

  it('records what list does through it, in front of the embedded simulator', async () => {
    const trace = join(folder.path, 'trace.jsonl');
    const result = await proxy(['--json', '--trace', trace], async (stdout) => {
      const { url = '', appsUrl } = JSON.parse(stdout) as Record<string, string>;
      expect(appsUrl).to.match(/^ws:\/\/127\.0\.0\.1:\d+\/PBX0\/APPS\/websocket$/);
      const { code, stdout: lists } = await list(url);
      expect(code).to.equal(0);
      expect(JSON.parse(lists)).to.have.property('devices').with.length(12);
    });
    expect(result.code).to.equal(0);
    expect(result.stderr)
      .to.match(/embedded simulator/)
      .and.match(/The proxy has stopped\.\n$/);
    const ladder = await call(['replay', trace]);
    expect(ladder.code).to.equal(0);
    expect(ladder.stdout)
      .to.match(/PBXWS {2}ws:/)
      .and.match(/INNOVAPHONE-DEVICES--WS {2}ws:/)
      .and.match(/GetDevicesResult/);
    expect(readFileSync(trace, 'utf8'))
      .to.match(/"response":"‹digest 64 /)
      .and.not.match(/"digest":"[0-9a-f]{64}"/);
  });

  it('shows what passes on a page with --inspect, and records it all the same', async () => {
    const trace = join(folder.path, 'inspected.jsonl');
    const { code, stderr } = await proxy(['--json', '--inspect', '--trace', trace], async (stdout) => {
      const { url = '' } = JSON.parse(stdout) as Record<string, string>;
      expect((await list(url, '--users')).code).to.equal(0);
    });
    expect(code).to.equal(0);
    expect(stderr).to.match(/^Inspector: http:\/\/127\.0\.0\.1:\d+\/\S*#/m);
    const kinds = readFileSync(trace, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { kind: string }).kind);
    expect([kinds[0], kinds.at(-1)]).to.deep.equal(['head', 'end']);
    expect(kinds.filter((kind) => kind === 'message')).to.have.length.above(10);
  });

  it('serves TLS with a certificate that list can trust', async () => {
    const ca = join(folder.path, 'proxy.pem');
    await proxy(['--json', '--tls', '--ca-out', ca, '--listen', '127.0.0.1:0'], async (stdout) => {
      const { url = '', fingerprint = '', caPem } = JSON.parse(stdout) as Record<string, string>;
      expect(readFileSync(ca, 'utf8')).to.equal(caPem);
      expect((await list(url, '--ca', ca)).code).to.equal(0);
      expect((await list(url, '--pin', fingerprint)).code).to.equal(0);
      expect((await list(url)).code).to.equal(3);
    });
  });

  it('says where clients log in', async () => {
    const { stdout, code } = await proxy(['--pbx', 'pbx.sample.dom']);
    expect(code).to.equal(0);
    expect(stdout).to.match(/users {9}ws:\/\/127\.0\.0\.1:\d+\/PBX0\/APPCLIENT\/130000\/websocket\n/);
    expect(stdout).to.match(
      /browsers {6}http:\/\/127\.0\.0\.1:\d+\/PBX0\/APPCLIENT\/130000\/appclient\.htm\n/,
    );
    expect(stdout).to.include('Nothing is recorded');
  });

  it('warns when others can reach it', async () => {
    const { stderr } = await proxy(['--listen', '0.0.0.0']);
    expect(stderr).to.match(/Warning: Listening on 0\.0\.0\.0: whoever reaches this machine/);
  });

  const wrong: Record<string, readonly [argv: readonly string[], code: number, hint: RegExp]> = {
    'an address of no PBX': [['--pbx', 'ftp://x'], 2, /is no address of a PBX/],
    'an empty --pbx': [['--pbx', ''], 2, /Give a host name/],
    'a certificate without TLS': [['--ca-out', 'ca.pem'], 2, /add --tls/],
    'an authority file that is not there': [['--pbx', 'x', '--ca', '/none.pem'], 2, /cannot be read/],
    'an address of another machine': [
      ['--pbx', 'x', '--listen', '192.0.2.1'],
      3,
      /cannot listen on 192\.0\.2\.1/,
    ],
    'a port that is none': [['--listen', '127.0.0.1:70000'], 2, /Give an address, a port, or both/],
    'an address that is none': [['--listen', '[::1'], 2, /Give an address, a port, or both/],
  };
  for (const [what, [argv, code, hint]] of Object.entries(wrong)) {
    it(`says what is wrong with ${what}`, async () => {
      const result = await call(['proxy', ...argv]);
      expect(result).to.include({ code, stdout: '' });
      expect(result.stderr).to.match(hint);
      expect(existsSync('ca.pem')).to.equal(false);
    });
  }

  for (const listen of ['0', '127.0.0.1', ':0', 'localhost:0', '[::1]:0', '::1']) {
    it(`listens on ${listen}`, async () => {
      const { stdout } = await proxy(['--pbx', 'x', '--listen', listen, '--json']);
      expect(stdout).to.match(/"url":"ws:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+\//);
    });
  }
});
