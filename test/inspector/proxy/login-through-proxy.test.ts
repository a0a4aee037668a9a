import { expect } from 'chai';
import type { ProxyOptions, RecordingProxy } from '../../../inspector/proxy/proxy.js';
import { startProxy } from '../../../inspector/proxy/proxy.js';
import { DeviceLister } from '../../../machines/device-lister.js';
import { UserLister } from '../../../machines/user-lister.js';
import { AppServiceSpec } from '../../../protocol/app-service-spec.js';
import { AppUserCredentials } from '../../../protocol/user-credentials.js';
import { silentLog } from '../../../runtime/log.js';
import type { AnyMessage } from '../../../runtime/message.js';
import { Transitioner } from '../../../runtime/transitioner.js';
import { AppServiceLogin } from '../../../services/app-service-login.js';
import type { ScenarioSettings } from '../../../services/simulator/scenario.js';
import type { Simulator, SimulatorOptions } from '../../../services/simulator/simulator.js';
import { startSimulator } from '../../../services/simulator/simulator.js';
import type { WSClientOptions } from '../../../services/ws-client.js';
import { WireTap } from './wire-tap.js';

const devices = new AppServiceSpec('innovaphone-devices');
const users = new AppServiceSpec('innovaphone-users');
const lanes = { PBXWS: 'pbx#1', 'INNOVAPHONE-DEVICES--WS': 'devices#1', 'INNOVAPHONE-USERS--WS': 'users#1' };

