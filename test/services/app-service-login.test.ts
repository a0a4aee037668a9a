import { expect } from 'chai';
import { AppServiceSpec } from '../../protocol/app-service-spec.js';
import { SessionCredentials } from '../../protocol/credentials.js';
import { AppUserCredentials } from '../../protocol/user-credentials.js';
import { silentLog } from '../../runtime/log.js';
import type { AppServiceLoginOptions } from '../../services/app-service-login.js';
import { AppServiceLogin } from '../../services/app-service-login.js';
import type { SessionStore } from '../../services/session-store.js';
import { MemorySessionStore, sessionKeyOf } from '../../services/session-store.js';
import type { ScenarioSettings } from '../../services/simulator/scenario.js';
import type { Simulator } from '../../services/simulator/simulator.js';
import { startSimulator } from '../../services/simulator/simulator.js';

const devices = new AppServiceSpec('innovaphone-devices');
const users = new AppServiceSpec('innovaphone-users');
const outdated = new SessionCredentials('0123456789abcdef0123456789abcdef', 'a-session-of-long-ago-1');

describe('AppServiceLogin', () => {
  let simulator: Simulator | undefined;
  const logins: AppServiceLogin[] = [];

  afterEach(async () => {
    for (const login of logins.splice(0)) login.close();
    await simulator?.close();
    simulator = undefined;
  });

  async function connector(
    options: AppServiceLoginOptions = {},
    { specs = [devices, users], scenario }: { specs?: AppServiceSpec[]; scenario?: ScenarioSettings } = {},
  ): Promise<AppServiceLogin> {
    simulator ??= await startSimulator({ scenario });
    const { url, user, password } = simulator;
    const login = new AppServiceLogin(url, new AppUserCredentials(user, password), specs, {
      sessionStore: false,
      log: silentLog,
      ...options,
    });
    logins.push(login);
    return login;
  }

  it('logs in to the PBX and to each App Service, and hands over their sockets', async () => {
    const login = await connector();
    expect(await login.connect()).to.equal(true);
    expect(login.getErrors()).to.deep.equal([]);
    expect(login.getPbxA().getUser().sip).to.equal(simulator?.user);
    expect(login.getAppAutomaton(users).getSelectedApp()?.name).to.be.a('string');
    const sockets = [login.getPbxWS(), login.getAppWebSocket(devices), login.getAppWebSocket(users)];
    expect(sockets.map(({ state }) => state)).to.deep.equal(['open', 'open', 'open']);
    login.close();
    expect(sockets.map(({ state }) => state)).to.deep.equal(['closed', 'closed', 'closed']);
  });

  it('keeps what succeeded when one App Service fails, and says which did not', async () => {
    const absent = new AppServiceSpec('no-such-app');
    const login = await connector({}, { specs: [devices, absent] });
    expect(await login.connect()).to.equal(false);
    expect(login.getErrors()).to.have.length(1);
    expect(login.getAppAutomaton(absent).getError()).to.have.property('code', 'APP_NOT_FOUND');
    expect(login.getAppWebSocket(devices).state).to.equal('open');
  });

  it('closes the socket of an App Service that refuses the login, and no other', async () => {
    const scenario = { faults: [{ at: 'AppLogin', do: 'error', app: 'devices' }] } as const;
    const login = await connector({}, { scenario });
    expect(await login.connect()).to.equal(false);
    expect(login.getAppAutomaton(devices).getError()).to.have.property('code', 'APP_LOGIN_REFUSED');
    expect(login.getAppWebSocket(devices).state).to.equal('closed');
    expect(login.getAppWebSocket(users).state).to.equal('open');
    expect(login.getPbxWS().state).to.equal('open');
  });

  it('throws what is asked too early, twice, or about a stranger', async () => {
    const login = await connector();
    expect(() => login.getPbxA())
      .to.throw()
      .with.property('code', 'NOT_CONNECTED');
    expect(() => login.getAppWebSocket(devices))
      .to.throw()
      .with.property('code', 'NOT_CONNECTED');
    expect(() => login.getAppAutomaton(new AppServiceSpec('other')))
      .to.throw()
      .with.property('code', 'SPEC_UNKNOWN');
    await login.connect();
    const again = await login.connect().catch((error: unknown) => error);
    expect(again).to.have.property('code', 'CONNECT_TWICE');
  });

  it('logs in once to an App Service that is given twice, so that close leaves no socket open', async () => {
    const login = await connector({}, { specs: [devices, devices] });
    expect(await login.connect()).to.equal(true);
    expect(simulator?.connectionCount).to.equal(2);
  });

  it('closes every socket when the PBX login fails', async () => {
    const scenario = { faults: [{ at: 'LoginResult', do: 'error', error: 2 }] } as const;
    const login = await connector({}, { scenario });
    const failure = await login.connectOrThrow().catch((error: unknown) => error);
    expect(failure).to.have.property('code', 'AUTHENTICATION_FAILED');
    expect(login.getPbxWS().state).to.equal('closed');
  });

  it('uses the session of the login before', async () => {
    const sessionStore = new MemorySessionStore();
    for (let time = 0; time < 3; time += 1)
      expect(await (await connector({ sessionStore })).connect()).to.equal(true);
    expect(simulator?.sessions).to.have.length(1);
  });

  it('stores a new session only after the refused one is removed, however slow the store is', async () => {
    const done: string[] = [];
    const sessions = new MemorySessionStore();
    const sessionStore: SessionStore = {
      read: () => Promise.resolve(outdated),
      write: (key, session) => {
        done.push('write');
        return sessions.write(key, session);
      },
      remove: async (key) => {
        for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
        done.push('remove');
        return sessions.remove(key);
      },
    };
    const login = await connector({ sessionStore });
    expect(await login.connect()).to.equal(true);
    expect(done).to.deep.equal(['remove', 'write']);
    const { url = '', user = '' } = simulator ?? {};
    expect(await sessions.read(sessionKeyOf(url, user))).to.be.instanceOf(SessionCredentials);
  });

  it('warns of a store that fails, at every step, and logs in all the same', async () => {
    const warnings: string[] = [];
    const sessionStore: SessionStore = {
      read: () => Promise.resolve(outdated),
      write: () => Promise.reject(new Error('no room')),
      remove: () => {
        throw new Error('not yours');
      },
    };
    const onWarning = (sentence: string): void => {
      warnings.push(sentence);
    };
    expect(await (await connector({ sessionStore, onWarning })).connect()).to.equal(true);
    expect(warnings).to.deep.equal(['not yours', 'no room']);
  });

  it('does not begin a login that was closed while the stored session was read', async () => {
    let giveSession: (session: undefined) => void = () => undefined;
    const reading = new Promise<undefined>((resolve) => {
      giveSession = resolve;
    });
    const sessionStore: SessionStore = {
      read: () => reading,
      write: () => Promise.resolve(),
      remove: () => Promise.resolve(),
    };
    const login = await connector({ sessionStore });
    const connected = login.connect();
    login.close();
    giveSession(undefined);
    expect(await connected).to.equal(false);
    expect(login.getErrors()[0]).to.have.property('code', 'RUN_ABORTED');
    expect(login.getPbxWS().state).to.equal('idle');
    expect(simulator?.events).to.deep.equal([]);
  });

  it('stops when it is aborted, and leaves no socket open', async () => {
    const abort = new AbortController();
    const scenario = { faults: [{ at: 'AppChallenge', do: 'silence' }] } as const;
    const login = await connector(
      {
        signal: abort.signal,
        onNotice: ({ kind }) => {
          if (kind === 'verdict') abort.abort();
        },
      },
      { scenario },
    );
    expect(await login.connect()).to.equal(false);
    expect(login.getErrors().map((error) => 'code' in error && error.code)).to.deep.equal(
      Array.from({ length: 3 }, () => 'RUN_ABORTED'),
    );
    expect(login.getPbxWS().state).to.equal('closed');
  });
});

describe('whose session a login uses', () => {
  const keyOf = (url: string): string => sessionKeyOf(url, 'ckl').pbx;

  for (const [what, url, key] of [
    ['host and port', 'wss://pbx.sample.dom:8443/PBX0/APPCLIENT/130000/websocket', 'pbx.sample.dom:8443'],
    ['whatever the build number', 'wss://pbx.sample.dom/PBX0/APPCLIENT/websocket', 'pbx.sample.dom'],
    [
      'the instance on an App Platform',
      'wss://ap.sample.dom/one.dom/ip/PBX0/APPCLIENT/1610855/websocket',
      'ap.sample.dom/one.dom/ip',
    ],
    [
      'the device behind a tunnel, without the key of the tunnel',
      'wss://ap.sample.dom/one.dom/devices/passthrough/009033020202/0e6ff4c7-7a88/PBX0/APPCLIENT/130000/websocket',
      'ap.sample.dom/one.dom/devices/passthrough/009033020202',
    ],
  ] as const) {
    it(`depends on ${what}`, () => {
      expect(keyOf(url)).to.equal(key);
    });
  }
});
