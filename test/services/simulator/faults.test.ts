import { expect } from 'chai';
import { SimulatedClock } from '../../../runtime/clock.js';
import type { Fault, FaultStep, Simulator } from '../../../services/simulator/index.js';
import { RawClient, simulate, stopAll } from './raw-client.js';

/** A client that has done all that comes before the step, and the request that the fault spoils. */
type Scene = (simulator: Simulator) => Promise<[RawClient, object]>;

async function atPbx(simulator: Simulator, isLoggedIn: boolean): Promise<RawClient> {
  const client = await RawClient.open(simulator.url);
  if (isLoggedIn) await client.login();
  return client;
}

async function atService(simulator: Simulator, app: string, isLoggedIn = true): Promise<RawClient> {
  const service = simulator.apps[app];
  const client = await RawClient.open(service?.url ?? '');
  if (isLoggedIn) await client.appLogin(app, service?.password ?? '');
  return client;
}

const login = { mt: 'Login', type: 'user', userAgent: 'test' };
const badProof = { ...login, method: 'digest', username: 'ckl', nonce: '00', response: '00' };
const scenes: Readonly<Record<Exclude<FaultStep, 'Connect'>, Scene>> = {
  CheckBuild: async (simulator) => [await atPbx(simulator, false), { mt: 'CheckBuild' }],
  LoginInfo: async (simulator) => [await atPbx(simulator, false), { mt: 'LoginInfo' }],
  Login: async (simulator) => [await atPbx(simulator, false), login],
  LoginResult: async (simulator) => {
    const client = await atPbx(simulator, false);
    await client.ask(login);
    return [client, badProof];
  },
  SubscribeApps: async (simulator) => [await atPbx(simulator, true), { mt: 'SubscribeApps' }],
  AppGetLogin: async (simulator) => [
    await atPbx(simulator, true),
    { mt: 'AppGetLogin', app: 'devices', challenge: '1' },
  ],
  AppChallenge: async (simulator) => [await atService(simulator, 'devices', false), { mt: 'AppChallenge' }],
  AppLogin: async (simulator) => [await atService(simulator, 'devices', false), { mt: 'AppLogin', app: 'x' }],
  GetDevices: async (simulator) => [await atService(simulator, 'devices'), { mt: 'GetDevices' }],
  NumUsers: async (simulator) => [await atService(simulator, 'users'), { mt: 'NumUsers', filter: '%' }],
  ReadUser: async (simulator) => [await atService(simulator, 'users'), { mt: 'ReadUser', filter: '%' }],
  GetStun: async (simulator) => [
    await atService(simulator, 'pbxadminapi'),
    { mt: 'GetStun', api: 'PbxAdminApi' },
  ],
};
const steps = Object.keys(scenes) as (keyof typeof scenes)[];

async function spoiled(
  fault: Fault & { at: keyof typeof scenes },
  clock?: SimulatedClock,
): Promise<[RawClient, object]> {
  return scenes[fault.at](await simulate({ scenario: { faults: [fault] }, clock }));
}

