import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { decodeMessage } from '../../runtime/message.js';
import type { LogSink } from '../../runtime/log.js';
import type { RunTracer } from '../../runtime/trace.js';
import type { Certificate } from '../../services/simulator/certificate.js';
import { urlHost } from '../../services/simulator/server.js';
import { isOurName, otherName } from './called-names.js';
import { ConnectionRecorder } from './connection-recorder.js';
import { answer, passHttp } from './http-pass.js';
import { closeGently, refuse } from './endings.js';
import type { Login } from './logins.js';
import { Logins } from './logins.js';
import { listenError } from './proxy-error.js';
import { relay } from './relay.js';
import type { Route } from './routes.js';
import { Routes } from './routes.js';
import type { UpstreamSettings } from './upstream.js';
import { openUpstream } from './upstream.js';

export interface ProxyServerOptions {
  readonly port: number;
  readonly listen: string;
  readonly certificate: Certificate | undefined;
  /** Scheme and host of the PBX. */
  readonly pbxOrigin: string;
  readonly tracer: RunTracer | undefined;
  readonly log: LogSink;
  readonly maxConnections: number;
  readonly upstream: UpstreamSettings;
}

/** Connections that may wait to be accepted: thousands of clients may come at once. */
const waitingConnections = 4096;

/** How long both sides have to answer the closing handshake when the proxy stops, in milliseconds. */
const closingMs = 250;

/** HTTP and WebSocket for the clients of the proxy. */
export class ProxyServer {
  readonly #options: ProxyServerOptions;
  readonly #http: Server;
  readonly #webSockets: WebSocketServer;
  readonly #routes: Routes;
  readonly #logins = new Logins();
  /** The subprotocol that the peer has chosen. */
  readonly #subprotocols = new WeakMap<IncomingMessage, string>();
  readonly #streams = new Set<Duplex>();
  readonly #upstreams = new Set<WebSocket>();