describe('a login through the proxy', () => {
  const closings: (() => unknown)[] = [];

  afterEach(async () => {
    for (const close of closings.splice(0).reverse()) await close();
  });

  async function simulator(options: SimulatorOptions): Promise<Simulator> {
    const started = await startSimulator(options);
    closings.push(() => started.close());
    return started;
  }

  async function proxy(options: ProxyOptions): Promise<RecordingProxy> {
    const started = await startProxy(options);
    closings.push(() => started.close());
    return started;
  }

  /** Logs in and lists, as `pbx-automata list` does. */
  async function list(
    url: string,
    socket: WSClientOptions,
    { user, password }: Simulator,
    tracer: WireTap,
  ): Promise<{ lists: unknown }> {
    const credentials = new AppUserCredentials(user, password);
    const options = { sessionStore: false, log: silentLog, socket, tracer } as const;
    const login = new AppServiceLogin(url, credentials, [devices, users], options);
    closings.push(() => {
      login.close();
    });
    expect(await login.connect(), String(login.getErrors()[0])).to.equal(true);
    const transitioner = new Transitioner({ log: silentLog, tracer });
    const listers = [
      transitioner.add(DeviceLister, { socket: login.getAppWebSocket(devices) }),
      transitioner.add(UserLister, {
        socket: login.getAppWebSocket(users),
        input: { user: login.getPbxA().getUser() },
      }),
    ];
    await transitioner.run();
    return { lists: listers.map(({ output }) => output) };
  }

  const ways: Record<string, { tls: boolean; pbxTls: boolean; scenario: ScenarioSettings }> = {
    'over ws': { tls: false, pbxTls: false, scenario: {} },
    'over wss': { tls: true, pbxTls: true, scenario: { appListForm: 'single' } },
    'over ws to a PBX with TLS': { tls: false, pbxTls: true, scenario: { fragmentSize: 50 } },
    'over wss to a PBX without TLS, with long lists': {
      tls: true,
      pbxTls: false,
      scenario: { deviceCount: 500 },
    },
  };
  for (const [how, { tls, pbxTls, scenario }] of Object.entries(ways)) {
    it(`brings the same ${how}, byte for byte but for the URLs of apps`, async () => {
      const atPbx = new WireTap();
      const atProxy = new WireTap();
      const atClient = new WireTap();
      const pbx = await simulator({ scenario, tls: pbxTls, tracer: atPbx });
      const between = await proxy({ pbx: pbx.url, tls, tracer: atProxy, pin: pbx.fingerprint });

      const through = await list(between.url, { pin: between.fingerprint }, pbx, atClient);
      // All three sockets of the client came through the proxy; PBX and proxy record what the client saw.
      expect(atProxy.lanes).to.deep.equal(Object.keys(lanes).sort());
      const base = between.url.slice(0, between.url.indexOf('/PBX0')).replace(/^ws/, 'http');
      const real = `${pbxTls ? 'https' : 'http'}://127.0.0.1:${pbx.port}`;
      for (const [lane, connection] of Object.entries(lanes)) {
        const seen = atClient.on(lane);
        expect(seen.out, lane).to.have.length.above(0);
        expect(atPbx.on(connection).out).to.deep.equal(seen.out);
        const undone = seen.in.map((text) =>
          /"mt":"UpdateApps/.test(text) ? text.replaceAll(`${base}/via/1-1`, real) : text,
        );
        expect(atPbx.on(connection).in).to.deep.equal(undone);
        expect(atProxy.on(lane)).to.deep.equal({ in: seen.in, out: seen.out });
      }
      const listed = atClient.on('PBXWS').in.filter((text) => text.includes(`${base}/via/1-1`));
      expect(listed.length).to.be.above(0);

      const direct = await list(pbx.url, { pin: pbx.fingerprint }, pbx, new WireTap());
      expect(through.lists).to.deep.equal(direct.lists);
      expect(through.lists).to.have.nested.property('[0].ok', true);
      expect(through.lists).to.have.nested.property('[1].ok', true);
    });
  }

  it('leads to App Services on another host, too, by TLS where the app has it', async () => {
    const platform = await simulator({ tls: true });
    const app = (name: string): object => ({
      name,
      path: `/sample.dom/${name}`,
      app: `innovaphone-${name}`,
      password: 'ip411',
      url: `https://127.0.0.1:${platform.port}/sample.dom/${name}/innovaphone-${name}`,
    });
    const scenario = { apps: [app('devices'), app('users')] } as ScenarioSettings;
    const pbx = await simulator({ scenario });
    const between = await proxy({ pbx: pbx.url, ca: platform.caPem });
    const { lists } = await list(between.url, {}, pbx, new WireTap());
    expect(lists).to.have.nested.property('[0].ok', true);
    expect(platform.events.map(({ mt }) => mt)).to.include.members(['GetDevices', 'ReadUser']);
  });

  it('leaves relative URLs alone and leads to them', async () => {
    const atClient = new WireTap();
    const relative = '../../../sample.dom/devices/innovaphone-devices';
    const pbx = await simulator({
      scenario: {
        apps: [
          {
            name: 'devices',
            path: '/sample.dom/devices',
            app: 'innovaphone-devices',
            password: 'ip411',
            url: relative,
          },
          { name: 'users', path: '/sample.dom/users', app: 'innovaphone-users', password: 'ip411' },
        ],
      },
    });
    const between = await proxy({ pbx: pbx.url });
    const { lists } = await list(between.url, {}, pbx, atClient);
    expect(lists).to.have.nested.property('[0].ok', true);
    const first = JSON.parse(
      atClient.on('PBXWS').in.find((text) => text.includes('UpdateAppsInfo')) ?? '',
    ) as AnyMessage;
    expect(first).to.have.nested.property('app.url', relative);
  });

  it('tells several logins apart in the trace', async () => {
    const atProxy = new WireTap();
    const pbx = await simulator({});
    const between = await proxy({ pbx: pbx.url, tracer: atProxy });
    await Promise.all([1, 2, 3].map(() => list(between.url, {}, pbx, new WireTap())));
    expect(atProxy.lanes).to.have.length(9);
    for (const lane of ['PBXWS', 'PBXWS#2', 'INNOVAPHONE-USERS--WS#3', 'INNOVAPHONE-DEVICES--WS']) {
      expect(atProxy.lanes).to.include(lane);
    }
  });

  it('refuses a PBX whose certificate does not verify, and says why', async () => {
    const pbx = await simulator({ tls: true });
    const tracer = new WireTap();
    const between = await proxy({ pbx: pbx.url, tracer });
    const credentials = new AppUserCredentials(pbx.user, pbx.password);
    const login = new AppServiceLogin(between.url, credentials, [], { sessionStore: false, log: silentLog });
    expect(await login.connect()).to.equal(false);
    expect(login.getErrors()[0]).to.have.nested.property('cause.code', 'HANDSHAKE_REFUSED');
    expect(pbx.events).to.deep.equal([]);
    expect(tracer.lines('closed')).to.deep.equal(['PBXWS 1006']);
  });
});