describe('simulator: faults', () => {
  afterEach(stopAll);

  for (const at of steps) {
    it(`closes at ${at}`, async () => {
      const [client, request] = await spoiled({ at, do: 'close' });
      client.send(request);
      expect(await client.ended).to.deep.equal({ code: 1011, reason: 'simulated fault' });
    });

    it(`breaks the connection at ${at} with close code 1006`, async () => {
      const [client, request] = await spoiled({ at, do: 'close', closeCode: 1006 });
      client.send(request);
      expect(await client.ended).to.include({ code: 1006 });
    });

    it(`is silent at ${at}, once`, async () => {
      const [client, request] = await spoiled({ at, do: 'silence', times: 1 });
      client.send({ ...request, src: 'first' });
      const { src } = await client.ask({ ...request, src: 'second' });
      expect(src).to.equal('second');
    });

    it(`says nonsense at ${at}, alone or before the answer`, async () => {
      const [client, request] = await spoiled({ at, do: 'nonsense' });
      client.send(request);
      expect(await client.nextText()).to.equal('This is not JSON.');
      const [other, again] = await spoiled({ at, do: 'nonsense', text: '[]', thenAnswer: true });
      other.send(again);
      expect(await other.nextText()).to.equal('[]');
      expect(await other.next()).to.have.property('mt');
    });

    it(`repeats every message at ${at}`, async () => {
      const [client, request] = await spoiled({ at, do: 'duplicate' });
      client.send(request);
      expect(await client.nextText()).to.equal(await client.nextText());
    });

    it(`is late at ${at}`, async () => {
      const clock = new SimulatedClock();
      const [client, request] = await spoiled({ at, do: 'delay', delayMs: 7000 }, clock);
      client.send({ mt: 'KeepAlive' });
      client.send(request);
      while (clock.pending === 0) await new Promise(setImmediate);
      clock.advance(6999);
      expect(client.socket.readyState).to.equal(client.socket.OPEN);
      const before = client.texts.length;
      clock.advance(1);
      await client.nextText();
      expect(client.texts.length).to.be.greaterThan(before);
    });

    it(`leaves out src at ${at}`, async () => {
      const [client, request] = await spoiled({ at, do: 'withoutSrc' });
      expect(await client.ask({ ...request, src: 's' })).not.to.have.property('src');
    });
  }

  const errors: readonly [keyof typeof scenes, object][] = [
    ['Login', { mt: 'LoginResult', error: 1, errorText: 'Invalid parameters' }],
    ['LoginResult', { mt: 'LoginResult', error: 1, errorText: 'Simulated error' }],
    ['AppGetLogin', { mt: 'AppGetLoginResult', error: 1, errorText: 'Simulated error' }],
    ['AppChallenge', { mt: 'AppChallengeResult', error: 'simulated error' }],
    ['AppLogin', { mt: 'AppLoginResult' }],
    ['GetDevices', { mt: 'GetDevicesResult', error: 'simulated error' }],
    ['NumUsers', { mt: 'NumUsersResult', error: 'simulated error' }],
    ['ReadUser', { mt: 'ReadUserResult', error: 'simulated error' }],
    ['GetStun', { mt: 'GetStunResult', api: 'PbxAdminApi', error: 'simulated error' }],
  ];
  for (const [at, answer] of errors) {
    it(`answers with an error at ${at}`, async () => {
      const [client, request] = await spoiled({ at, do: 'error' });
      expect(await client.ask(request)).to.deep.equal(answer);
    });
  }

  it('takes number and text of the error from the scenario', async () => {
    const [client, request] = await spoiled({
      at: 'GetDevices',
      do: 'error',
      error: 'no rights',
      errorText: 'ask',
    });
    expect(await client.ask(request)).to.include({ error: 'no rights', errorText: 'ask' });
  });

  it('logs nobody in at a LoginResult with error, even with the right password', async () => {
    const faults: Fault[] = [{ at: 'LoginResult', do: 'error', error: 7, times: 1 }];
    const simulator = await simulate({ scenario: { faults } });
    const client = await RawClient.open(simulator.url);
    expect(await client.login()).to.deep.equal({ mt: 'LoginResult', error: 7, errorText: 'Simulated error' });
    expect(simulator.sessions).to.deep.equal([]);
    expect(await client.login()).to.have.property('info');
  });

  it('spoils or leaves out the digest of LoginResult and AppGetLoginResult', async () => {
    const right = await atPbx(await simulate({ seed: 1 }), false);
    const { digest } = await right.login();
    const wrong = await RawClient.open((await simulate({ seed: 1, scenario: 'wrong-digest' })).url);
    const spoiledDigest = (await wrong.login()).digest;
    expect(spoiledDigest)
      .to.match(/^[0-9a-f]{64}$/)
      .and.not.equal(digest);
    const faults: Fault[] = [
      { at: 'LoginResult', do: 'noDigest' },
      { at: 'AppGetLogin', do: 'noDigest' },
    ];
    const without = await RawClient.open((await simulate({ scenario: { faults } })).url);
    expect(await without.login()).not.to.have.property('digest');
    const result = await without.ask({ mt: 'AppGetLogin', app: 'devices', challenge: '1' });
    expect(result).to.have.property('key');
    expect(result).not.to.have.property('digest');
  });

  it('escapes slashes in info; the digest stays that of the canonical form', async () => {
    const scenario = { alt: 'a/b' };
    const plain = await RawClient.open((await simulate({ seed: 1, scenario })).url);
    const faults: Fault[] = [{ at: 'LoginResult', do: 'escapedSlashes' }];
    const escaped = await RawClient.open(
      (await simulate({ seed: 1, scenario: { ...scenario, faults } })).url,
    );
    expect(await escaped.login()).to.deep.equal(await plain.login());
    expect(escaped.texts[1]).to.include('"alt":"a\\/b"').and.not.equal(plain.texts[1]);
  });

  it('strikes after so many messages of an answer, also after its last', async () => {
    for (const [after, received] of [
      [2, 2],
      [3, 3],
    ] as const) {
      const [client, request] = await spoiled({ at: 'GetDevices', do: 'close', after });
      const before = client.texts.length;
      client.send(request);
      await client.ended;
      expect(client.texts.length - before).to.equal(received);
    }
  });

  it('strikes only the app, and the type of login, that it names', async () => {
    const faults: Fault[] = [
      { at: 'AppChallenge', do: 'close', app: 'devices' },
      { at: 'Login', do: 'silence', type: 'session' },
    ];
    const simulator = await simulate({ scenario: { faults } });
    const users = await atService(simulator, 'users');
    expect(users.texts).to.have.length(2);
    const devices = await atService(simulator, 'devices', false);
    devices.send({ mt: 'AppChallenge' });
    expect(await devices.ended).to.include({ code: 1011 });
    const pbx = await atPbx(simulator, true);
    pbx.send({ ...login, type: 'session' });
    expect(await pbx.settle()).to.deep.equal([]);
  });

  it('refuses, drops, garbles or delays the connection itself', async () => {
    const outcomes = [];
    for (const fault of [{ do: 'error' }, { do: 'close' }, { do: 'nonsense' }] as const) {
      const { url } = await simulate({ scenario: { faults: [{ at: 'Connect', ...fault }] } });
      outcomes.push(await RawClient.open(url).catch((error: unknown) => (error as Error).message));
    }
    expect(outcomes[0]).to.equal('Unexpected server response: 503');
    expect(outcomes[1]).to.equal('socket hang up');
    expect(outcomes[2]).to.match(/^Parse Error/);
    const clock = new SimulatedClock();
    const late = await simulate({
      clock,
      scenario: { faults: [{ at: 'Connect', do: 'delay', delayMs: 50 }] },
    });
    const opening = RawClient.open(late.url);
    while (clock.pending === 0) await new Promise(setImmediate);
    clock.advance(50);
    expect((await opening).texts).to.deep.equal([]);
  });
});