  private constructor(options: ProxyServerOptions) {
    this.#options = options;
    this.#routes = new Routes(options.pbxOrigin);
    const { certificate, upstream } = options;
    const settings = {
      noServer: true,
      perMessageDeflate: false,
      maxPayload: upstream.maxPayload,
      closeTimeout: upstream.closeTimeoutMs,
      autoPong: false,
      skipUTF8Validation: true,
      handleProtocols: (_offered: Set<string>, request: IncomingMessage) =>
        this.#subprotocols.get(request) ?? (false as const),
    };
    this.#webSockets = new WebSocketServer(settings);
    this.#http =
      certificate === undefined
        ? createServer()
        : createTlsServer({ cert: certificate.certPem, key: certificate.keyPem });
    this.#http.on('request', (request, response) => {
      if (!this.#isCalled(request)) answer(response, 421, otherName);
      else passHttp(request, response, this.#routes, upstream);
    });
    this.#http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      this.#upgrade(request, stream, head);
    });
    this.#http.on('connection', (stream: Duplex) => {
      this.#streams.add(stream);
      stream.on('close', () => this.#streams.delete(stream));
    });
  }

  /** @throws ProxyError `PROXY_PORT_IN_USE`, `PROXY_CANNOT_LISTEN` */
  static async start(options: ProxyServerOptions): Promise<ProxyServer> {
    const server = new ProxyServer(options);
    const { port, listen, log } = options;
    await new Promise<void>((resolve, reject) => {
      server.#http.once('error', (error: NodeJS.ErrnoException) => {
        reject(listenError(error, port, listen));
      });
      server.#http.listen({ port, host: listen, backlog: waitingConnections }, resolve);
    });
    server.#http.on('error', (error) => {
      log('error', 'proxy', error.message);
    });
    return server;
  }

  get port(): number {
    const address = this.#http.address() as AddressInfo;
    return address.port;
  }

  get openCount(): number {
    return this.#webSockets.clients.size;
  }

  /** Ends all connections and frees the port. */
  async close(): Promise<void> {
    const httpClosed = new Promise<void>((resolve) => {
      this.#http.close(() => {
        resolve();
      });
    });
    const sockets = [...this.#webSockets.clients, ...this.#upstreams];
    const allClosed = Promise.all(sockets.map(closeGently));
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closingMs);
    });
    await Promise.race([allClosed, limit]);
    clearTimeout(timer);
    for (const socket of this.#upstreams) socket.terminate();
    for (const stream of this.#streams) stream.destroy();
    await Promise.all([allClosed, httpClosed]);
  }

  #upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): void {
    stream.on('error', (error) => {
      this.#options.log('debug', 'proxy', error.message);
    });
    const route = this.#routes.resolve(request.url ?? '/');
    if (!this.#isCalled(request)) refuse(stream, 421, otherName);
    else if (route === undefined || !URL.canParse(route.url)) {
      refuse(stream, 404, 'There is nothing at this path of the proxy.');
    } else if (this.#upstreams.size >= this.#options.maxConnections) {
      refuse(stream, 503, 'The proxy has as many connections as it may have.');
    } else this.#connect(request, stream, head, route);
  }

  #isCalled({ headers }: IncomingMessage): boolean {
    return isOurName(headers.host, this.#options.listen, this.#options.pbxOrigin);
  }

  /** The client is answered when its peer has answered; what it sends until then waits in its connection. */
  #connect(request: IncomingMessage, stream: Duplex, head: Buffer, route: Route): void {
    const { tracer, log } = this.#options;
    const login = this.#logins.of(route);
    const recorder = new ConnectionRecorder(login.laneFor(route.url), tracer, log);
    const url = new URL(route.url);
    recorder.connecting(url.href);
    let isJoined = false;
    const upstream = openUpstream(url, request, this.#options.upstream, {
      open: () => {
        if (stream.destroyed || upstream === undefined) {
          upstream?.terminate();
          recorder.closed({ code: 1006, reason: 'the client is gone' });
          return;
        }
        this.#subprotocols.set(request, upstream.protocol);
        if (upstream.protocol === '') this.#subprotocols.delete(request);
        this.#webSockets.handleUpgrade(request, stream, head, (client) => {
          isJoined = true;
          recorder.opened(url.href);
          this.#join(client, upstream, { request, route, login, recorder });
        });
      },
      failed: (error, status) => {
        recorder.closed({ code: 1006, reason: '', error });
        log('error', recorder.lane, error.message);
        refuse(stream, status, error.message);
      },
    });
    if (upstream === undefined) return;
    this.#upstreams.add(upstream);
    upstream.on('close', () => this.#upstreams.delete(upstream));
    // The client gave up, or its handshake was nonsense.
    stream.once('close', () => {
      if (isJoined) return;
      upstream.terminate();
      recorder.closed({ code: 1006, reason: 'the client is gone' });
    });
  }

  #join(
    client: WebSocket,
    upstream: WebSocket,
    {
      request,
      route,
      login,
      recorder,
    }: { request: IncomingMessage; route: Route; login: Login; recorder: ConnectionRecorder },
  ): void {
    const base = this.#baseFor(request);
    relay(client, upstream, {
      address: route.url,
      recorder,
      onApps: (text) => {
        const decoded = decodeMessage(text);
        if (decoded.ok) login.learn(decoded.msg, route.url);
      },
      replaceUrl: (appUrl) => {
        const proxied = this.#routes.proxied(appUrl, login.number, base, route.prefix);
        if (proxied !== undefined) recorder.note(`${appUrl} is shown to the client as ${proxied}`);
        return proxied;
      },
    });
  }

  /** What the client calls this machine; its own address when the Host header is absent or odd. */
  #baseFor(request: IncomingMessage): string {
    const { certificate, listen } = this.#options;
    const { host = '' } = request.headers;
    const own = `${urlHost(listen)}:${this.port}`;
    const scheme = certificate === undefined ? 'http' : 'https';
    return `${scheme}://${/^[\w.:[\]-]{1,255}$/.test(host) ? host : own}`;
  }
}
