import { expect } from 'chai';
import { FiniteStateAutomaton } from '../../../porting/classes/finite-state-automaton.js';
import { Message } from '../../../porting/classes/message.js';
import { Transitioner } from '../../../porting/classes/transitioner.js';
import { AppLoginAutomaton } from '../../../porting/library/app-login.js';
import { AppLoginViaPBXAutomaton } from '../../../porting/library/app-login-via-pbx-automaton.js';
import { AppServiceSpec } from '../../../porting/library/credentials.js';
import { UserPBXLoginWithAppAutomaton } from '../../../porting/library/user-pbx-login-with-app-automaton.js';
import type { SessionCredentials } from '../../../protocol/credentials.js';
import { plainSessionKey } from '../../../protocol/digests.js';
import { Secret } from '../../../protocol/secret.js';
import { encryptWithSeed } from '../../../protocol/seed-cipher.js';
import { AppServiceCredentials } from '../../../protocol/service-credentials.js';
import { SessionCredentials as Session } from '../../../protocol/credentials.js';
import { SimulatedClock } from '../../../runtime/clock.js';
import { silentLog } from '../../../runtime/log.js';
import type { MemorySocket } from '../../../runtime/memory-socket.js';
import { drive } from '../../support/drive.js';
import { readRecording, RecordedPeers, recordedValues } from '../../support/recorded-traces.js';
import { RecordingTracer } from '../../support/recording-tracer.js';
import { CredentialsOfTest } from './credentials-of-test.js';

const pbxUrl = 'ws://PBX/PBX0/APPCLIENT/130000/websocket';
const specs = [new AppServiceSpec('innovaphone-devices'), new AppServiceSpec('innovaphone-users')];
const { password, session } = recordedValues;

class DeviceLister extends FiniteStateAutomaton {
  devices: unknown[] = [];

  ReceiveInitialStart(): void {
    this.sendMessage(new Message('GetDevices'));
  }

  ReceiveInitialGetDevicesResult(msg: Message): string | null {
    this.devices.push(...(msg['devices'] as unknown[]));
    return msg['last'] === true ? 'Dead' : null;
  }
}

class GetStun extends FiniteStateAutomaton {
  ReceiveInitialStart(): void {
    this.sendMessage(new Message('GetStun', 'api', 'PbxAdminApi'));
  }

  ReceiveInitialGetStunResult(): string {
    return 'Dead';
  }
}

/** One recording of the original, played to the library's automatons. */
class Play {
  readonly clock = new SimulatedClock();
  readonly tracer = new RecordingTracer();
  readonly lines;
  readonly peers: RecordedPeers;

  constructor(recording: string) {
    this.lines = readRecording(recording);
    this.peers = new RecordedPeers(this.lines, this.clock);
  }

  transitioner(...automatons: FiniteStateAutomaton[]): Transitioner {
    return new Transitioner({ clock: this.clock, tracer: this.tracer, log: silentLog }, automatons);
  }

  expectAsRecorded(...sockets: string[]): void {
    for (const socket of sockets) {
      const received = this.peers.received.get(socket) ?? [];
      const expected = this.peers.expected.get(socket) ?? [];
      expect(received.map((one) => JSON.stringify(one))).to.deep.equal(
        expected.map((one) => JSON.stringify(one)),
      );
      expect(received).not.to.have.length(0);
    }
    expect(this.clock.pending).to.equal(0);
  }

  expectPostsAsRecorded(): void {
    const recorded = this.lines.flatMap((line) =>
      line.kind === 'post' ? [`${line.from}->${line.to ?? '*'} ${line.mt}`] : [],
    );
    expect(this.tracer.lines('post')).to.have.members(recorded);
  }

