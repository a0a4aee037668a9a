import { expect } from 'chai';
import { AppLoginAutomaton } from '../../machines/app-login.js';
import { AppLoginViaPBXAutomaton } from '../../machines/app-login-via-pbx.js';
import { DeviceLister } from '../../machines/device-lister.js';
import { UserLister } from '../../machines/user-lister.js';
import { UserPBXLoginWithAppAutomaton } from '../../machines/user-pbx-login-with-app.js';
import { AppServiceSpec } from '../../protocol/app-service-spec.js';
import type { GetStunMessage, GetStunResultMessage } from '../../protocol/messages/pbx-admin-api.js';
import { AppServiceCredentials } from '../../protocol/service-credentials.js';
import { SessionCredentials } from '../../protocol/session-credentials.js';
import { AppUserCredentials } from '../../protocol/user-credentials.js';
import { sendMessage } from '../../runtime/actions.js';
import type { AutomatonOutput } from '../../runtime/automaton.js';
import { setupAutomaton } from '../../runtime/automaton.js';
import { SimulatedClock } from '../../runtime/clock.js';
import type { MemorySocket } from '../../runtime/memory-socket.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { drive } from '../support/drive.js';
import { readRecording, RecordedPeers, recordedValues } from '../support/recorded-traces.js';
import { RecordingTracer } from '../support/recording-tracer.js';

const pbxUrl = 'ws://PBX/PBX0/APPCLIENT/130000/websocket';
const specs = [new AppServiceSpec('innovaphone-devices'), new AppServiceSpec('innovaphone-users')];

/** The automaton of the service login's sample: one request, one answer. */
const GetStun = setupAutomaton({
  types: {
    context: {},
    messages: {} as GetStunResultMessage,
    output: {} as AutomatonOutput,
  },
  accepts: { GetStunResult: 'wire' },
}).createMachine({
  id: 'GetStun',
  initial: 'Initial',
  context: {},
  states: {
    Initial: {
      on: {
        Start: { actions: sendMessage({ mt: 'GetStun', api: 'PbxAdminApi' } as GetStunMessage) },
        GetStunResult: 'Dead',
      },
    },
    Dead: { type: 'final' },
  },
  output: { ok: true },
});

/** One recording played to our automatons. */
class Play {
  readonly clock = new SimulatedClock();
  readonly tracer = new RecordingTracer();
  readonly lines;
  readonly peers: RecordedPeers;

  constructor(recording: string) {
    this.lines = readRecording(recording);
    this.peers = new RecordedPeers(this.lines, this.clock);
  }

  transitioner(): Transitioner {
    return new Transitioner({ clock: this.clock, tracer: this.tracer });
  }

  /** Every message as recorded, per socket, in order, member for member and in the order of members. */
  expectAsRecorded(): void {
    const text = (messages: ReadonlyMap<string, readonly object[]>): Record<string, string[]> =>
      Object.fromEntries([...messages].map(([name, list]) => [name, list.map((one) => JSON.stringify(one))]));
    expect(text(this.peers.received)).to.deep.equal(text(this.peers.expected));
    expect(this.peers.left).to.deep.equal([]);
    expect(this.clock.pending).to.equal(0);
  }

  expectPostsAsRecorded(): void {
    const recorded = this.lines.flatMap((line) =>
      line.kind === 'post' ? [`${line.from}->${line.to ?? '*'} ${line.mt}`] : [],
    );
    expect(this.tracer.lines('post')).to.have.members(recorded);
  }

