import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createConnection } from 'node:net';
import { expect } from 'chai';
import type { ClientOptions } from 'ws';
import { WebSocket } from 'ws';
import type { ProxyOptions, RecordingProxy } from '../../../inspector/proxy/proxy.js';
import { startProxy } from '../../../inspector/proxy/proxy.js';
import { TestServers } from '../../support/test-servers.js';
import { WireTap } from './wire-tap.js';

describe('the relay of the proxy', () => {
  const servers = new TestServers();
  let proxy: RecordingProxy | undefined;
  let tap = new WireTap();

  afterEach(async () => {
    await proxy?.close();
    await servers.dispose();
    proxy = undefined;
  });

  async function between(pbx: string, options: Partial<ProxyOptions> = {}): Promise<RecordingProxy> {
    tap = new WireTap();
    proxy = await startProxy({ pbx, tracer: tap, ...options });
    return proxy;
  }

  /** A client through the proxy and its peer behind it. */
  async function pair(
    serverOptions: object = {},
    clientOptions: ClientOptions = {},
    protocols: string[] = [],
  ): Promise<{ client: WebSocket; peer: WebSocket; request: IncomingMessage }> {
    const arrived = new Promise<{ peer: WebSocket; request: IncomingMessage }>((resolve, reject) => {
      servers
        .webSocket((peer, request) => {
          resolve({ peer, request });
        }, serverOptions)
        .then((url) => between(url))
        .then(({ url }) => {
          connect(url);
        })
        .catch(reject);
    });
    let client: WebSocket | undefined;
    const connect = (url: string): void => {
      client = new WebSocket(`${url}?a=1`, protocols, clientOptions);
      client.on('error', () => undefined);
    };
    const { peer, request } = await arrived;
    if (client === undefined) throw new Error('There is no client.');
    await once(client, 'open');
    return { client, peer, request };
  }

  const message = async (socket: WebSocket): Promise<[Buffer, boolean]> =>
    (await once(socket, 'message')) as [Buffer, boolean];

  it('passes on path, query, headers and subprotocol, and not what is its own', async () => {
    const headers = { 'User-Agent': 'list.php', Cookie: 'a=b', 'X-Own': '1' };
    const { client, request } = await pair({}, { headers, origin: 'https://pbx.sample.dom' }, ['one', 'two']);
    expect(request.url).to.equal('/PBX0/APPCLIENT/130000/websocket?a=1');
    expect(request.headers).to.include({
      'user-agent': 'list.php',
      cookie: 'a=b',
      'x-own': '1',
      origin: 'https://pbx.sample.dom',
      'sec-websocket-protocol': 'one,two',
    });
    expect(request.headers.host).not.to.equal(new URL(client.url).host);
    expect(client.protocol).to.equal('one');
  });

  it('passes on texts and binary messages in both directions, in order, byte for byte', async () => {
    const { client, peer } = await pair({ skipUTF8Validation: true }, { skipUTF8Validation: true });
    const noUtf8 = Buffer.concat([
      Buffer.from('{"mt":"X", "b": 1.0,"a":"\\/'),
      Buffer.from([0xff]),
      Buffer.from('"}'),
    ]);
    const messages = [
      [Buffer.from([0, 1, 255]), true],
      [Buffer.from('{"mt":"Y","id":18446744073709551615}'), false],
      [Buffer.alloc(0), false],
      [noUtf8, false],
    ] as const;
    for (const [from, to] of [
      [client, peer],
      [peer, client],
    ] as const) {
      const received: [Buffer, boolean][] = [];
      const all = new Promise<void>((resolve) => {
        to.on('message', (data: Buffer, isBinary: boolean) => {
          if (received.push([data, isBinary]) === messages.length) resolve();
        });
      });
      for (const [data, binary] of messages) from.send(data, { binary });
      await all;
      expect(received).to.deep.equal(messages);
    }
    expect(tap.on('PBXWS').out.at(-1)).to.include('\ufffd');
  });

  it('puts fragments together', async () => {
    const { client, peer } = await pair();
    const arrived = message(peer);
    client.send('{"mt":', { fin: false });
    client.send('"X"}', { fin: true });
    expect((await arrived)[0].toString()).to.equal('{"mt":"X"}');
    expect(tap.lines('out')).to.deep.equal(['PBXWS X']);
  });

  it('passes on pings and pongs instead of answering them', async () => {
    const { client, peer } = await pair({ autoPong: false });
    const pinged = once(peer, 'ping') as Promise<[Buffer]>;
    client.ping('are you there?');
    expect((await pinged)[0].toString()).to.equal('are you there?');
    const ponged = once(client, 'pong') as Promise<[Buffer]>;
    peer.pong('yes');
    expect((await ponged)[0].toString()).to.equal('yes');
  });

  for (const [from, to] of [
    ['client', 'peer'],
    ['peer', 'client'],
  ] as const) {
    it(`passes on how the ${from} closes: code and reason, no code, or a break`, async () => {
      const first = await pair();
      first[from].send('{"mt":"Last"}');
      first[from].close(4001, 'grüße');
      const [code, reason] = (await once(first[to], 'close')) as [number, Buffer];
      expect([code, reason.toString()]).to.deep.equal([4001, 'grüße']);
      expect(tap.lines('closed')).to.deep.equal(['PBXWS 4001']);

      await proxy?.close();
      const second = await pair();
      second[from].close();
      expect((await once(second[to], 'close'))[0]).to.equal(1005);

      await proxy?.close();
      const third = await pair();
      third[from].terminate();
      expect((await once(third[to], 'close'))[0]).to.equal(1006);
    });
  }

  it('keeps in order what a client sends before its peer has answered', async () => {
    const texts: string[] = [];
    let accept: () => void = () => undefined;
    const asked = new Promise<void>((resolve) => {
      accept = resolve;
    });
    let complete: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (complete = resolve));
    const url = await servers.webSocket(
      (peer) => {
        peer.on('message', (data: Buffer) => {
          if (texts.push(data.toString()) === 3) complete();
        });
      },
      {
        verifyClient: (_info: unknown, done: (isAccepted: boolean) => void) => {
          accept();
          setImmediate(done, true);
        },
      },
    );
    const { port } = await between(url);
    const early = createConnection({ port, host: '127.0.0.1' });
    early.write(
      'GET /PBX0/APPCLIENT/websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
    );
    // Masked with zeros: three texts, before there is any answer.
    const frameOf = (text: string): Buffer =>
      Buffer.concat([Buffer.from([0x81, 0x81, 0, 0, 0, 0]), Buffer.from(text)]);
    early.write(frameOf('a'));
    await asked;
    early.write(Buffer.concat([frameOf('b'), frameOf('c')]));
    await all;
    expect(texts).to.deep.equal(['a', 'b', 'c']);
    early.destroy();
  });

  it('lets its peer go when the client gives up, or sends no proper handshake', async () => {
    const url = await servers.webSocket((peer) => {
      peer.on('close', () => {
        gone();
      });
    });
    let gone: () => void = () => undefined;
    const isGone = new Promise<void>((resolve) => (gone = resolve));
    const { port } = await between(url);
    const odd = createConnection({ port, host: '127.0.0.1' });
    odd.write(
      'GET /PBX0/APPCLIENT/websocket HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    );
    const [answer] = (await once(odd, 'data')) as [Buffer];
    expect(answer.toString()).to.match(/^HTTP\/1\.1 400 /);
    await isGone;
    expect(tap.lines('closed')).to.deep.equal(['PBXWS 1006']);
  });

  it('does not fill the memory when one side reads slowly', async () => {
    const { client, peer } = await pair();
    client.pause();
    const text = JSON.stringify({ mt: 'X', fill: 'x'.repeat(1024 * 1024) });
    let sent = 0;
    for (; sent < 60; sent += 1) peer.send(text);
    // The network of this machine takes some; then the proxy stops reading, and the peer cannot get rid of the rest.
    await standstill(() => peer.bufferedAmount);
    expect(peer.bufferedAmount).to.be.above(0);
    expect(tap.on('PBXWS').in.length).to.be.below(sent);
    let count = 0;
    const all = new Promise<void>((resolve) => {
      client.on('message', () => {
        count += 1;
        if (count === sent) resolve();
      });
    });
    client.resume();
    await all;
    expect(tap.on('PBXWS').in).to.have.length(60);
  });

  async function refused(url: string): Promise<{ status: number; text: string }> {
    const client = new WebSocket(url);
    client.on('error', () => undefined);
    const [, response] = (await once(client, 'unexpected-response')) as [unknown, IncomingMessage];
    let text = '';
    for await (const chunk of response) text += String(chunk);
    client.terminate();
    return { status: response.statusCode ?? 0, text };
  }

  it('tells the client why its peer refuses or is not there', async () => {
    const forbidden = await servers.http((_request, response) => {
      response.writeHead(403).end();
    });
    const first = await refused((await between(forbidden)).url);
    expect(first.status).to.equal(403);
    expect(first.text).to.include('answered with HTTP status 403');
    expect(tap.lines('connecting', 'closed')[1]).to.match(/^closed \S+ 1006$/);
    await proxy?.close();
    const second = await refused((await between(await servers.nowhere())).url);
    expect(second.status).to.equal(502);
    expect(second.text).to.match(/Nothing listens at ws:/);
    await proxy?.close();
    const silent = await between(await servers.tcp(() => undefined), { connectTimeoutMs: 20 });
    const third = await refused(silent.url);
    expect(third.status).to.equal(504);
    expect(third.text).to.include('did not answer within 20 ms');
    expect((await refused(`ws://127.0.0.1:${silent.port}/via/9-9/x`)).status).to.equal(404);
  });

  it('refuses more connections than it may have', async () => {
    const url = await servers.webSocket(() => undefined);
    const limited = await between(url, { maxConnections: 1 });
    const client = new WebSocket(limited.url);
    client.on('error', () => undefined);
    await once(client, 'open');
    expect((await refused(limited.url)).status).to.equal(503);
    expect(limited.connectionCount).to.equal(1);
    client.terminate();
  });

  it('ends all connections when it is closed, and leaves none', async () => {
    const { client, peer } = await pair();
    const closes = Promise.all([once(client, 'close'), once(peer, 'close')]);
    await proxy?.close();
    const codes = (await closes).map(([code]) => code as number);
    expect(codes).to.deep.equal([1001, 1001]);
    expect(tap.lines('run', 'closed').at(-1)).to.equal('closed PBXWS 1001');
  });
});

/** Waits until a number has not changed for many turns of the event loop. */
function standstill(look: () => number): Promise<void> {
  return new Promise((resolve) => {
    let last = look();
    let turns = 0;
    setImmediate(function next(): void {
      turns = look() === last ? turns + 1 : 0;
      last = look();
      if (turns === 500) resolve();
      else setImmediate(next);
    });
  });
}
