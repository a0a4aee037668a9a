import { expect } from 'chai';
import { AppServiceLogin } from '../../../porting/library/app-service-login.js';
import type { ConnectorOptions } from '../../../porting/library/app-service-login.js';
import { AppLoginViaPBXAutomaton } from '../../../porting/library/app-login-via-pbx-automaton.js';
import { AppServiceSpec, AppUserCredentials } from '../../../porting/library/credentials.js';
import { UserPBXLoginWithAppAutomaton } from '../../../porting/library/user-pbx-login-with-app-automaton.js';
import { WSClient } from '../../../porting/library/ws-client.js';
import { SessionCredentials } from '../../../protocol/credentials.js';
import { silentLog } from '../../../runtime/log.js';
import type { ScenarioSettings } from '../../../services/simulator/scenario.js';
import type { Simulator } from '../../../services/simulator/simulator.js';
import { startSimulator } from '../../../services/simulator/simulator.js';
import { MemorySessionStore } from '../../../services/session-store.js';

const devices = new AppServiceSpec('innovaphone-devices');
const users = new AppServiceSpec('users');
const outdated = new SessionCredentials('0123456789abcdef0123456789abcdef', 'a-session-of-long-ago-1');

describe('AppServiceLogin(pbx, credentials, specs = [], useWS = false, passthrough = [])', () => {
  let simulator: Simulator | undefined;
  const logins: AppServiceLogin[] = [];

  afterEach(async () => {
    for (const login of logins.splice(0)) login.close();
    await simulator?.close();
    simulator = undefined;
  });

  type Made = { new (...given: ConstructorParameters<typeof AppServiceLogin>): AppServiceLogin };

  async function connector(
    options: ConnectorOptions = {},
    {
      specs = [devices, users],
      scenario,
      as: Connector = AppServiceLogin,
    }: { specs?: AppServiceSpec[]; scenario?: ScenarioSettings; as?: Made } = {},
  ): Promise<AppServiceLogin> {
    simulator ??= await startSimulator({ scenario });
    const { url, user, password } = simulator;
    const credentials = new AppUserCredentials(user, password);
    const all = { sessionStore: false, log: silentLog, ...options } as const;
    const login = new Connector(url, credentials, specs, false, [], all);
    logins.push(login);
    return login;
  }

  it('connect(): true when all logins succeeded; getPbxA, getPbxWS, getAppAutomaton(spec), getAppWebSocket(spec)', async () => {
    const login = await connector();
    expect(await login.connect()).to.equal(true);
    const pbx = login.getPbxA();
    expect(pbx).to.be.instanceOf(UserPBXLoginWithAppAutomaton);
    expect(pbx.getShortNickname()).to.equal('UserPBXLogin');
    expect(pbx.getNickname()).to.equal('UserPBXLoginWithAppAutomaton(UserPBXLogin)');
    expect(pbx.getIsLoggedIn()).to.equal(true);
    expect(pbx.getResults()?.loginResultMsg['info']).to.have.nested.property('user.sip', simulator?.user);
    expect(pbx.getWs()).to.equal(login.getPbxWS());
    expect(login.getPbxWS()).to.be.instanceOf(WSClient);
    expect(login.getPbxWS().getSourcename()).to.equal('PBXWS');
    const app = login.getAppAutomaton(users);
    expect(app).to.be.instanceOf(AppLoginViaPBXAutomaton);
    expect(app.getIsLoggedIn()).to.equal(true);
    expect(app.getSelectedApp()?.name).to.equal('users');
    expect(app.getShortNickname()).to.equal('USERS--A');
    expect(app.getWs()).to.equal(login.getAppWebSocket(users));
    expect(login.getAppWebSocket(devices).getSourcename()).to.equal('INNOVAPHONE-DEVICES--WS');
    const sockets = [login.getPbxWS(), login.getAppWebSocket(devices), login.getAppWebSocket(users)];
    expect(sockets.map((socket) => socket.isConnected())).to.deep.equal([true, true, true]);
    expect(login.getErrors()).to.deep.equal([]);
  });

  it('without specs: the PBX alone', async () => {
    const login = await connector({}, { specs: [] });
    expect(await login.connect()).to.equal(true);
    expect(login.getPbxA().state.getName()).to.equal('Dead');
  });

  it('one App Service that fails: connect() is false, the others are logged in', async () => {
    const absent = new AppServiceSpec('no-such-app');
    const login = await connector({}, { specs: [devices, absent] });
    expect(await login.connect()).to.equal(false);
    expect(login.getAppAutomaton(devices).getIsLoggedIn()).to.equal(true);
    expect(login.getAppAutomaton(absent).getIsLoggedIn()).to.equal(false);
    expect(login.getErrors().map((error) => ('code' in error ? error.code : ''))).to.deep.equal([
      'APP_NOT_FOUND',
    ]);
  });

  it('a wrong password: connect() is false at once, sockets are closed', async () => {
    const scenario = { faults: [{ at: 'LoginResult', do: 'error', error: 2 }] } as const;
    const login = await connector({}, { scenario });
    expect(await login.connect()).to.equal(false);
    expect(login.getPbxA().getIsLoggedIn()).to.equal(false);
    expect(login.getErrors()[0]).to.have.property('code', 'AUTHENTICATION_FAILED');
    expect(login.getPbxWS().isConnected()).to.equal(false);
    expect(login.getAppWebSocket(users).isConnected()).to.equal(false);
  });

  it('a service that is silent: connect() is false, and the error says who was left where', async () => {
    const scenario = { faults: [{ at: 'AppChallenge', do: 'silence', app: 'devices' }] } as const;
    const login = await connector({ idleTimeoutMs: 200 }, { scenario });
    expect(await login.connect()).to.equal(false);
    expect(login.getPbxA().getIsLoggedIn()).to.equal(true);
    expect(login.getErrors()).to.have.length(1);
    expect(login.getErrors()[0]).to.have.property('code', 'RUN_TIMEOUT');
  });

  it('readSessionKey and writeSessionKey keep the session, and the next login uses it', async () => {
    const sessionStore = new MemorySessionStore();
    for (let time = 0; time < 3; time += 1)
      expect(await (await connector({ sessionStore })).connect()).to.equal(true);
    expect(simulator?.sessions).to.have.length(1);
  });

  it('readSessionKey and writeSessionKey may be overridden, with promises or without', async () => {
    const kept: (SessionCredentials | null)[] = [outdated];
    class OwnStore extends AppServiceLogin {
      override readSessionKey(): SessionCredentials | null {
        return kept.at(-1) ?? null;
      }
      override writeSessionKey(session: SessionCredentials | null): Promise<void> {
        kept.push(session);
        return Promise.resolve();
      }
    }
    const login = await connector({}, { as: OwnStore });
    expect(await login.connect()).to.equal(true);
    expect(kept).to.have.length(3);
    expect(kept[1], 'the outdated one is forgotten').to.equal(null);
    expect(kept[2]).to.equal(login.getPbxA().getSessionkeys());
    expect(await (await connector({}, { as: OwnStore })).connect()).to.equal(true);
    expect(kept).to.have.length(3);
  });

  it('setDisableSessionkeys(): nothing is read, nothing is stored', async () => {
    simulator = await startSimulator();
    const { url, user, password } = simulator;
    const credentials = new AppUserCredentials(user, password);
    credentials.setDisableSessionkeys();
    const sessionStore = new MemorySessionStore();
    for (let time = 0; time < 2; time += 1) {
      const login = new AppServiceLogin(url, credentials, [], false, [], { sessionStore, log: silentLog });
      logins.push(login);
      expect(await login.connect()).to.equal(true);
    }
    expect(simulator.sessions).to.have.length(2);
  });

  it('is asked too early, twice, or about a stranger', async () => {
    const login = await connector();
    const codeOf = (ask: () => unknown): unknown => {
      try {
        ask();
      } catch (error) {
        return (error as { code?: unknown }).code;
      }
      return undefined;
    };
    expect(codeOf(() => login.getPbxA())).to.equal('NOT_CONNECTED');
    expect(codeOf(() => login.getAppAutomaton(users))).to.equal('NOT_CONNECTED');
    expect(codeOf(() => login.getAppWebSocket(users))).to.equal('NOT_CONNECTED');
    expect(codeOf(() => login.getAppAutomaton(new AppServiceSpec('other')))).to.equal('SPEC_UNKNOWN');
    await login.connect();
    expect(await login.connect().catch((error: unknown) => error)).to.have.property('code', 'CONNECT_TWICE');
  });

  it('pbx: a host name, with useWS by ws; or a whole URL', () => {
    const url = (pbx: string, useWS?: boolean): string | null =>
      new AppServiceLogin(pbx, new AppUserCredentials('ckl', 'pwd'), [], useWS).getPbxWS().getUrl();
    expect(url('pbx.sample.dom')).to.equal('wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket');
    expect(url('pbx.sample.dom', true)).to.equal('ws://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket');
    expect(url('wss://pbx.sample.dom/x/PBX0/APPCLIENT/1/websocket', true)).to.equal(
      'wss://pbx.sample.dom/x/PBX0/APPCLIENT/1/websocket',
    );
  });
});
