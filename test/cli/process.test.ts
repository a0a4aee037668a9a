import { expect } from 'chai';
import type { CliProcess } from './cli-kit.js';
import { ended, firstLine, seen, start } from './cli-kit.js';

/** Processes of their own, as a person starts them. */
describe('cli as a process', () => {
  const running: CliProcess[] = [];

  function started(argv: readonly string[], env: Record<string, string> = {}): CliProcess {
    const child = start(argv, { XDG_STATE_HOME: '/nonexistent', ...env });
    running.push(child);
    return child;
  }

  async function simulated(...argv: string[]): Promise<{ child: CliProcess; env: Record<string, string> }> {
    const child = started(['simulate', '--json', ...argv]);
    const { url = '' } = JSON.parse(await firstLine(child.stdout)) as Record<string, string>;
    return { child, env: { PBX_URL: url, PBX_USER: 'ckl', PBX_PASSWORD: 'pwd' } };
  }

  afterEach(() => {
    for (const child of running.splice(0)) child.kill('SIGKILL');
  });

  it('lists against a simulator in another process, which SIGTERM ends with 0', async function () {
    this.timeout(20_000);
    const { child, env } = await simulated();
    const { code, stdout } = await ended(started(['list', '--no-session', '--json'], env));
    expect(code).to.equal(0);
    expect(JSON.parse(stdout)).to.have.nested.property('devices.length', 12);
    const end = ended(child);
    child.kill('SIGTERM');
    expect(await end).to.include({ code: 0, signal: null });
  });

  it('ends with 130 on Ctrl-C while the PBX is silent, and the simulator with 0', async function () {
    this.timeout(20_000);
    const { child: simulator, env } = await simulated('--scenario', 'silent');
    const list = started(['list', '--no-session', '--timeout', '60'], env);
    const end = ended(list);
    await seen(list.stderr, 'PBX: connected');
    list.kill('SIGINT');
    const { code, stderr } = await end;
    expect(code).to.equal(130);
    expect(stderr).to.match(/\nError: Stopped on request/);
    const simulatorEnd = ended(simulator);
    simulator.kill('SIGINT');
    expect(await simulatorEnd).to.include({ code: 0, signal: null });
  });

  it('ends with 0 and without a word when its reader has seen enough', async function () {
    this.timeout(30_000);
    const { env } = await simulated('--scenario', 'large');
    const list = started(['list', '--no-session', '--json', '-q', '--devices'], env);
    let stderr = '';
    list.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    const end = new Promise((resolve) => list.once('exit', resolve));
    expect(await firstLine(list.stdout)).to.equal('{ "devices": [');
    list.stdout.destroy();
    expect({ code: await end, stderr }).to.deep.equal({ code: 0, stderr: '' });
  });
});