  async login(keys: SessionCredentials | null = null) {
    const sockets = specs.map((spec): MemorySocket => this.peers.socket(spec.socketName));
    const credentials = new CredentialsOfTest(password, keys);
    const login = new UserPBXLoginWithAppAutomaton(this.peers.socket('PBXWS', pbxUrl), credentials);
    login.setNclients(specs.length);
    const apps = specs.map(
      (spec, at) => new AppLoginViaPBXAutomaton(sockets[at] ?? null, spec, spec.nickname),
    );
    const result = await drive(this.transitioner(login, ...apps).run(), this.clock);
    return { login, apps, sockets, result };
  }
}

describe("recorded logins, played to the PHP library's automatons", () => {
  const logins = [
    ['user-login', null, 3],
    ['session-login', new Session(session.usr, session.pwd), 3],
    ['two-factor', null, 3],
    ['update-apps-single', null, 3],
    ['many-chunks', null, 25],
  ] as const;

  for (const [recording, keys, deviceCount] of logins) {
    it(`${recording}: sends and posts are the recorded ones, but for the second SubscribeApps`, async () => {
      const play = new Play(recording);
      const { login, apps, sockets, result } = await play.login(keys);
      expect(result.outcome).to.equal('finished');
      expect([login, ...apps].map((one) => one.getIsLoggedIn())).to.deep.equal([true, true, true]);
      expect([login, ...apps].map((one) => one.state.getName())).to.deep.equal(['Dead', 'Dead', 'Dead']);
      expect(sockets.map(({ url }) => url)).to.deep.equal([
        'ws://pbx/sample.dom/devices',
        'ws://pbx/sample.dom/users',
      ]);
      play.expectPostsAsRecorded();
      play.expectAsRecorded('PBXWS', 'INNOVAPHONE-DEVICES--WS', 'INNOVAPHONE-USERS--WS');

      const lister = new DeviceLister(sockets[0]);
      await drive(play.transitioner(lister).run(), play.clock);
      expect(lister.devices).to.have.length(deviceCount);
      play.expectAsRecorded('INNOVAPHONE-DEVICES--WS');
    });
  }

  it('encrypt(seed, data) of AppLoginViaPBXAutomaton uses the key that the PBX has given', async () => {
    const play = new Play('user-login');
    const { apps } = await play.login();
    const key = plainSessionKey('1195976537120', new Secret(recordedValues.appPassword));
    expect(apps[0]?.encrypt('seed', 'data')).to.equal(encryptWithSeed(new Secret(key), 'seed', 'data'));
  });

  it('two-factor: silence of 6.5 s does not end the run, which asks after 5 s', async () => {
    const play = new Play('two-factor');
    await play.login();
    expect(play.clock.now()).to.equal(6_500);
  });

  it('wrong-password: sends are the recorded ones, and everybody ends at once', async () => {
    const play = new Play('wrong-password');
    const { login, apps, result } = await play.login();
    expect(result.outcome).to.equal('finished');
    expect(login.getIsLoggedIn()).to.equal(false);
    expect(login.getError()).to.have.property('code', 'AUTHENTICATION_FAILED');
    for (const app of apps) expect(app.getError()).to.have.property('code', 'PBX_LOGIN_FAILED');
    expect(play.clock.now()).to.equal(0);
    play.expectAsRecorded('PBXWS');
  });

  for (const recording of ['service-login', 'rcc']) {
    it(`${recording}: AppLoginAutomaton sends and posts what is recorded`, async () => {
      const play = new Play(recording);
      const socket = play.peers.socket('PBXWS', 'ws://PBX/PBX0/APPS/websocket');
      const login = new AppLoginAutomaton(
        socket,
        new AppServiceCredentials('pbxadminapi', recordedValues.appPassword),
      );
      const result = await drive(play.transitioner(login).run(), play.clock);
      expect(result.outcome).to.equal('finished');
      expect(login.getIsLoggedIn()).to.equal(true);
      play.expectPostsAsRecorded();
      play.expectAsRecorded('PBXWS');
      if (recording === 'rcc') return;
      await drive(play.transitioner(new GetStun(socket)).run(), play.clock);
      play.expectAsRecorded('PBXWS');
      expect(play.peers.left).to.deep.equal([]);
    });
  }
});
