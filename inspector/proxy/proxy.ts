import type { LogSink } from '../../runtime/log.js';
import { silentLog } from '../../runtime/log.js';
import { harmlessTracer } from '../../runtime/harmless-tracer.js';
import type { RunTracer } from '../../runtime/trace.js';
import { pbxAppsWebSocketUrl, pbxWebSocketUrl } from '../../protocol/urls.js';
import { makeCertificate } from '../../services/simulator/certificate.js';
import { urlHost } from '../../services/simulator/server.js';
import type { TlsTrustOptions } from '../../services/tls-trust.js';
import { TlsTrust } from '../../services/tls-trust.js';
import { emitWarning } from '../../services/warning.js';
import { ProxyServer } from './proxy-server.js';

/** `ca`, `pin`, `insecure` and so on say which certificates of PBX and App Services are taken. */
export interface ProxyOptions extends TlsTrustOptions {
  /** The PBX: host name, `host:port`, or a whole URL, whose path is where `url` of the proxy leads. */
  readonly pbx: string;
  /** Default 0: any that is free. */
  readonly port?: number | undefined;
  /** Address to listen on. Default 127.0.0.1, which other machines cannot reach. */
  readonly listen?: string | undefined;
  /** Serves TLS to the clients with a certificate made for this run. What goes to the PBX is as `pbx` says. */
  readonly tls?: boolean | undefined;
  /** Hears of everything that passes, as the clients see it; all of it is one run. */
  readonly tracer?: RunTracer | undefined;
  readonly log?: LogSink | undefined;
  /** Hears, as a sentence, what the user should know; default: `process.emitWarning`. */
  readonly onWarning?: ((sentence: string) => void) | undefined;
  /** Largest message that is passed on, in bytes; a larger one closes the connection. Default 16 MiB. */
  readonly maxPayload?: number | undefined;
  /** WebSockets at once; more are answered with HTTP 503. Default 10,000. */
  readonly maxConnections?: number | undefined;
  /** How long a peer may take to answer, in milliseconds. Default 10,000. */
  readonly connectTimeoutMs?: number | undefined;
}

/** A running proxy. */
export interface RecordingProxy {
  /** Where users log in instead of at the PBX. */
  readonly url: string;
  /** Where App objects log in instead of at the PBX. */
  readonly appsUrl: string;
  readonly port: number;
  /** The certificate for clients to trust, with TLS. */
  readonly caPem: string | undefined;
  /** SHA-256 of the certificate, with TLS. */
  readonly fingerprint: string | undefined;
  /** WebSockets of clients that are open now. */
  readonly connectionCount: number;
  /** Ends all connections and frees the port; nothing stays behind. May be called again. */
  close(): Promise<void>;
}

/**
 * Starts a proxy between clients and a PBX. Everything is passed on as it comes, except the URLs of apps in
 * UpdateApps, UpdateAppsInfo and ServicesInfo, which then lead through the proxy. Source: docs/proxy.md.
 * @throws UrlError `URL_INVALID`
 * @throws UsageError `PIN_INVALID`, `CA_INVALID`
 * @throws ProxyError `PROXY_PORT_IN_USE`, `PROXY_CANNOT_LISTEN`
 */
export async function startProxy(options: ProxyOptions): Promise<RecordingProxy> {
  const { port = 0, listen = '127.0.0.1', log = silentLog, onWarning = emitWarning } = options;
  const pbx = new URL(pbxWebSocketUrl(options.pbx));
  const trust = new TlsTrust(options);
  const certificate = options.tls === true ? await makeCertificate(listen, 'pbx-automata proxy') : undefined;
  const tracer = options.tracer && harmlessTracer(options.tracer, () => undefined);
  const server = await ProxyServer.start({
    port,
    listen,
    certificate,
    pbxOrigin: `${pbx.protocol}//${pbx.host}`,
    tracer,
    log,
    maxConnections: options.maxConnections ?? 10_000,
    upstream: {
      trust,
      ca: options.ca,
      servername: options.servername,
      maxPayload: options.maxPayload ?? 16 * 2 ** 20,
      connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
      closeTimeoutMs: 2_000,
      warn: onWarning,
    },
  });
  tracer?.runStarted([]);
  const base = `${certificate === undefined ? 'ws' : 'wss'}://${urlHost(listen)}:${server.port}`;
  const url = `${base}${pbx.pathname}${pbx.search}`;
  let closing: Promise<void> | undefined;
  return {
    url,
    appsUrl: pbxAppsWebSocketUrl(url),
    port: server.port,
    caPem: certificate?.certPem,
    fingerprint: certificate?.fingerprint,
    get connectionCount() {
      return server.openCount;
    },
    close: () =>
      (closing ??= server.close().then(() => {
        tracer?.runEnded('finished', {});
      })),
  };
}
