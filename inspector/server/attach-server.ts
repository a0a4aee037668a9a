import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { attachSubprotocol } from '../model/attach-protocol.js';
import { AttachGuard, newToken } from './attach-guard.js';
import { BrowserTickets } from './browser-tickets.js';
import { InspectorError } from './errors.js';
import type { AttachPlace } from './page-connection.js';
import { PageConnection } from './page-connection.js';
import { PageFiles } from './page-files.js';
import { pageListener, refuseUpgrade } from './page-server.js';

export interface AttachServerOptions extends AttachPlace {
  /** Default 0: any that is free. */
  readonly port?: number | undefined;
  /** Folder of the built page. */
  readonly pageFolder?: string | undefined;
  /** Hears how many pages are attached, whenever that changes. */
  readonly onPages?: ((count: number) => void) | undefined;
}

/** Longest message of a page, in bytes. */
const pageMessageLimit = 64 * 1024;

/** Connections at once: a few pages with what they load. Nobody may use up the program's own. */
const connectionLimit = 100;

/** How long a request may take to arrive, in milliseconds. */
const requestMs = 10_000;

/** How long a page may take to close its side, in milliseconds. */
const closingMs = 1000;

/** Serves the page and lets it attach, on loopback only. Source: docs/inspector.md, "Security". */
export class AttachServer {
  readonly port: number;
  /** Where the page is, with the token in the fragment, which browsers send to nobody. */
  readonly url: string;
  readonly #token = newToken();
  readonly #tickets: BrowserTickets;
  readonly #sockets: WebSocketServer;
  readonly #connections = new Map<WebSocket, PageConnection>();
  /** Every connection, so that none keeps the program, when it should not, or outlives the server. */
  readonly #streams = new Set<Socket>();
  #keepsAlive = true;
  #closing: Promise<void> | undefined;

  private constructor(
    private readonly server: Server,
    files: PageFiles,
    private readonly options: AttachServerOptions,
  ) {
    this.port = (server.address() as AddressInfo).port;
    this.url = `http://127.0.0.1:${this.port}/#t=${this.#token}`;
    this.#tickets = new BrowserTickets(options.clock);
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: pageMessageLimit,
      perMessageDeflate: false,
      handleProtocols: () => attachSubprotocol,
    });
    const guard = new AttachGuard(this.port, this.#token);
    server.on('connection', (stream: Socket) => {
      this.#watch(stream);
    });
    const start = `/#t=${this.#token}`;
    server.on('request', pageListener({ files, guard, tickets: this.#tickets, start }));
    server.on('upgrade', (request, stream: Socket, head) => {
      stream.on('error', () => undefined);
      const refusal = guard.attachRefusal(request);
      if (refusal !== undefined) {
        refuseUpgrade(stream, refusal);
        return;
      }
      this.#sockets.handleUpgrade(request, stream, head, (socket) => {
        this.#attach(socket);
      });
    });
  }

  /**
   * Opens the port on 127.0.0.1.
   * @throws InspectorError `INSPECTOR_PAGE_MISSING`, `INSPECTOR_PORT_IN_USE`, `INSPECTOR_CANNOT_LISTEN`
   */
  static async start(options: AttachServerOptions): Promise<AttachServer> {
    const files = await PageFiles.open(options.pageFolder);
    const server = createServer({ headersTimeout: requestMs, requestTimeout: requestMs });
    server.maxConnections = connectionLimit;
    await listen(server, options.port ?? 0);
    return new AttachServer(server, files, options);
  }

  /** An address of the page for one visit, which may stand in a browser's command line. */
  visit(): string {
    return `http://127.0.0.1:${this.port}${this.#tickets.issue()}`;
  }

  /** How many pages are attached. */
  get pages(): number {
    return this.#connections.size;
  }

  /** Whether the open port keeps the program from ending; it does at first. */
  set keepsAlive(keepsAlive: boolean) {
    this.#keepsAlive = keepsAlive;
    for (const one of [this.server, ...this.#streams]) {
      if (keepsAlive) one.ref();
      else one.unref();
    }
  }

  /** Says goodbye to the pages, frees the port; nothing stays behind. May be called again. */
  close(why: string): Promise<void> {
    this.#closing ??= this.#close(why);
    return this.#closing;
  }

  #watch(stream: Socket): void {
    this.#streams.add(stream);
    if (!this.#keepsAlive) stream.unref();
    stream.once('close', () => {
      this.#streams.delete(stream);
    });
  }

  #attach(socket: WebSocket): void {
    this.#connections.set(socket, new PageConnection(socket, this.options));
    this.options.onPages?.(this.pages);
    socket.once('close', () => {
      this.#connections.delete(socket);
      this.options.onPages?.(this.pages);
    });
  }

  async #close(why: string): Promise<void> {
    const { clock } = this.options;
    this.keepsAlive = true;
    const gone = new Promise<void>((resolve) => {
      this.server.close(() => {
        resolve();
      });
    });
    for (const connection of this.#connections.values()) connection.close(why);
    this.server.closeIdleConnections();
    const timer = clock.setTimeout(() => {
      for (const stream of this.#streams) stream.destroy();
    }, closingMs);
    await gone;
    clock.clearTimeout(timer);
    this.#sockets.close();
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(cannotListen(port, cause));
    });
    server.listen(port, '127.0.0.1', () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
}

function cannotListen(port: number, cause: NodeJS.ErrnoException): InspectorError {
  if (cause.code === 'EADDRINUSE') {
    const sentence = `Port ${port} is in use, so the inspector cannot be served there; choose another one, or none to get a free one.`;
    return new InspectorError('INSPECTOR_PORT_IN_USE', sentence, { port }, { cause });
  }
  const sentence = `The inspector cannot be served on port ${port} (${cause.code ?? cause.message}); choose another one, or none to get a free one.`;
  return new InspectorError('INSPECTOR_CANNOT_LISTEN', sentence, { port }, { cause });
}
