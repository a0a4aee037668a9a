import { execFile } from 'node:child_process';
import type { Socket } from 'node:net';
import { promisify } from 'node:util';
import { expect } from 'chai';
import type { WebSocket } from 'ws';
import { SimulatedClock } from '../../runtime/clock.js';
import { WSClient } from '../../services/ws-client.js';
import { openSocket } from '../support/recording-listener.js';
import { TestServers } from '../support/test-servers.js';

/** A turn of the event loop, in which what has arrived is read. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('WSClient', () => {
  const servers = new TestServers();

  afterEach(() => servers.dispose());

  it('takes messages up to maxPayload, and closes with MESSAGE_TOO_LARGE above', async () => {
    const url = await servers.webSocket((peer) => {
      peer.send('x'.repeat(1000));
      peer.send('x'.repeat(1001));
      peer.send('never heard');
    });
    const { listener } = await openSocket(new WSClient('PBXWS', url, { maxPayload: 1000 }));
    const { code, error } = await listener.untilClosed();
    expect(listener.heard.map(([kind]) => kind)).to.deep.equal(['open', 'text', 'close']);
    expect(code).to.equal(1009);
    expect(error).to.have.property('code', 'MESSAGE_TOO_LARGE');
  });

  it('closes with FRAME_INVALID on a text that is not UTF-8', async () => {
    const url = await servers.webSocket((peer) => {
      peer.send(Buffer.from([0x22, 0xff, 0xfe, 0x22]), { binary: false });
    });
    const { listener } = await openSocket(new WSClient('PBXWS', url));
    expect((await listener.untilClosed()).error).to.have.property('code', 'FRAME_INVALID');
    expect(listener.words).to.deep.equal(['open', 'close 1006']);
  });

  it('decodes fragments and any text exactly', async () => {
    const text = '{"mt":"Größe","info":"\u{1f600}\\u0000 ","n":12345678901234567890}';
    const url = await servers.webSocket((peer) => {
      const bytes = Buffer.from(text);
      for (let at = 0; at < bytes.length; at += 1) {
        peer.send(bytes.subarray(at, at + 1), { binary: false, fin: at === bytes.length - 1 });
      }
    });
    const { listener } = await openSocket(new WSClient('PBXWS', url));
    await listener.until(() => listener.heard.length === 2);
    expect(listener.words).to.deep.equal(['open', `text ${text}`]);
  });

  it('sends headers and no extension, and goes where it is told', async () => {
    const seen: (string | undefined)[] = [];
    const url = await servers.webSocket(
      (_peer, { headers, url: path }) => {
        seen.push(headers['x-site'] as string, headers.origin, headers['sec-websocket-extensions'], path);
      },
      { perMessageDeflate: true },
    );
    const socket = new WSClient('PBXWS', url, { headers: { 'X-Site': 'lab' }, origin: 'http://lab' });
    await openSocket(socket);
    socket.close();
    expect(seen).to.deep.equal(['lab', 'http://lab', undefined, '/PBX0/APPCLIENT/130000/websocket']);
  });

  it('a close without a code is heard as 1005, and is no error', async () => {
    const url = await servers.webSocket((peer) => {
      peer.close();
    });
    const { listener } = await openSocket(new WSClient('PBXWS', url));
    expect(await listener.untilClosed()).to.deep.equal({ code: 1005, reason: '' });
  });

  it('a reason that does not fit a close frame is cut between two characters', async () => {
    let hear: (reason: string) => void = () => undefined;
    const reason = new Promise<string>((resolve) => {
      hear = resolve;
    });
    const url = await servers.webSocket((peer) => {
      peer.on('close', (_code, text) => {
        hear(text.toString());
      });
    });
    const socket = new WSClient('PBXWS', url);
    await openSocket(socket);
    socket.close(1000, 'ü'.repeat(100));
    expect(await reason).to.equal('ü'.repeat(61));
  });

  describe('pings', () => {
    it('a peer that answers lives on; one that is silent for an interval is closed with PEER_SILENT', async () => {
      const clock = new SimulatedClock();
      let connection: Socket | undefined;
      let pings = 0;
      let hearPing: () => void = () => undefined;
      const url = await servers.webSocket((peer, request) => {
        connection = request.socket;
        peer.on('ping', () => {
          pings += 1;
          hearPing();
        });
      });
      const socket = new WSClient('PBXWS', url, { clock, pingIntervalMs: 5000 });
      const { listener } = await openSocket(socket);
      for (let beat = 1; beat <= 3; beat += 1) {
        const pinged = new Promise<void>((resolve) => {
          hearPing = resolve;
        });
        clock.advance(5000);
        await pinged;
        await turn();
        await turn();
        expect([pings, socket.state]).to.deep.equal([beat, 'open']);
      }
      connection?.pause();
      clock.advance(5000);
      await turn();
      expect(socket.state).to.equal('open');
      clock.advance(5000);
      const { code, error } = await listener.untilClosed();
      expect([code, socket.state]).to.deep.equal([1006, 'closed']);
      expect(error).to.have.property('code', 'PEER_SILENT');
      expect(clock.pending).to.equal(0);
    });

    it('a peer that sends but does not answer pings lives on', async () => {
      const clock = new SimulatedClock();
      const peers: WebSocket[] = [];
      const url = await servers.webSocket(
        (peer) => {
          peers.push(peer);
        },
        { autoPong: false },
      );
      const socket = new WSClient('PBXWS', url, { clock, pingIntervalMs: 5000 });
      const { listener } = await openSocket(socket);
      clock.advance(5000);
      peers[0]?.send('{"mt":"KeepAlive"}');
      await listener.until(() => listener.heard.length === 2);
      clock.advance(5000);
      await turn();
      await turn();
      expect(socket.state).to.equal('open');
      clock.advance(5000);
      expect((await listener.untilClosed()).error).to.have.property('code', 'PEER_SILENT');
    });

    it('0 means none', async () => {
      const clock = new SimulatedClock();
      const url = await servers.webSocket(() => undefined);
      const socket = new WSClient('PBXWS', url, { clock, pingIntervalMs: 0 });
      await openSocket(socket);
      expect(clock.pending).to.equal(0);
    });

    it('come every 30 s if nothing else is said', async () => {
      const clock = new SimulatedClock();
      let hearPing: () => void = () => undefined;
      let pings = 0;
      const pinged = new Promise<void>((resolve) => {
        hearPing = resolve;
      });
      const url = await servers.webSocket((peer) => {
        peer.on('ping', () => {
          pings += 1;
          hearPing();
        });
        peer.on('message', () => {
          peer.send(JSON.stringify({ mt: 'Pings', pings }));
        });
      });
      const socket = new WSClient('PBXWS', url, { clock });
      const { listener } = await openSocket(socket);
      clock.advance(29_999);
      socket.send('{}');
      await listener.until(() => listener.heard.length === 2);
      expect(listener.words).to.deep.equal(['open', 'text {"mt":"Pings","pings":0}']);
      clock.advance(1);
      await pinged;
    });
  });

  it('leaves nothing behind: a process that has closed, failed and given up ends by itself', async function () {
    this.timeout(20_000);
    const stalled = await servers.tcp(() => undefined);
    const url = await servers.webSocket((peer) => {
      peer.on('message', () => undefined);
    });
    const script = `
      import { WSClient } from './services/ws-client.ts';
      const [url, stalled] = process.argv.slice(-2);
      const opened = await new Promise((resolve) => {
        const socket = new WSClient('PBXWS', url);
        socket.attach({ open: () => { resolve(socket); }, text() {}, binary() {}, close() {} });
        socket.connect();
      });
      opened.close();
      const pending = new WSClient('B', stalled);
      pending.connect();
      await new Promise(setImmediate);
      pending.close();
      const failed = new WSClient('C', 'ws://127.0.0.1:1/');
      failed.connect();
      process.on('exit', () => { console.log(JSON.stringify(process.getActiveResourcesInfo())); });
    `;
    const started = performance.now();
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '-e', script, '--', url, stalled],
      { timeout: 15_000 },
    );
    expect(performance.now() - started).to.be.lessThan(10_000);
    const left = (JSON.parse(stdout) as string[]).filter((name) => /TCP|Timeout|Immediate/.test(name));
    expect(left).to.deep.equal([]);
  });
});
