import { once } from 'node:events';
import type { IncomingMessage, RequestListener } from 'node:http';
import { createServer as createHttpServer } from 'node:http';
import type { Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import type { ServerOptions, WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { portOf } from './socket-rigs.js';

/** Servers on loopback that a test starts as it needs them; all of them end with `dispose`. */
export class TestServers {
  readonly #disposals: (() => unknown)[] = [];

  /** @returns the URL of a WebSocket server */
  async webSocket(
    onConnection: (peer: WebSocket, request: IncomingMessage) => void,
    options: ServerOptions = {},
  ): Promise<string> {
    const server = new WebSocketServer({ ...options, port: 0, host: '127.0.0.1' });
    server.on('connection', (peer, request) => {
      peer.on('error', () => undefined);
      this.#disposals.push(() => {
        peer.terminate();
      });
      onConnection(peer, request);
    });
    this.#closeAtEnd(server);
    await once(server, 'listening');
    return `ws://127.0.0.1:${portOf(server)}/PBX0/APPCLIENT/130000/websocket`;
  }

  /** @returns the URL of a server on bare TCP */
  tcp(onConnection: (socket: Socket) => void): Promise<string> {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      this.#disposals.push(() => socket.destroy());
      onConnection(socket);
    });
    return this.#listen(server);
  }

  /** @returns the URL of a server that speaks HTTP and no WebSocket */
  http(onRequest: RequestListener): Promise<string> {
    return this.#listen(createHttpServer(onRequest));
  }

  /** @returns a URL at which nothing listens any more */
  async nowhere(): Promise<string> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `ws://127.0.0.1:${portOf(server)}/`;
    server.close();
    await once(server, 'close');
    return url;
  }

  async dispose(): Promise<void> {
    for (const dispose of this.#disposals.splice(0).reverse()) await dispose();
  }

  async #listen(server: Server): Promise<string> {
    this.#closeAtEnd(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return `ws://127.0.0.1:${portOf(server)}/`;
  }

  #closeAtEnd(server: Server | WebSocketServer): void {
    this.#disposals.push(() => {
      const closed = once(server, 'close');
      server.close();
      return closed;
    });
  }
}
