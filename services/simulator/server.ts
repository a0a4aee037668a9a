import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { LogSink } from '../../runtime/log.js';
import type { RunTracer } from '../../runtime/trace.js';
import { SocketHost } from '../socket-host.js';
import type { Certificate } from './certificate.js';
import type { Address, SimulatedConnection } from './connection.js';
import type { Wire } from './outgoing-queue.js';
import { SimulatorError } from './errors.js';
import { TracedWire } from './traced-wire.js';
import { WebSocketWire } from './websocket-wire.js';

/** Largest message that is taken from a client, in bytes; a longer one closes the connection with 1009. */
const largestMessage = 1024 * 1024;

/** What is served at one path; undefined: nothing, HTTP 404. */
export interface Endpoint {
  /** What happens to the connection before the WebSocket is open; `accept` goes on as usual. */
  greet(handshake: Handshake): void;
  connect(address: Address, wire: Wire): SimulatedConnection;
}

/** Ways to treat a client that asks for a WebSocket. */
export interface Handshake {
  accept(): void;
  refuse(status: number, reason: string): void;
  /** Writes a text where the client expects HTTP. */
  babble(text: string): void;
  /** Ends the connection without a word. */
  drop(): void;
  /** Calls back when the connection is gone. */
  onEnd(callback: () => void): void;
}

export interface ServerOptions {
  readonly port: number;
  readonly listen: string;
  readonly certificate: Certificate | undefined;
  readonly fragmentSize: number;
  readonly log: LogSink;
  readonly tracer: RunTracer | undefined;
  readonly endpointAt: (path: string) => Endpoint | undefined;
}

/** HTTP and WebSocket for the simulated peers. */
export class SimulatorServer {
  readonly #options: ServerOptions;
  readonly #host: SocketHost;
  readonly #webSockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: largestMessage,
  });
  #isStopping = false;

  private constructor(options: ServerOptions) {
    this.#options = options;
    this.#host = new SocketHost(options.certificate);
    this.#host.http.on('request', answerNotFound);
    this.#host.http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      this.#upgrade(request, stream, head);
    });
  }

  /** @throws SimulatorError `SIMULATOR_PORT_IN_USE`, `SIMULATOR_CANNOT_LISTEN` */
  static async start(options: ServerOptions): Promise<SimulatorServer> {
    const server = new SimulatorServer(options);
    const { port, listen, log } = options;
    await server.#host.listen({
      port,
      listen,
      failure: (error) => listenError(error, port, listen),
      onError: (error) => {
        log('error', 'simulator', error.message);
      },
    });
    return server;
  }

  get port(): number {
    return this.#host.port;
  }

  /** WebSockets that are open. */
  get openCount(): number {
    return this.#webSockets.clients.size;
  }

  /** Ends all connections and frees the port. */
  async close(): Promise<void> {
    this.#isStopping = true;
    await this.#host.close([...this.#webSockets.clients].map(closeGently));
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', (error) => {
      this.#options.log('debug', 'simulator', error.message);
    });
    const endpoint = this.#options.endpointAt(pathOf(request));
    const refuse = (status: number, reason: string): void => {
      stream.end(`HTTP/1.1 ${status} ${reason}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    };
    if (endpoint === undefined) {
      this.#options.log(
        'runtime',
        'simulator',
        `refused a WebSocket to ${JSON.stringify(pathOf(request).slice(0, 100))}: nothing there`,
      );
      refuse(404, 'Not Found');
      return;
    }
    endpoint.greet({
      accept: () => {
        if (stream.destroyed) return;
        this.#webSockets.handleUpgrade(request, stream, head, (socket) => {
          this.#serve(socket, endpoint, this.#addressOf(request), pathOf(request));
        });
      },
      refuse,
      babble: (text) => {
        stream.end(text);
      },
      drop: () => {
        stream.destroy();
      },
      onEnd: (callback) => {
        stream.once('close', callback);
      },
    });
  }

  #serve(socket: WebSocket, endpoint: Endpoint, address: Address, path: string): void {
    const { fragmentSize, tracer, log } = this.#options;
    const wire = new WebSocketWire(socket, fragmentSize);
    const traced = tracer === undefined ? undefined : new TracedWire(wire, tracer);
    const connection = endpoint.connect(address, traced ?? wire);
    traced?.opened(connection.name, `${address.isSecure ? 'wss' : 'ws'}://${address.host}${path}`);
    socket.on('message', (data: Buffer, isBinary) => {
      if (isBinary) {
        traced?.receivedBinary(data.length);
        connection.receiveBinary(data.length);
        return;
      }
      const text = data.toString('utf8');
      traced?.received(text);
      connection.receive(text);
    });
    socket.on('error', (error) => {
      log('error', connection.name, error.message);
    });
    socket.on('close', (code: number, reason: Buffer) => {
      // A client that had begun to leave by itself answers with a code of its own.
      traced?.closed({ code, reason: reason.toString('utf8') }, this.#isStopping && code === stoppingCode);
      connection.closed();
    });
  }

  /** What the client calls this machine; its own address when the Host header is absent or odd. */
  #addressOf(request: IncomingMessage): Address {
    const { host = '' } = request.headers;
    const isSecure = this.#options.certificate !== undefined;
    const own = `${urlHost(this.#options.listen)}:${this.port}`;
    return { isSecure, host: /^[\w.:[\]-]{1,255}$/.test(host) ? host : own };
  }
}

/** How an address that is listened on is written in a URL; for "all addresses" that is this machine. */
export function urlHost(listen: string): string {
  if (listen === '0.0.0.0' || listen === '::') return '127.0.0.1';
  return isIPv6(listen) ? `[${listen}]` : listen;
}

function pathOf(request: IncomingMessage): string {
  const path = (request.url ?? '/').replace(/[?#].*$/s, '');
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

function answerNotFound(_request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(404, { 'Content-Type': 'text/plain', Connection: 'close' });
  response.end('This is a PBX simulator. It speaks WebSocket at /PBX0/APPCLIENT/130000/websocket.\n');
}

/** Close code of an endpoint that goes away. */
const stoppingCode = 1001;

function closeGently(socket: WebSocket): Promise<void> {
  return new Promise((resolve) => {
    socket.once('close', () => {
      resolve();
    });
    socket.close(stoppingCode, 'the simulator stops');
  });
}

function listenError(error: NodeJS.ErrnoException, port: number, listen: string): SimulatorError {
  const data = { port, listen };
  if (error.code === 'EADDRINUSE') {
    const message = `Port ${port} on ${listen} is in use; choose another one, or 0 for any that is free.`;
    return new SimulatorError('SIMULATOR_PORT_IN_USE', message, data, { cause: error });
  }
  const message = `The simulator cannot listen on ${listen}, port ${port} (${error.code ?? error.message}); choose an address of this machine and a port you may use.`;
  return new SimulatorError('SIMULATOR_CANNOT_LISTEN', message, data, { cause: error });
}
