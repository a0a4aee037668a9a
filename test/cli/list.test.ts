import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ScenarioSettings, Simulator } from '../../services/simulator/index.js';
import { startSimulator } from '../../services/simulator/index.js';
import { call, temporaryFolder, typing } from './cli-kit.js';

const ckl = { PBX_USER: 'ckl', PBX_PASSWORD: 'pwd' };

describe('cli list', () => {
  let simulator: Simulator | undefined;

  async function simulated(scenario?: ScenarioSettings | string): Promise<string> {
    simulator = await startSimulator({ scenario });
    return simulator.url;
  }

  afterEach(async () => {
    await simulator?.close();
    simulator = undefined;
  });

  it('without --pbx starts the embedded simulator, says so, and tells the steps', async () => {
    const { code, stdout, stderr } = await call(['list']);
    expect(code).to.equal(0);
    expect(stdout).to.match(/^12 devices\nId +Name +Type/);
    expect(stdout).to.match(/\n\n8 users\nId +User +Display name/);
    expect(stdout).to.include('Jörg Müller');
    expect(stderr).to.match(/embedded simulator.*\n {2}ws:\/\/127.0.0.1:\d+\/.*\n {2}sample user ckl/);
    const steps = ['PBX: logged in as ckl (Jörg Müller)', 'Devices: logged in', 'Users: logged in'];
    for (const step of steps) expect(stderr).to.include(step);
    expect(stderr).to.include('the user has 2 apps: devices, users');
  });

  it('prints one JSON object whose members are untouched, ids beyond 2^53 with all digits', async () => {
    const url = await simulated('large-ids');
    const { code, stdout } = await call(['list', '--pbx', url, '--no-session', '--json'], { env: ckl });
    expect(code).to.equal(0);
    expect(stdout).to.include('"id":9007199254740993,');
    const lists = JSON.parse(stdout) as { devices: { name: string }[]; users: { username: string }[] };
    expect(Object.keys(lists)).to.deep.equal(['devices', 'users']);
    expect(lists.devices).to.have.length(12);
    expect(lists.devices[2]).to.include({ name: "ckl's IP232", hwId: '0090333000af', online: true });
    expect(lists.users[1]).to.deep.include({ username: 'jdo', dn: 'John Doe', id: 2 });
  });

  it('prints one CSV table per list', async () => {
    const { stdout } = await call(['list', '--csv', '-q']);
    const [devices = '', users = '', rest] = stdout.split('\n\n');
    expect(rest).to.equal(undefined);
    expect(devices.split('\n')[0]).to.match(/^id,hwId,name,domainId/);
    expect(devices.split('\n')).to.have.length(13);
    expect(users.split('\n')[1]).to.equal('1,ckl,Jörg Müller,Jörg Müller,ckl@sample.dom,22,sample.dom');
  });

  it('prints the wanted list only', async () => {
    const { stdout } = await call(['list', '--users', '--json', '-q']);
    expect(JSON.parse(stdout)).to.have.all.keys('users');
    expect((await call(['list', '--devices', '-q'])).stdout)
      .to.match(/^12 devices\n/)
      .and.not.include('users');
  });

  it('prints empty lists', async () => {
    const url = await simulated('empty');
    const options = ['list', '--pbx', url, '--no-session', '-q'];
    expect((await call(options, { env: ckl })).stdout).to.equal('0 devices\n\n0 users\n');
    const { code, stdout } = await call([...options, '--json'], { env: ckl });
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.deep.equal({ devices: [], users: [] });
  });

  it('prints the other list when one App Service fails, and ends with 1', async () => {
    const url = await simulated('app-refused');
    const { code, stdout, stderr } = await call(['list', '--pbx', url, '--no-session', '--json'], {
      env: ckl,
    });
    expect(code).to.equal(1);
    expect(JSON.parse(stdout)).to.have.all.keys('users');
    expect(stderr).to.match(
      /Error: Devices: The PBX gives this user no login for app "devices".*administrator/,
    );
  });

  it('does not print a list that broke off', async () => {
    const url = await simulated('silent-devices');
    const argv = ['list', '--pbx', url, '--no-session', '--timeout', '0.2', '-q'];
    const { code, stdout, stderr } = await call([...argv, '--json'], { env: ckl });
    expect(code).to.equal(1);
    expect(JSON.parse(stdout)).to.have.all.keys('users');
    expect(stderr).to.match(/^Error: Devices: No message came for 0.2 s while DeviceLister was in Initial/);
    const alone = await call([...argv, '--devices'], { env: ckl });
    expect(alone).to.include({ code: 4, stdout: '' });
  });

  it('finds other App Services by --app', async () => {
    const url = await simulated();
    const argv = ['list', '--pbx', url, '--no-session', '-q', '--json'];
    const good = await call([...argv, '--app', 'users=sample.dom/users/users', '--app', 'devices=devices'], {
      env: ckl,
    });
    expect(good.code).to.equal(0);
    const bad = await call([...argv, '--devices', '--app', 'nothing'], { env: ckl });
    expect(bad).to.include({ code: 1, stdout: '' });
    expect(bad.stderr).to.include('no app "nothing" (it offers "devices", "users")');
    const unclear = await call([...argv, '--app', 'users'], { env: ckl });
    expect(unclear.code).to.equal(2);
    expect(unclear.stderr).to.include('write --app devices=users or --app users=users');
  });

  it('keeps a session and needs no password the next time', async () => {
    const folder = temporaryFolder();
    try {
      const url = await simulated();
      const env = { PBX_URL: url, XDG_STATE_HOME: folder.path };
      expect((await call(['list', '--users'], { env: { ...env, ...ckl } })).code).to.equal(0);
      const second = await call(['list', '--users', '--user', 'ckl'], { env });
      expect(second.code).to.equal(0);
      expect(second.stderr).to.include('with the stored session');
      expect(simulator?.sessions).to.have.length(1);
      const without = await call(['list', '--user', 'ckl', '--no-session'], { env });
      expect(without.code).to.equal(2);
      expect(without.stderr).to.match(/^Error: No password was given.*PBX_PASSWORD/);
    } finally {
      folder.remove();
    }
  });

  it('asks for the password when the PBX does not take the session any more', async () => {
    const folder = temporaryFolder();
    try {
      const url = await simulated('session-expired');
      const env = { PBX_URL: url, PBX_USER: 'ckl', XDG_STATE_HOME: folder.path };
      await call(['list', '--users'], { env: { ...env, ...ckl } });
      const { code, stderr } = await call(['list', '--users'], { env, stdin: typing('pwd\n') });
      expect(stderr).to.include('the password is needed').and.include('Password of ckl at 127.0.0.1');
      expect(stderr).to.not.include('pwd');
      expect(code).to.equal(0);
    } finally {
      folder.remove();
    }
  });

  it('shows the code of a second factor, and how long it may take', async () => {
    const url = await simulated({ twoFactor: { delayMs: 20, code: 4711 } });
    const { code, stderr } = await call(['list', '--pbx', url, '--no-session'], { env: ckl });
    expect(code).to.equal(0);
    expect(stderr).to.match(/confirm this login within 5 minutes.*must be 4711/);
  });

  it('says what is wrong in a sentence, and keeps passwords to itself', async () => {
    const url = await simulated();
    const env = { PBX_USER: 'ckl', PBX_PASSWORD: 'planted-5up3r' };
    const trace = temporaryFolder();
    const file = join(trace.path, 'login.jsonl');
    const argv = ['list', '--pbx', url, '--no-session', '--debug', '--log', 'all', '--trace', file];
    const { code, stdout, stderr } = await call(argv, { env });
    expect(code).to.equal(1);
    expect(stdout).to.equal('');
    expect(stderr).to.match(/Error: The PBX refused the user name or password; check both/);
    expect(stderr)
      .to.match(/LoginError: .*\n +at /)
      .and.include(' smsg ');
    expect(readFileSync(file, 'utf8')).to.include('"kind":"end"').and.not.include('planted-5up3r');
    expect(stderr).to.not.include('planted-5up3r');
    trace.remove();
  });

  it('ends with 3 when nothing listens, and 2 for an address that is none', async () => {
    const url = await simulated();
    await simulator?.close();
    const refused = await call(['list', '--pbx', url, '--no-session', '-q'], { env: ckl });
    expect(refused.code).to.equal(3);
    expect(refused.stderr).to.match(/^Error: Nothing listens at ws:\/\/127.0.0.1:\d+\/.*check host and port/);
    const nonsense = await call(['list', '--pbx', 'ftp://x', '-q'], { env: ckl });
    expect(nonsense.code).to.equal(2);
    const nobody = await call(['list', '--pbx', url]);
    expect(nobody).to.deep.include({ code: 2, stdout: '' });
    expect(nobody.stderr).to.include('--user NAME');
  });

  it('ends with 4 when the PBX is silent', async () => {
    const url = await simulated('silent');
    const argv = ['list', '--pbx', url, '--no-session', '-q', '--timeout', '0.1'];
    expect(await call(argv, { env: ckl })).to.include({ code: 4, stdout: '' });
  });

  it('ends with 130 when it is interrupted, with no connection left', async () => {
    const url = await simulated('silent');
    const interruption = new AbortController();
    const result = call(['list', '--pbx', url, '--no-session'], { env: ckl, signal: interruption.signal });
    const stop = setInterval(() => {
      if ((simulator?.events.length ?? 0) > 0) interruption.abort();
    }, 5);
    const { code } = await result.finally(() => {
      clearInterval(stop);
    });
    expect(code).to.equal(130);
    while ((simulator?.connectionCount ?? 0) > 0) await new Promise(setImmediate);
  });
});
