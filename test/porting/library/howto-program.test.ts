import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import {
  AppLoginAutomaton,
  AppServiceCredentials,
  FinitStateAutomaton,
  Log,
  Message,
  Transitioner,
  WSClient,
} from '../../../porting/index.js';
import type { Simulator } from '../../../services/simulator/simulator.js';
import { startSimulator } from '../../../services/simulator/simulator.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly log: string;
}

/** Runs the sample as a person does, to its end. */
async function runSample(environment: Readonly<Record<string, string>>): Promise<Ended> {
  const { DEBUG: _debug, ...inherited } = process.env;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=pbx-automata-source', 'samples/ported-websocket-sample.ts'],
    { cwd: root, env: { ...inherited, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  let log = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const code = await new Promise<number | null>((resolve) => {
    child.on('close', resolve);
  });
  return { code, output, log };
}

describe('programs on the classes of the PHP library, against the simulator', () => {
  let simulator: Simulator;
  let state: string;

  before(async () => {
    const users = [{ sip: 'ckl', password: 'a password that stands out', dn: 'Christoph' }];
    simulator = await startSimulator({ scenario: { users } });
    state = mkdtempSync(join(tmpdir(), 'ported-sample-'));
  });

  after(async () => {
    await simulator.close();
    rmSync(state, { recursive: true });
  });

  it("the how-to's program: lists devices and users, and ends though its sockets are open", async function () {
    this.timeout(30_000);
    const environment = {
      PBX_URL: simulator.url,
      PBX_USER: simulator.user,
      PBX_PASSWORD: simulator.password,
      XDG_STATE_HOME: state,
    };
    const { code, output, log } = await runSample(environment);
    expect(code, log).to.equal(0);
    expect(output.match(/^device /gm)).to.have.length(12);
    expect(output.match(/^user /gm)).not.to.equal(null);
    const said = log.split('\n').flatMap((line) => / runtime script: {2}(.*)$/.exec(line)?.[1] ?? []);
    expect(said.slice(0, 5)).to.deep.equal([
      'Logged in to PBX',
      'Logged in to Devices',
      'Logged in to Users',
      'Requesting Device List',
      'Requesting User List',
    ]);
    expect(said).to.include.members(['got 5 Device Info(s)', 'got 2 Device Info(s)', 'Last chunk']);
    expect(log).to.match(
      / smsg Transitioner: {2}sent->PBXWS \{"mt":"Login","type":"user","userAgent":"ported-/,
    );
    expect(log).to.match(
      / smsg \S+\(INNOVAPHONE-DEVICES--A\): {2}posting INNOVAPHONE-DEVICES--A->: \{"mt":"Use/,
    );
    expect(log.match(/sent->PBXWS \{"mt":"SubscribeApps"\}/g)).to.have.length(1);
    expect(log).not.to.include(simulator.password);

    const [session] = readdirSync(join(state, 'pbx-automata', 'sessions'));
    const { mode } = statSync(join(state, 'pbx-automata', 'sessions', session ?? ''));
    expect(mode & 0o777).to.equal(0o600);
    const again = await runSample(environment);
    expect(again.log).to.include('{"mt":"Login","type":"session"');
    expect(again.code).to.equal(0);
  });

  it('a program that defines its login to the PBX itself, and runs one automaton after the other', async () => {
    /** As the samples of the first edition have it. */
    class PbxAppLoginAutomaton extends AppLoginAutomaton {
      constructor(pbx: string, credentials: AppServiceCredentials) {
        super(new WSClient('PBXWS', `${new URL(pbx).origin}/PBX0/APPS/websocket`), credentials);
      }
    }
    class StunReader extends FinitStateAutomaton {
      stun: unknown = null;
      ReceiveInitialStart(): void {
        this.sendMessage(new Message('GetStun', 'api', 'PbxAdminApi'));
      }
      ReceiveInitialGetStunResult(msg: Message): string {
        this.stun = msg['stun'];
        return 'Dead';
      }
    }
    Log.logoff();
    try {
      const password = simulator.apps['pbxadminapi']?.password ?? '';
      const app = new PbxAppLoginAutomaton(simulator.url, new AppServiceCredentials('pbxadminapi', password));
      await new Transitioner(app).run();
      expect(app.getIsLoggedIn()).to.equal(true);
      const reader = new StunReader(app.getWs(), 'Stun');
      const { outcome } = await reader.run();
      expect(outcome).to.equal('finished');
      expect(reader.stun).to.equal('stun.sample.dom');
      app.getWs()?.close();
    } finally {
      Log.logon();
    }
  });
});
