import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { expect } from 'chai';
import { attachSubprotocol } from '../../../inspector/model/attach-protocol.js';
import { AttachServer } from '../../../inspector/server/attach-server.js';
import { TraceHub } from '../../../inspector/server/trace-hub.js';
import { SimulatedClock } from '../../../runtime/clock.js';
import { ask, pageFolder, placeOf } from './attach-kit.js';

describe('the attach port, used as nobody should', () => {
  const page = pageFolder();
  let server: AttachServer;
  let clock: SimulatedClock;
  let port: number;
  let token: string;

  beforeEach(async () => {
    clock = new SimulatedClock();
    const hub = new TraceHub({ clock });
    hub.sink({ seq: 1, t: 0, kind: 'log', category: 'debug', source: 'x', text: 'a record' });
    hub.flush();
    const options = { hub, desk: undefined, clock, title: 'x', isLive: true, scenarios: [] };
    server = await AttachServer.start({ ...options, pageFolder: page.path });
    ({ port, token } = placeOf(server.url));
  });

  afterEach(() => server.close('the test is over'));

  after(() => {
    page.remove();
  });

  /** Writes a text and reads until the server ends the connection; keeps its own half open. */
  async function exchange(text: string): Promise<string> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    await once(socket, 'end');
    socket.destroy();
    return answer;
  }

  const upgrade = (lines: readonly string[], path = '/attach'): string =>
    [
      `GET ${path} HTTP/1.1`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      ...lines,
      '\r\n',
    ].join('\r\n');
  const host = (): string => `Host: 127.0.0.1:${port}`;
  const origin = (): string => `Origin: http://127.0.0.1:${port}`;
  const protocols = (): string => `Sec-WebSocket-Protocol: ${attachSubprotocol}, ${token}`;

  const refused: Record<string, readonly [status: number, request: () => string]> = {
    'two Origins, one of them right': [
      403,
      () => upgrade([host(), origin(), 'Origin: https://evil.example', protocols()]),
    ],
    'an Origin in capitals': [403, () => upgrade([host(), origin().replace('http:', 'HTTP:'), protocols()])],
    'an Origin with a path': [403, () => upgrade([host(), `${origin()}/`, protocols()])],
    'an Origin with more behind the port': [
      403,
      () => upgrade([host(), `${origin()}.evil.example`, protocols()]),
    ],
    'two Hosts, the first one foreign': [
      403,
      () => upgrade(['Host: evil.example', host(), origin(), protocols()]),
    ],
    'an address in the request line that is not the Host': [
      404,
      () => upgrade([host(), origin(), protocols()], `http://evil.example/attach`),
    ],
    'the token in the address': [
      404,
      () => upgrade([host(), origin(), `Sec-WebSocket-Protocol: ${attachSubprotocol}`], `/attach?t=${token}`),
    ],
    'the token twice': [400, () => upgrade([host(), origin(), protocols(), protocols()])],
    'the token in capitals': [
      401,
      () =>
        upgrade([host(), origin(), `Sec-WebSocket-Protocol: ${attachSubprotocol}, ${token.toUpperCase()}`]),
    ],
    'half of the token': [
      401,
      () =>
        upgrade([host(), origin(), `Sec-WebSocket-Protocol: ${attachSubprotocol}, ${token.slice(0, 16)}`]),
    ],
    'another protocol to switch to': [
      400,
      () => upgrade([host(), origin(), protocols()]).replace('Upgrade: websocket', 'Upgrade: h2c'),
    ],
    'a method that is no GET': [
      405,
      () => upgrade([host(), origin(), protocols(), 'Content-Length: 0']).replace('GET', 'POST'),
    ],
    'headers without end': [431, () => `GET / HTTP/1.1\r\n${host()}\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`],
    'no HTTP': [400, () => '\u0016\u0003\u0001 nonsense\r\n\r\n'],
    'no Host': [400, () => 'GET / HTTP/1.1\r\n\r\n'],
  };
  for (const [what, [status, request]] of Object.entries(refused)) {
    it(`refuses ${what}, and keeps no connection`, async () => {
      const answer = await exchange(request());
      expect(answer).to.match(new RegExp(`^HTTP/1\\.1 ${status} `));
      expect(answer).not.to.contain('a record').and.not.contain(token);
      expect(server.pages).to.equal(0);
    });
  }

  it('takes the subprotocols in two headers as in one', async () => {
    const lines = [`Sec-WebSocket-Protocol: ${attachSubprotocol}`, `Sec-WebSocket-Protocol: ${token}`];
    const socket = connect({ port, host: '127.0.0.1' });
    socket.write(upgrade([host(), origin(), ...lines]));
    const [first] = (await once(socket, 'data')) as [Buffer];
    expect(first.toString())
      .to.match(/^HTTP\/1\.1 101 /)
      .and.not.contain(token);
    socket.destroy();
  });

  it('looks at each of several requests in one go', async () => {
    const good = `GET /page.js HTTP/1.1\r\n${host()}\r\n\r\n`;
    const bad = 'GET /page.js HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n';
    const answer = await exchange(good + bad);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).to.deep.equal(['HTTP/1.1 200', 'HTTP/1.1 403']);
  });

  it('lets nobody use up the connections of the program', async () => {
    const sockets: Socket[] = [];
    let closed = 0;
    const isRefused = new Promise<void>((resolve) => {
      for (let count = 0; count < 130; count += 1) {
        const socket = connect({ port, host: '127.0.0.1' });
        socket.on('error', () => undefined);
        socket.on('close', () => {
          closed += 1;
          if (closed === 30) resolve();
        });
        sockets.push(socket);
      }
    });
    await isRefused;
    for (const socket of sockets) socket.destroy();
  });

  describe('the address for the browser that is opened', () => {
    const visit = (): ReturnType<typeof ask> => ask(port, new URL(visitUrl).pathname);
    let visitUrl: string;

    beforeEach(() => {
      visitUrl = server.visit();
    });

    it('holds no token, leads to the page with it once, and is worth nothing then', async () => {
      expect(visitUrl).not.to.contain(token);
      const first = await visit();
      expect(first.status).to.equal(303);
      expect(first.headers).to.include({ location: `/#t=${token}`, 'cache-control': 'no-store' });
      const second = await visit();
      expect(second.status).to.equal(410);
      expect(second.body).to.match(/one visit/);
      expect(JSON.stringify(second)).not.to.contain(token);
    });

    it('is worth nothing after a minute, to another Host, or when it is made up', async () => {
      const { pathname } = new URL(visitUrl);
      expect(await ask(port, pathname, { host: 'evil.example' })).to.include({ status: 403 });
      expect(await ask(port, pathname, { method: 'HEAD' })).not.to.have.nested.property('headers.location');
      expect(await ask(port, '/open/')).to.include({ status: 410 });
      expect(await ask(port, `/open/${'A'.repeat(32)}`)).to.include({ status: 410 });
      clock.advance(61_000);
      expect(await visit()).to.include({ status: 410 });
    });
  });
});
