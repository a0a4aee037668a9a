import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { CliResult } from './cli-kit.js';
import { call, callMeanwhile, temporaryFolder } from './cli-kit.js';

describe('cli simulate', () => {
  const folder = temporaryFolder();

  after(() => {
    folder.remove();
  });

  const simulate = (
    argv: readonly string[],
    meanwhile?: (stdout: string) => Promise<void>,
  ): Promise<CliResult> => callMeanwhile(['simulate', ...argv], meanwhile);

  it('says how to log in, and ends with 0 when it is stopped', async () => {
    const { code, stdout, stderr } = await simulate([]);
    expect(code).to.equal(0);
    expect(stdout).to.match(
      /PBX_PASSWORD=pwd pbx-automata list --pbx ws:\/\/127.0.0.1:\d+\/\S+ --user ckl\n/,
    );
    expect(stdout).to.include('user          jdo, password pwd2');
    expect(stderr).to.equal('The simulator has stopped.\n');
  });

  it('prints one JSON line, with which a list is made', async () => {
    await simulate(['--json', '--scenario', 'large-ids'], async (stdout) => {
      const { url, user, password, apps, appsUrl } = JSON.parse(stdout) as Record<string, string>;
      expect(apps).to.have.nested.property('devices.password', 'ip411');
      expect(appsUrl).to.match(/\/PBX0\/APPS\/websocket$/);
      const env = { PBX_URL: url, PBX_USER: user, PBX_PASSWORD: password };
      const { code, stdout: lists } = await call(['list', '--no-session', '--json', '-q'], { env });
      expect(code).to.equal(0);
      expect(lists).to.include('9007199254740993');
    });
  });

  it('plays a scenario file, and writes its certificate', async () => {
    const scenario = join(folder.path, 'scenario.json');
    const ca = join(folder.path, 'ca.pem');
    writeFileSync(scenario, JSON.stringify({ deviceCount: 3 }));
    await simulate(['--scenario', scenario, '--tls', '--ca-out', ca, '--json'], async (stdout) => {
      const { url = '', caPem } = JSON.parse(stdout) as Record<string, string>;
      expect(readFileSync(ca, 'utf8')).to.equal(caPem);
      const env = { PBX_PASSWORD: 'pwd' };
      const argv = ['list', '--pbx', url, '--user', 'ckl', '--no-session', '--ca', ca, '-q'];
      expect((await call(argv, { env })).stdout).to.match(/^3 devices\n/);
    });
  });

  it('warns when others can reach it', async () => {
    const { stderr } = await simulate(['--listen', '0.0.0.0']);
    expect(stderr).to.match(/^Warning: Listening on 0\.0\.0\.0: whoever reaches this machine/);
  });

  it('shows message types with --log smsg', async () => {
    const { stderr } = await simulate(['--json', '--log', 'smsg'], async (stdout) => {
      const { url = '' } = JSON.parse(stdout) as Record<string, string>;
      await call(['list', '--pbx', url, '--user', 'ckl', '--no-session', '-q'], {
        env: { PBX_PASSWORD: 'pwd' },
      });
    });
    expect(stderr).to.match(/ smsg pbx#1: .*SubscribeApps/);
  });

  it('records what any client sends and gets with --trace, secrets masked', async () => {
    const trace = join(folder.path, 'clients.jsonl');
    await simulate(['--json', '--trace', trace], async (stdout) => {
      const { url = '' } = JSON.parse(stdout) as Record<string, string>;
      await call(['list', '--pbx', url, '--user', 'ckl', '--no-session', '-q'], {
        env: { PBX_PASSWORD: 'pwd' },
      });
    });
    const { code, stdout } = await call(['replay', trace, '--all']);
    expect(code).to.equal(0);
    expect(stdout)
      .to.include('pbx#1')
      .and.match(/Login {2}method=digest type=user username=ckl/);
    expect(stdout).to.match(/GetDevicesResult/);
    expect(readFileSync(trace, 'utf8')).to.match(/"response":"‹digest 64 /);
  });

  it('lists the scenarios', async () => {
    const { code, stdout } = await call(['simulate', '--list-scenarios']);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^two-factor +A login with a password waits/m);
  });

  const wrong: Record<string, readonly [argv: readonly string[], code: number, hint: RegExp]> = {
    'an unknown scenario': [['--scenario', 'nope'], 2, /no scenario "nope"; choose one of default, /],
    'a scenario file that is not there': [['--scenario', './none.json'], 2, /cannot be read \(ENOENT\)/],
    'a certificate without TLS': [['--ca-out', 'ca.pem'], 2, /add --tls/],
    'an address of another machine': [['--listen', '192.0.2.1'], 3, /cannot listen on 192\.0\.2\.1/],
  };
  for (const [what, [argv, code, hint]] of Object.entries(wrong)) {
    it(`says what is wrong with ${what}`, async () => {
      const result = await call(['simulate', ...argv]);
      expect(result).to.include({ code, stdout: '' });
      expect(result.stderr)
        .to.match(/^Error: /)
        .and.match(hint);
    });
  }

  it('says what is wrong in a scenario file', async () => {
    const path = join(folder.path, 'wrong.json');
    writeFileSync(path, '{ "deviceCount": -1 }');
    const invalid = await call(['simulate', '--scenario', path]);
    expect(invalid.code).to.equal(2);
    expect(invalid.stderr).to.include('deviceCount must be a whole number');
    writeFileSync(path, '{ deviceCount }');
    expect((await call(['simulate', '--scenario', path])).stderr).to.include('is not JSON');
  });
});
