import { expect } from 'chai';
import { ConnectionError } from '../../runtime/errors.js';
import type { WSClientOptions } from '../../services/ws-client.js';
import { WSClient } from '../../services/ws-client.js';
import { RecordingListener } from '../support/recording-listener.js';
import { TestServers } from '../support/test-servers.js';

describe('WSClient says in a typed error why there is no connection', () => {
  const servers = new TestServers();

  afterEach(() => servers.dispose());

  async function failureOf(url: string, options: WSClientOptions = {}): Promise<ConnectionError> {
    const socket = new WSClient('PBXWS', url, options);
    const listener = new RecordingListener();
    socket.attach(listener);
    socket.connect();
    const { error } = await listener.untilClosed();
    if (error instanceof ConnectionError) return error;
    throw new Error('The socket closed without a ConnectionError.');
  }

  it('CONNECTION_REFUSED', async () => {
    const url = await servers.nowhere();
    const error = await failureOf(url);
    expect(error.code).to.equal('CONNECTION_REFUSED');
    expect(error.data).to.deep.equal({ url, reason: 'ECONNREFUSED' });
  });

  it('HOST_NOT_FOUND', async () => {
    const error = await failureOf('ws://no-such-host.invalid/');
    expect(error.code).to.equal('HOST_NOT_FOUND');
  });

  for (const status of [200, 302, 401, 404, 500]) {
    it(`HANDSHAKE_REFUSED with HTTP status ${status}`, async () => {
      const url = await servers.http((_request, response) => {
        response.writeHead(status, { Location: 'ws://elsewhere.invalid/' }).end('no');
      });
      const error = await failureOf(url);
      expect(error.code).to.equal('HANDSHAKE_REFUSED');
      expect(error.data.status).to.equal(status);
      expect(error.message).to.include(String(status));
    });
  }

  it('HANDSHAKE_REFUSED by something that is no WebSocket server', async () => {
    const nonsense = await servers.tcp((socket) => {
      socket.end('220 mail.sample.dom ESMTP\r\n');
    });
    expect((await failureOf(nonsense)).code).to.equal('HANDSHAKE_REFUSED');
    const wrongAccept = await servers.tcp((socket) => {
      socket.end(
        'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: x\r\n\r\n',
      );
    });
    expect((await failureOf(wrongAccept)).code).to.equal('HANDSHAKE_REFUSED');
  });

  it('HANDSHAKE_REFUSED by a server without TLS at a wss: address', async () => {
    const url = await servers.webSocket(() => undefined);
    expect((await failureOf(url.replace('ws:', 'wss:'))).code).to.equal('HANDSHAKE_REFUSED');
  });

  it('CONNECTION_LOST when the server hangs up before it is open', async () => {
    const url = await servers.tcp((socket) => {
      socket.once('data', () => {
        socket.destroy();
      });
    });
    expect((await failureOf(url)).code).to.equal('CONNECTION_LOST');
  });

  for (const url of [
    '',
    'pbx.sample.dom',
    'https://pbx.sample.dom/',
    'ws://',
    'ws://pbx/#a',
    'ws://pbx:99999/',
  ]) {
    it(`URL_INVALID for "${url}"`, async () => {
      expect((await failureOf(url)).code).to.equal('URL_INVALID');
    });
  }

  it('CONNECT_FAILED for options that cannot be used', async () => {
    const error = await failureOf('ws://127.0.0.1:9/', { headers: { Name: 'line\nbreak' } });
    expect(error.code).to.equal('CONNECT_FAILED');
    expect(error.cause).to.be.instanceOf(Error);
  });

  it('without the password that is in the address', async () => {
    const error = await failureOf('ws://user:topsecret@no-such-host.invalid/?key=topsecret');
    expect(JSON.stringify(error)).to.not.include('topsecret');
  });

  it('SOCKET_WITHOUT_URL is thrown when there is nothing to connect to', () => {
    expect(() => {
      new WSClient('PBXWS').connect();
    })
      .to.throw()
      .with.property('code', 'SOCKET_WITHOUT_URL');
  });
});
