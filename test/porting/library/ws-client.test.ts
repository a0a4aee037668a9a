import { expect } from 'chai';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { AddressInfo } from 'node:net';
import { WSClient } from '../../../porting/library/ws-client.js';

describe('WSClient of the PHP library', () => {
  let server: WebSocketServer;
  let url: string;
  const clients: WSClient[] = [];

  beforeEach((done) => {
    server = new WebSocketServer({ port: 0, host: '127.0.0.1' }, done);
    url = '';
  });

  afterEach((done) => {
    for (const client of clients.splice(0)) client.close();
    for (const peer of server.clients) peer.terminate();
    server.close(done);
  });

  function address(): string {
    url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    return url;
  }

  function client(...given: ConstructorParameters<typeof WSClient>): WSClient {
    const made = new WSClient(...given);
    clients.push(made);
    return made;
  }

  const connection = (): Promise<WebSocket> =>
    new Promise((resolve) => {
      server.once('connection', resolve);
    });

  it('WSClient(sourcename, uri): connects at once, and sends what is sent before the connection stands', async () => {
    const connected = connection();
    const ws = client('PBXWS', address());
    expect(ws.getSourcename()).to.equal('PBXWS');
    expect(ws.getUrl()).to.equal(url);
    expect(ws.isConnected()).to.equal(true);
    ws.send('hello');
    const peer = await connected;
    const heard = await new Promise((resolve) => {
      peer.once('message', (data) => {
        resolve((data as Buffer).toString());
      });
    });
    expect(heard).to.equal('hello');
    ws.close();
    expect(ws.isConnected()).to.equal(false);
  });

  it('WSClient(sourcename): connects at setUrl(uri)', async () => {
    const ws = client('DEVICES');
    expect(ws.getUrl()).to.equal(null);
    expect(ws.isConnected()).to.equal(false);
    const connected = connection();
    ws.setUrl(address());
    await connected;
    expect(ws.getUrl()).to.equal(url);
    expect(ws.isConnected()).to.equal(true);
  });

  it('options: headers and others of this package; a PHP array is none', async () => {
    const connected = new Promise<string | undefined>((resolve) => {
      server.once('connection', (_peer, request) => {
        resolve(request.headers['x-sample'] as string | undefined);
      });
    });
    client('PBXWS', address(), { headers: { 'x-sample': 'yes' } });
    expect(await connected).to.equal('yes');
    expect(client('PBXWS', null, []).isConnected()).to.equal(false);
  });

  it('receive(): the messages one by one, whether they wait already or not, then null for the end', async () => {
    const connected = connection();
    const ws = client('PBXWS', address());
    const peer = await connected;
    peer.send('one');
    peer.send('two');
    expect(await ws.receive()).to.equal('one');
    expect(await ws.receive()).to.equal('two');
    const third = ws.receive();
    peer.send('three');
    expect(await third).to.equal('three');
    peer.close();
    expect(await ws.receive()).to.equal(null);
    expect(await ws.receive()).to.equal(null);
  });

  it('receive(): refused before there is a connection, and while somebody else listens', async () => {
    const ws = client('PBXWS');
    expect(await ws.receive().catch((error: unknown) => error)).to.have.property(
      'code',
      'SOCKET_WITHOUT_URL',
    );
    const connected = connection();
    ws.setUrl(address());
    const peer = await connected;
    const first = ws.receive();
    expect(await ws.receive().catch((error: unknown) => error)).to.have.property('code', 'SOCKET_IN_USE');
    peer.send('one');
    expect(await first).to.equal('one');
  });

  it('an open socket does not keep the program alive', async () => {
    const sockets = (): number =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
    const before = sockets();
    const connected = connection();
    const ws = client('PBXWS', address());
    const peer = await connected;
    peer.send('ready');
    await ws.receive();
    // Of the two ends, which are both in this process, the server's alone keeps it alive.
    expect(sockets()).to.equal(before + 1);
  });
});
