import { X509Certificate } from 'node:crypto';
import { connect } from 'node:net';
import { expect } from 'chai';
import { SimulatedClock } from '../../../runtime/clock.js';
import type { Simulator } from '../../../services/simulator/index.js';
import { SimulatorError, startSimulator } from '../../../services/simulator/index.js';
import { decryptCredentials, RawClient, simulate, stopAll } from './raw-client.js';

async function failure(attempt: Promise<unknown>): Promise<Error> {
  try {
    await attempt;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('It did not fail.');
}

describe('simulator: addresses', () => {
  afterEach(stopAll);

  it('listens on loopback only, at a free port', async () => {
    const { url, appsUrl, port, apps, user, password } = await simulate();
    expect(url).to.equal(`ws://127.0.0.1:${port}/PBX0/APPCLIENT/130000/websocket`);
    expect(appsUrl).to.equal(`ws://127.0.0.1:${port}/PBX0/APPS/websocket`);
    expect(apps.devices).to.deep.equal({
      url: `ws://127.0.0.1:${port}/sample.dom/devices`,
      password: 'ip411',
    });
    expect([user, password]).to.deep.equal(['ckl', 'pwd']);
  });

  const found = [
    '/PBX0/APPCLIENT/130000/websocket',
    '/PBX0/APPCLIENT/websocket',
    '/sample.dom/ip/PBX0/APPCLIENT/16A0855/websocket',
    '/PBX0/APPCLIENT/130000/websocket?x=1',
    '/PBX0/APPS/websocket',
    '/sample.dom/devices',
    '/sample.dom/devices/innovaphone-devices',
    '/sample.dom/%64evices',
  ];
  for (const path of found) {
    it(`serves ${path}`, async () => {
      const { port } = await simulate();
      const client = await RawClient.open(`ws://127.0.0.1:${port}${path}`);
      expect(await client.settle()).to.deep.equal([]);
    });
  }

  for (const path of [
    '/',
    '/PBX0/WEBSOCKET/websocket',
    '/PBX0/APPCLIENT/xyz/websocket',
    '/sample.dom',
    '/%',
  ]) {
    it(`answers HTTP 404 at ${path}`, async () => {
      const { port } = await simulate();
      const error = await failure(RawClient.open(`ws://127.0.0.1:${port}${path}`));
      expect(error.message).to.equal('Unexpected server response: 404');
    });
  }

  it('answers HTTP 404 to a plain HTTP request', async () => {
    const { port } = await simulate();
    expect(await fetch(`http://127.0.0.1:${port}/PBX0/APPCLIENT/130000/websocket`)).to.have.property(
      'status',
      404,
    );
  });

  it('opens with less than 1 KiB of header, with or without a subprotocol or compression', async () => {
    const { port } = await simulate();
    const lines = ['GET /PBX0/APPS/websocket HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Upgrade: websocket'];
    lines.push(
      'Connection: Upgrade',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
    );
    const socket = connect(port, '127.0.0.1');
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    const header = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    socket.destroy();
    expect(header.toString())
      .to.match(/^HTTP\/1\.1 101 /)
      .and.not.match(/sec-websocket-(protocol|extensions)/i);
    expect(header.length).to.be.lessThan(1024);
  });

  it('follows the domain of the scenario', async () => {
    const { apps } = await simulate({ scenario: { domain: 'other.dom' } });
    expect(new URL(apps.devices?.url ?? '').pathname).to.equal('/other.dom/devices');
  });

  it('says in one sentence that a port is in use, or an address not its own', async () => {
    const { port } = await simulate();
    const inUse = await failure(startSimulator({ port }));
    expect(inUse).to.be.instanceOf(SimulatorError).and.have.property('code', 'SIMULATOR_PORT_IN_USE');
    expect(inUse.message).to.equal(
      `Port ${port} on 127.0.0.1 is in use; choose another one, or 0 for any that is free.`,
    );
    const elsewhere = await failure(startSimulator({ listen: '192.0.2.1' }));
    expect(elsewhere).to.have.property('code', 'SIMULATOR_CANNOT_LISTEN');
  });
});

describe('simulator: TLS', () => {
  afterEach(stopAll);

  it('serves with a certificate of its own, which it shows with its fingerprint', async () => {
    const { url, caPem = '', fingerprint, port } = await simulate({ tls: true });
    expect(url).to.match(/^wss:/);
    expect(new X509Certificate(caPem).fingerprint256).to.equal(fingerprint);
    for (const host of ['127.0.0.1', 'localhost']) {
      const client = await RawClient.open(url.replace('127.0.0.1', host), { ca: caPem });
      await client.login();
      client.send({ mt: 'SubscribeApps' });
      const [first] = (await client.until('UpdateAppsComplete')).filter(({ mt }) => mt === 'UpdateAppsInfo');
      expect(first).to.have.nested.property(
        'app.url',
        `https://${host}:${port}/sample.dom/devices/innovaphone-devices`,
      );
    }
  });

  it('is refused by who does not know the certificate', async () => {
    const { url } = await simulate({ tls: true });
    expect(await failure(RawClient.open(url))).to.have.property('code', 'DEPTH_ZERO_SELF_SIGNED_CERT');
  });
});

describe('simulator: seed', () => {
  afterEach(stopAll);

  /** Every value there is, with connections in this order. */
  async function values(simulator: Simulator, order: readonly ('pbx' | 'devices')[]): Promise<object> {
    const seen: Record<string, unknown> = {};
    for (const kind of order) {
      if (kind === 'pbx') {
        const client = await RawClient.open(simulator.url);
        const { challenge } = await client.ask({ mt: 'Login', type: 'user' });
        const result = await client.login({ username: 'x', password: 'y' });
        const { info } = result;
        seen.pbx = { challenge, result, info };
        seen.session = decryptCredentials(await client.login({ username: 'x', password: 'y' }), 'y');
        seen.app = await client.ask({ mt: 'AppGetLogin', app: 'devices', challenge: '1' });
      } else {
        const client = await RawClient.open(simulator.apps.devices?.url ?? '');
        seen.devices = await client.ask({ mt: 'AppChallenge' });
        await client.appLogin('a', 'ip411');
        seen.key = await client.ask({ mt: 'GetUserInfo' });
      }
    }
    return seen;
  }
  const scenario = { users: [{ sip: 'x', password: 'y', dn: 'X' }] };
  const text = async (seed: number | undefined, order: readonly ('pbx' | 'devices')[]): Promise<string> => {
    const simulator = await simulate({ scenario, seed });
    const seen: Record<string, unknown> = { ...(await values(simulator, order)) };
    const sorted = Object.fromEntries(Object.entries(seen).sort());
    const timestamps = simulator.sessions.map(({ timestamp }) => timestamp);
    // digests and URLs hold the port, which is free to differ
    return JSON.stringify({ sorted, timestamps })
      .replaceAll(String(simulator.port), 'PORT')
      .replace(/"digest":"[0-9a-f]+"/g, '');
  };

  it('makes every value the same each time, whatever the order of connections', async () => {
    const first = await text(7, ['pbx', 'devices']);
    expect(await text(7, ['devices', 'pbx'])).to.equal(first);
    expect(await text(8, ['pbx', 'devices'])).not.to.equal(first);
  });

  it('without one, values are new each time', async () => {
    expect(await text(undefined, ['devices'])).not.to.equal(await text(undefined, ['devices']));
  });
});

describe('simulator: end', () => {
  it('closes its connections with 1001, leaves no timer and no port, and may be closed twice', async () => {
    const clock = new SimulatedClock();
    const simulator = await startSimulator({ scenario: 'two-factor', clock });
    const client = await RawClient.open(simulator.url);
    await client.login();
    expect([simulator.connectionCount, clock.pending]).to.deep.equal([1, 1]);
    await Promise.all([simulator.close(), simulator.close()]);
    expect(await client.ended).to.deep.equal({ code: 1001, reason: 'the simulator stops' });
    expect([simulator.connectionCount, clock.pending]).to.deep.equal([0, 0]);
    const again = await startSimulator({ port: simulator.port });
    await again.close();
  });

  it('ends although a client never answers, or was never let in', async () => {
    const clock = new SimulatedClock();
    const faults = [{ at: 'Connect', do: 'delay', app: 'devices', delayMs: 1000 }] as const;
    const simulator = await startSimulator({ scenario: { faults }, clock });
    const asleep = await RawClient.open(simulator.url);
    asleep.socket.pause();
    const waiting = failure(RawClient.open(simulator.apps.devices?.url ?? ''));
    while (clock.pending === 0) await new Promise(setImmediate);
    await simulator.close();
    expect((await waiting).message).to.equal('socket hang up');
    expect(clock.pending).to.equal(0);
    asleep.socket.terminate();
  });
});
