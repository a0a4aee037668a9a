import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Simulator } from '../../services/simulator/index.js';
import { startSimulator } from '../../services/simulator/index.js';
import type { CliResult } from './cli-kit.js';
import { call, temporaryFolder } from './cli-kit.js';

const env = { PBX_USER: 'ckl', PBX_PASSWORD: 'pwd' };

describe('cli list over TLS', () => {
  const folder = temporaryFolder();
  let simulator: Simulator;

  before(async () => {
    simulator = await startSimulator({ tls: true });
  });

  after(async () => {
    await simulator.close();
    folder.remove();
  });

  function list(...options: string[]): Promise<CliResult> {
    return call(['list', '--users', '-q', '--no-session', '--pbx', simulator.url, ...options], { env });
  }

  it('refuses a certificate that does not verify, with its fingerprint and what to do', async () => {
    const { code, stderr } = await list();
    expect(code).to.equal(3);
    expect(stderr).to.match(/^Error: The certificate of wss:.* is refused because it is self-signed/);
    expect(stderr).to.include(simulator.fingerprint).and.include('--pin').and.include('--ca FILE');
    expect(simulator.events).to.deep.equal([]);
  });

  it('takes it with --ca', async () => {
    const path = join(folder.path, 'ca.pem');
    writeFileSync(path, simulator.caPem ?? '');
    expect(await list('--ca', path)).to.include({ code: 0, stderr: '' });
  });

  it('takes it with --pin, and no other', async () => {
    const fingerprint = simulator.fingerprint ?? '';
    expect(await list('--pin', fingerprint)).to.include({ code: 0, stderr: '' });
    const other = fingerprint.replace(/^../, (byte) => (byte === '00' ? '01' : '00'));
    const { code, stderr } = await list('--pin', other);
    expect(code).to.equal(3);
    expect(stderr).to.include('another certificate than the pinned one').and.include(fingerprint);
    expect(await list('--pin', other, '--pin', fingerprint)).to.include({ code: 0 });
  });

  it('takes any with --insecure and warns each time', async () => {
    const { code, stderr } = await list('--insecure');
    expect(code).to.equal(0);
    expect(stderr.match(/^Warning: The certificate of wss:/gm)).to.have.length(2);
  });

  it('says what is wrong with --ca and --pin', async () => {
    const missing = await list('--ca', join(folder.path, 'none.pem'));
    expect(missing.code).to.equal(2);
    expect(missing.stderr).to.match(/authority file .*none.pem cannot be read \(ENOENT\)/);
    const pin = await list('--pin', 'abc');
    expect(pin.code).to.equal(2);
    expect(pin.stderr).to.include('The pin is no SHA-256 fingerprint');
  });
});
