import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { decodeMessage } from '../../runtime/message.js';
import type { LogSink } from '../../runtime/log.js';
import type { RunTracer } from '../../runtime/trace.js';
import type { Certificate } from '../../services/simulator/certificate.js';
import { urlHost } from '../../services/simulator/server.js';
import { SocketHost } from '../../services/socket-host.js';
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

/** HTTP and WebSocket for the clients of the proxy. */
export class ProxyServer {
  readonly #options: ProxyServerOptions;
  readonly #host: SocketHost;
  readonly #webSockets: WebSocketServer;
  readonly #routes: Routes;
  readonly #logins = new Logins();
  /** The subprotocol that the peer has chosen. */
  readonly #subprotocols = new WeakMap<IncomingMessage, string>();
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
    this.#host = new SocketHost(certificate);
    this.#host.http.on('request', (request, response) => {
      if (!this.#isCalled(request)) answer(response, 421, otherName);
      else passHttp(request, response, this.#routes, upstream);
    });
    this.#host.http.on('upgrade', (request: IncomingMessage, stream: Duplex, head: Buffer) => {
      this.#upgrade(request, stream, head);
    });
  }

  /** @throws ProxyError `PROXY_PORT_IN_USE`, `PROXY_CANNOT_LISTEN` */
  static async start(options: ProxyServerOptions): Promise<ProxyServer> {
    const server = new ProxyServer(options);
    const { port, listen, log } = options;
    await server.#host.listen({
      port,
      listen,
      failure: (error) => listenError(error, port, listen),
      onError: (error) => {
        log('error', 'proxy', error.message);
      },
    });
    return server;
  }

  get port(): number {
    return this.#host.port;
  }

  get openCount(): number {
    return this.#webSockets.clients.size;
  }

  /** Ends all connections and frees the port. */
  async close(): Promise<void> {
    const sockets = [...this.#webSockets.clients, ...this.#upstreams];
    await this.#host.close(sockets.map(closeGently), () => {
      for (const socket of this.#upstreams) socket.terminate();
    });
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
