import type { Agent } from 'node:http';
import type { SecureContextOptions } from 'node:tls';
import { systemClock } from '../runtime/clock.js';
import type { QueueLimits, Transport, TransportEvents } from '../runtime/queued-socket.js';
import { QueuedSocket } from '../runtime/queued-socket.js';
import type { TlsTrustOptions } from './tls-trust.js';
import { TlsTrust } from './tls-trust.js';
import { emitWarning } from './warning.js';
import type { WebSocketSettings } from './ws-transport.js';
import { WebSocketTransport } from './ws-transport.js';

/** Besides these: client certificate and key, TLS versions and ciphers as in Node's `tls.createSecureContext`. */
export interface WSClientOptions extends QueueLimits, TlsTrustOptions, Omit<SecureContextOptions, 'ca'> {
  /** Hears, as a sentence, what the user should know; default: `process.emitWarning`. */
  readonly onWarning?: ((sentence: string) => void) | undefined;
  /** Largest message taken, in bytes; a larger one closes the socket. Default 16 MiB. */
  readonly maxPayload?: number | undefined;
  /** Milliseconds between pings; a peer that gives no sign of life by the next one is dead. Default 30,000; 0: none. */
  readonly pingIntervalMs?: number | undefined;
  /** How long the peer may take to answer our close, in milliseconds of real time. Default 2,000. */
  readonly closeTimeoutMs?: number | undefined;
  /** Sent with the handshake request. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  readonly origin?: string | undefined;
  /** Makes the connections, to go through a proxy for example. Certificates are judged all the same. */
  readonly agent?: Agent | undefined;
  readonly localAddress?: string | undefined;
  /** 4 or 6: the one IP version that is used. */
  readonly family?: number | undefined;
  /** `false`: an open connection alone does not keep the process alive; a run does, and waiting does. Default true. */
  readonly keepsProcess?: boolean | undefined;
}

/**
 * A named WebSocket, as automatons know it (see `SocketPort`). TLS certificates are verified; one that does not
 * verify is refused with its fingerprint, before anything is sent.
 *
 * A connection that fails is heard as `close` with a `ConnectionError`, code `CONNECTION_REFUSED`,
 * `HOST_NOT_FOUND`, `HOST_UNREACHABLE`, `CONNECT_TIMEOUT`, `CONNECT_FAILED`, `URL_INVALID`, `CERTIFICATE_REFUSED`,
 * `CERTIFICATE_MISMATCH`, `HANDSHAKE_REFUSED`, `CONNECTION_LOST`, `MESSAGE_TOO_LARGE`, `FRAME_INVALID`,
 * `PEER_SILENT` or `RECEIVE_QUEUE_FULL` (docs/errors.md).
 */
export class WSClient extends QueuedSocket {
  readonly #settings: WebSocketSettings;

  /**
   * @param url may come later, with `connect`; nothing is connected to before
   * @throws UsageError `PIN_INVALID`, `CA_INVALID`
   */
  constructor(name: string, url?: string, options: WSClientOptions = {}) {
    super(name, url, options);
    const {
      clock = systemClock,
      pingIntervalMs = 30_000,
      maxPayload = 16 * 2 ** 20,
      closeTimeoutMs = 2_000,
      onWarning = emitWarning,
      checkServerIdentity,
      keepsProcess = true,
      ...client
    } = options;
    const trust = new TlsTrust({ ...client, checkServerIdentity });
    const limits = { pingIntervalMs, maxPayload, closeTimeoutMs };
    this.#settings = { ...limits, trust, clock, warn: onWarning, keepsProcess, client };
  }

  protected override openTransport(url: string, events: TransportEvents): Transport {
    return new WebSocketTransport(url, events, this.#settings);
  }
}
