import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { WebSocket } from 'ws';
import { ConnectionError } from '../../runtime/errors.js';
import { explainConnectionError, explainHttpAnswer } from '../../services/connection-errors.js';
import { onceSecure } from '../../services/tls-handshake.js';
import type { TlsTrust } from '../../services/tls-trust.js';

/** How the real peers are connected to. */
export interface UpstreamSettings {
  readonly trust: TlsTrust;
  readonly ca: string | Buffer | (string | Buffer)[] | undefined;
  readonly servername: string | undefined;
  readonly maxPayload: number;
  readonly connectTimeoutMs: number;
  readonly closeTimeoutMs: number;
  readonly warn: (sentence: string) => void;
}

export interface UpstreamEvents {
  /** Comes in the same turn in which the connection opens, so nothing is missed that is listened to in it. */
  open(): void;
  /** Nothing comes after it. */
  failed(error: ConnectionError, status: number): void;
}

/** Headers that are about one connection, or about whom it leads to, and so not passed on (RFC 9110, 7.6.1). */
const ownHeaders =
  /^(?:host|connection|upgrade|keep-alive|te|trailer|transfer-encoding|expect|proxy-.*|sec-websocket-(?:key|version|extensions|protocol))$/;

/** The headers of a client's request that its peer shall see. */
export function passedHeaders(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return Object.fromEntries(
    Object.entries(headers).filter(([name, value]) => value !== undefined && !ownHeaders.test(name)),
  );
}

/** Connects to a peer as the client wanted to: same path, subprotocols and headers. The certificate is judged first. */
export function openUpstream(
  url: URL,
  request: IncomingMessage,
  settings: UpstreamSettings,
  events: UpstreamEvents,
): WebSocket | undefined {
  const address = `${url.protocol}//${url.host}${url.pathname}`;
  const { trust, ca, servername, maxPayload, connectTimeoutMs, closeTimeoutMs } = settings;
  const isSecure = url.protocol === 'wss:';
  let isOver = false;
  const fail = (error: ConnectionError, status = 502): void => {
    if (isOver) return;
    isOver = true;
    events.failed(error, status);
  };
  const refusal = isSecure ? undefined : trust.refusalOfPlain(address);
  if (refusal !== undefined) {
    fail(refusal);
    return undefined;
  }
  const warning = isSecure ? trust.warning(address) : undefined;
  if (warning !== undefined) settings.warn(warning);
  // What is behind the handshake are messages, no body, whatever its length is said to be.
  const { 'content-length': _length, ...handshakeHeaders } = passedHeaders(request.headers);
  const options = {
    ...(ca !== undefined && { ca }),
    ...(servername !== undefined && { servername }),
    headers: handshakeHeaders,
    maxPayload,
    closeTimeout: closeTimeoutMs,
    handshakeTimeout: connectTimeoutMs,
    perMessageDeflate: false,
    followRedirects: false,
    autoPong: false,
    // What is no UTF-8 goes on as it came.
    skipUTF8Validation: true,
    // Not the end of the story: the certificate is judged below, and no byte is sent before.
    rejectUnauthorized: false,
    finishRequest: (upgrade: ClientRequest, socket: WebSocket) => {
      if (!isSecure) {
        upgrade.end();
        return;
      }
      onceSecure(upgrade, (connection) => {
        const objection = trust.refusal(connection, url.hostname.replace(/^\[|\]$/g, ''), address);
        if (objection === undefined) {
          upgrade.end();
          return;
        }
        fail(objection);
        socket.terminate();
      });
    },
  };
  try {
    const socket = new WebSocket(url, subprotocolsOf(request), options);
    socket.on('open', () => {
      isOver = true;
      events.open();
    });
    socket.on('unexpected-response', (_request, response) => {
      const status = response.statusCode ?? 502;
      fail(explainHttpAnswer(status, address), status >= 400 ? status : 502);
      socket.terminate();
    });
    // Once open, its end is told by `close`.
    socket.on('error', (error) => {
      const isTooLate = error.message === 'Opening handshake has timed out';
      fail(
        isTooLate
          ? explainLateness(address, connectTimeoutMs)
          : explainConnectionError(error, address, false),
        isTooLate ? 504 : 502,
      );
    });
    return socket;
  } catch (error) {
    fail(explainConnectionError(error instanceof Error ? error : new Error(String(error)), address, false));
    return undefined;
  }
}

function explainLateness(address: string, limitMs: number): ConnectionError {
  const sentence = `${address} did not answer within ${limitMs} ms; check the address, and that nothing on the way blocks it.`;
  return new ConnectionError('CONNECT_TIMEOUT', sentence, { url: address });
}

function subprotocolsOf(request: IncomingMessage): string[] {
  const offered = request.headers['sec-websocket-protocol'] ?? '';
  return offered
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
}
