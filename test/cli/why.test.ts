import { join } from 'node:path';
import { expect } from 'chai';
import { RecentRecords } from '../../cli/recent-records.js';
import { whyText } from '../../cli/why.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { startSimulator } from '../../services/simulator/index.js';
import type { CliResult } from './cli-kit.js';
import { call, temporaryFolder } from './cli-kit.js';

async function list(scenario: string, ...options: readonly string[]): Promise<CliResult> {
  const simulator = await startSimulator({ scenario });
  try {
    const argv = ['list', '--pbx', simulator.url, '--no-session', '--quiet', '--timeout', '0.2', ...options];
    return await call(argv, { env: { PBX_USER: 'ckl', PBX_PASSWORD: 'pwd' } });
  } finally {
    await simulator.close();
  }
}

describe('cli: why it failed', () => {
  it('says nothing when nothing failed', async () => {
    expect((await list('default')).stderr).to.equal('');
  });

  it('names the record below an error that says it all, and does not repeat it', async () => {
    const { stderr, code } = await list('wrong-password');
    expect(code).to.equal(1);
    expect(stderr).to.match(
      /^Error: The PBX refused the user name or password; check both and try again\.\n {2}Seen in record \d+ \(\d+\.\d{3} s\): LoginResult error=2 errorText="Authentication failed" from PBXWS\.\n {2}More: docs\/failures\.md#wrong-password; --trace FILE records it, --inspect shows it\.\n$/,
    );
  });

  it('says what to do when the error itself does not say as much', async () => {
    const { stderr } = await list('wrong-app-password');
    expect(stderr).to.match(/^ {2}Seen in record \d+ .*: AppLoginResult from INNOVAPHONE-DEVICES--WS\.$/m);
    expect(stderr).to.include(
      '\n  Do: Set the same password at the App object on the PBX and at the instance on the App Platform.\n',
    );
  });

  it('names the recording that there is, and how to read it', async () => {
    const folder = temporaryFolder();
    const path = join(folder.path, "it's.jsonl");
    try {
      const { stderr } = await list('wrong-password', '--trace', path);
      expect(stderr).to.include(`recorded in ${path}: pbx-automata replay '${path.replace("'", "'\\''")}'\n`);
      expect(stderr).to.not.include('--trace FILE');
    } finally {
      folder.remove();
    }
  });

  it('says who waited for what, and what to do', async () => {
    const { stderr, code } = await list('silent-devices');
    expect(code).to.equal(1);
    const lines = stderr.split('\n');
    expect(lines[0]).to.match(/^Error: Devices: No message came for 0\.2 s/);
    expect(lines[1]).to.match(
      /^Why: DeviceLister waited in Initial\.awaitingDevices for GetDevicesResult from the App Service at 127/,
    );
    expect(lines[2]).to.match(/^ {2}Seen in record \d+ \(.* s\): GetDevices to INNOVAPHONE-DEVICES--WS\.$/);
    expect(lines[3]).to.match(/^ {2}Do: \S/);
    expect(lines[4]).to.match(/^ {2}More: docs\/failures\.md#list-stuck/);
  });

  it('finds the discarded message behind a silence', async () => {
    const { stderr } = await list('too-early');
    expect(stderr).to.match(
      /Seen in record \d+ .*: AppLoginResult discarded by INNOVAPHONE-DEVICES--A in Initial\.awaitingChallenge\./,
    );
  });

  it('shows of a broken connection what broke it', async () => {
    const { stderr } = await list('app-down');
    expect(stderr).to.match(
      /Seen in record .*: socket INNOVAPHONE-DEVICES--WS: error 1006 CONNECTION_REFUSED\.\n/,
    );
  });

  it('shows no secret, whatever a peer sends', async () => {
    for (const scenario of [
      'wrong-password',
      'wrong-digest',
      'wrong-app-password',
      'app-refused',
      'closing',
    ]) {
      const { stderr } = await list(scenario);
      expect(stderr, scenario).to.include('Seen in record');
      expect(stderr, scenario).to.not.match(/[0-9a-f]{64}/);
    }
  });

  it('is silent when nothing is known', () => {
    expect(whyText([], { verdict: 'empty', sentence: 'Nothing.', findings: [] }, [])).to.equal('');
  });
});

describe('RecentRecords', () => {
  const record = (seq: number): TraceRecord => ({
    seq,
    t: seq,
    kind: 'log',
    category: 'debug',
    source: '',
    text: '',
  });

  it('keeps the first and the newest, and its size does not grow', () => {
    const recent = new RecentRecords();
    for (let seq = 1; seq <= 100_000; seq += 1) recent.add(record(seq));
    const seqs = recent.records.map(({ seq }) => seq);
    expect(seqs.length).to.be.lessThan(20_001);
    expect(seqs.slice(0, 4000)).to.deep.equal(Array.from({ length: 4000 }, (_, at) => at + 1));
    expect(seqs.slice(-8000)).to.deep.equal(Array.from({ length: 8000 }, (_, at) => 92_001 + at));
    expect([...seqs].sort((a, b) => a - b)).to.deep.equal(seqs);
  });
});
