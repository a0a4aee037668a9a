import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { expect } from 'chai';
import { isOurName } from '../../../inspector/proxy/called-names.js';
import type { RecordingProxy } from '../../../inspector/proxy/proxy.js';
import { startProxy } from '../../../inspector/proxy/proxy.js';

describe('the proxy, used as nobody should', () => {
  let proxy: RecordingProxy;
  let pbxPort: number;
  /** What has come to the PBX, as it came. */
  let heard: string;
  let isAnswering: boolean;

  const pbx = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      heard += chunk.toString();
      if (isAnswering) socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok');
    });
  });

  before(async () => {
    pbx.listen(0, '127.0.0.1');
    await once(pbx, 'listening');
    pbxPort = (pbx.address() as AddressInfo).port;
  });

  beforeEach(async () => {
    heard = '';
    isAnswering = true;
    proxy = await startProxy({
      pbx: `ws://127.0.0.1:${pbxPort}/PBX0/APPCLIENT/websocket`,
      connectTimeoutMs: 300,
    });
  });

  afterEach(() => proxy.close());

  after(() => {
    pbx.close();
  });

  /** Writes a text, reads until the proxy ends the connection, and keeps its own half open. */
  async function exchange(text: string): Promise<string> {
    const socket = connect({ port: proxy.port, host: '127.0.0.1', allowHalfOpen: true });
    let answer = '';
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    await once(socket, 'end');
    socket.destroy();
    return answer;
  }

  const host = (): string => `Host: 127.0.0.1:${proxy.port}\r\nConnection: close\r\n`;

  for (const method of ['GET', 'DELETE', 'POST']) {
    it(`lets no second request pass in the body of a ${method}`, async () => {
      const hidden = 'GET /hidden HTTP/1.1\r\nHost: x\r\n\r\n';
      const chunk = `${hidden.length.toString(16)}\r\n${hidden}\r\n0\r\n\r\n`;
      // The body comes late, when the head has been passed on.
      isAnswering = false;
      const answered = exchange(
        `${method} /page HTTP/1.1\r\n${host()}Transfer-Encoding: chunked\r\n\r\n${chunk}`,
      );
      while (!heard.includes('/hidden') || !heard.endsWith('0\r\n\r\n')) await new Promise(setImmediate);
      expect(heard.toLowerCase()).to.contain('transfer-encoding: chunked');
      expect(heard).to.contain(`${hidden.length.toString(16)}\r\n${hidden}\r\n`);
      await answered;
    }).timeout(3000);
  }

  it('passes on no request of two lengths', async () => {
    const both = `POST /page HTTP/1.1\r\n${host()}Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`;
    expect(await exchange(both)).to.match(/^HTTP\/1\.1 400 /);
    const twice = `POST /page HTTP/1.1\r\n${host()}Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcde`;
    expect(await exchange(twice)).to.match(/^HTTP\/1\.1 400 /);
    expect(heard).to.equal('');
  });

  it('tells the PBX of no body behind a handshake', async () => {
    const handshake = `Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n`;
    await exchange(`GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n${handshake}Content-Length: 40\r\n\r\n`);
    expect(heard).to.match(/^GET \/ HTTP/);
    expect(heard.toLowerCase()).not.to.contain('content-length');
  });

  const elsewhere = [
    'http://127.0.0.1:1/',
    '*',
    '/via/1-1/',
    '/via/1-1@evil.example/',
    '/via/',
    '/via/../x',
    '/via/0-0/x',
    '/via/99999999999-1/',
  ];
  for (const path of elsewhere) {
    it(`leads nowhere at ${path}`, async () => {
      expect(await exchange(`GET ${path} HTTP/1.1\r\n${host()}\r\n`)).to.match(/^HTTP\/1\.1 4\d\d /);
      expect(heard).to.equal('');
    });
  }

  for (const path of [
    '//evil.example/x',
    '/\\evil.example/x',
    '/@evil.example/',
    '/:80@evil.example/',
    '/%0d%0aX:y',
  ]) {
    it(`leads to the PBX, and nowhere else, at ${path}`, async () => {
      expect(await exchange(`GET ${path} HTTP/1.1\r\n${host()}\r\n`)).to.match(/^HTTP\/1\.1 200 /);
      expect(heard.toLowerCase()).to.contain(`host: 127.0.0.1:${pbxPort}`);
      expect(heard).not.to.match(/\r\nX:y/);
    });
  }

  it('opens no tunnel', async () => {
    expect(await exchange(`CONNECT 127.0.0.1:${pbxPort} HTTP/1.1\r\n${host()}\r\n`)).not.to.match(/ 200 /);
    expect(heard).to.equal('');
  });

  it('answers to no name that was pointed at this machine', async () => {
    const answer = await exchange('GET / HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n');
    expect(answer).to.match(/^HTTP\/1\.1 421 /);
    const upgrade =
      'GET / HTTP/1.1\r\nHost: evil.example:80\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n';
    expect(await exchange(upgrade)).to.match(/^HTTP\/1\.1 421 /);
    expect(heard).to.equal('');
  });

  const names: readonly (readonly [host: string | undefined, listen: string, isOurs: boolean])[] = [
    ['127.0.0.1:8080', '127.0.0.1', true],
    ['localhost:8080', '127.0.0.1', true],
    ['LOCALHOST', 'localhost', true],
    ['[::1]:8080', '::1', true],
    ['pbx.sample.dom', '127.0.0.1', true],
    [undefined, '127.0.0.1', true],
    ['evil.example', '127.0.0.1', false],
    ['127.0.0.1.evil.example', '127.0.0.1', false],
    ['localhost.evil.example:80', '::1', false],
    ['pbx.sample.dom.evil.example', '127.0.0.1', false],
    ['recorder.sample.dom', '0.0.0.0', true],
  ];
  for (const [name, listen, isOurs] of names) {
    it(`listening on ${listen} ${isOurs ? 'answers' : 'does not answer'} to ${name ?? 'nothing'}`, () => {
      expect(isOurName(name, listen, 'wss://pbx.sample.dom')).to.equal(isOurs);
    });
  }
});
