import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** Connections that may wait to be accepted: thousands of clients may come at once. */
const waitingConnections = 4096;

/** How long peers have to answer the closing handshake, in milliseconds. */
const closingMs = 250;

/** Where to listen, and what to do about it. */
export interface SocketHostPlace {
  readonly port: number;
  /** An address of this machine. */
  readonly listen: string;
  /** The error for a port or address that cannot be had. */
  readonly failure: (cause: NodeJS.ErrnoException) => Error;
  /** Hears of what goes wrong later. */
  readonly onError: (error: Error) => void;
}

/** The HTTP server, with TLS or without, on which WebSockets are made; it knows all streams, to end them when it closes. */
export class SocketHost {
  readonly http: Server;
  readonly #streams = new Set<Duplex>();

  /** @param certificate none: without TLS */
  constructor(certificate: { readonly certPem: string; readonly keyPem: string } | undefined) {
    this.http =
      certificate === undefined
        ? createServer()
        : createTlsServer({ cert: certificate.certPem, key: certificate.keyPem });
    this.http.on('connection', (stream: Duplex) => {
      this.#streams.add(stream);
      stream.on('close', () => this.#streams.delete(stream));
    });
  }

  /** @throws what `failure` makes of the host's error */
  async listen({ port, listen, failure, onError }: SocketHostPlace): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.http.once('error', (error: NodeJS.ErrnoException) => {
        reject(failure(error));
      });
      this.http.listen({ port, host: listen, backlog: waitingConnections }, resolve);
    });
    this.http.on('error', onError);
  }

  get port(): number {
    const address = this.http.address() as AddressInfo;
    return address.port;
  }

  /**
   * Frees the port and ends all connections.
   * @param goodbyes closing handshakes that are under way; those that take too long are broken off
   * @param breakOff ends what is no connection of this server's
   */
  async close(goodbyes: readonly Promise<void>[], breakOff: () => void = () => undefined): Promise<void> {
    const httpClosed = new Promise<void>((resolve) => {
      this.http.close(() => {
        resolve();
      });
    });
    const allClosed = Promise.all(goodbyes);
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, closingMs);
    });
    await Promise.race([allClosed, limit]);
    clearTimeout(timer);
    breakOff();
    for (const stream of this.#streams) stream.destroy();
    await Promise.all([allClosed, httpClosed]);
  }
}