  /** PBX automaton and two App Services' automatons, as the connector makes them. */
  async login(credentials: AppUserCredentials) {
    const pbx = this.peers.socket('PBXWS', pbxUrl);
    const sockets = specs.map((spec) => this.#serviceSocket(spec));
    const transitioner = this.transitioner();
    const login = transitioner.add(UserPBXLoginWithAppAutomaton, {
      nickname: 'UserPBXLogin',
      socket: pbx,
      input: { credentials, nonces: recordedValues.nonces, clients: specs.map(({ nickname }) => nickname) },
    });
    const apps = specs.map((spec, at) =>
      transitioner.add(AppLoginViaPBXAutomaton, {
        nickname: spec.nickname,
        socket: sockets[at],
        input: { spec, pbxUrl },
      }),
    );
    const result = await drive(transitioner.run(), this.clock);
    return { login, apps, sockets, result };
  }

  /** The lists, on the sockets that the login has authenticated. */
  async lists(sockets: readonly MemorySocket[], user: { domain?: string; sip?: string }) {
    const transitioner = this.transitioner();
    const devices = transitioner.add(DeviceLister, { socket: sockets[0] });
    const users = transitioner.add(UserLister, { socket: sockets[1], input: { user } });
    const result = await drive(transitioner.run(), this.clock);
    return { devices, users, result };
  }

  /** Without an address: the automaton finds it in the app list. */
  #serviceSocket(spec: AppServiceSpec): MemorySocket {
    return this.peers.socket(spec.socketName);
  }
}

const { user, password, session, userAgent } = recordedValues;
const withPassword = new AppUserCredentials(user, password, { userAgent });
const withSession = new AppUserCredentials(user, password, {
  userAgent,
  session: new SessionCredentials(session.usr, session.pwd),
});

describe('recorded logins, played to our automatons', () => {
  const logins = [
    ['user-login', withPassword, 3],
    ['session-login', withSession, 3],
    ['two-factor', withPassword, 3],
    ['update-apps-single', withPassword, 3],
    ['many-chunks', withPassword, 25],
  ] as const;

  for (const [recording, credentials, deviceCount] of logins) {
    it(`${recording}: our messages are the recorded ones`, async () => {
      const play = new Play(recording);
      const { login, apps, sockets, result } = await play.login(credentials);

      expect(result.outcome).to.equal('finished');
      expect(apps.map(({ output }) => output?.ok)).to.deep.equal([true, true]);
      expect(sockets.map(({ url }) => url)).to.deep.equal([
        'ws://pbx/sample.dom/devices',
        'ws://pbx/sample.dom/users',
      ]);
      const { output } = login;
      if (output?.ok !== true) throw new Error('The login failed.');
      play.expectPostsAsRecorded();

      const lists = await play.lists(sockets, output.user);
      expect(lists.result.outcome).to.equal('finished');
      expect(lists.devices.output).to.have.property('devices').with.lengthOf(deviceCount);
      expect(lists.users.output).to.have.property('users').with.lengthOf(3);
      play.expectAsRecorded();
    });
  }

  it('two-factor: the user has 6.5 s for the confirmation, longer than a run may be silent', async () => {
    const play = new Play('two-factor');
    await play.login(withPassword);
    expect(play.clock.now()).to.equal(6_500);
    expect(play.tracer.lines('notice').join()).to.include('authorizeCode');
  });

  it('wrong-password: our messages are the recorded ones, and everybody is told', async () => {
    const play = new Play('wrong-password');
    const { login, apps, result } = await play.login(withPassword);
    expect(result.outcome).to.equal('finished');
    expect(login.output).to.have.nested.property('error.code', 'AUTHENTICATION_FAILED');
    for (const app of apps) expect(app.output).to.have.nested.property('error.code', 'PBX_LOGIN_FAILED');
    expect(play.clock.now()).to.equal(0);
    play.expectAsRecorded();
  });

  it('service-login: our messages are the recorded ones', async () => {
    const play = new Play('service-login');
    const socket = play.peers.socket('PBXWS', 'ws://PBX/PBX0/APPS/websocket');
    const first = play.transitioner();
    const credentials = new AppServiceCredentials('pbxadminapi', recordedValues.appPassword);
    const login = first.add(AppLoginAutomaton, { nickname: 'Login', socket, input: { credentials } });
    await drive(first.run(), play.clock);
    expect(login.output).to.deep.equal({ ok: true, app: 'pbxadminapi' });
    play.expectPostsAsRecorded();

    const second = play.transitioner();
    second.add(GetStun, { socket });
    const result = await drive(second.run(), play.clock);
    expect(result.outcome).to.equal('finished');
    play.expectAsRecorded();
  });
});
