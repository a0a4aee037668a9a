import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { ClientOptions, RawData } from 'ws';
import { WebSocket } from 'ws';
import type { Clock } from '../runtime/clock.js';
import { ConnectionError } from '../runtime/errors.js';
import type { Transport, TransportEvents } from '../runtime/queued-socket.js';
import type { CloseInfo } from '../runtime/socket.js';
import { addressOf } from '../runtime/socket.js';
import {
  explainBreak,
  explainConnectionError,
  explainHttpAnswer,
  explainSilence,
} from './connection-errors.js';
import { Heartbeat } from './heartbeat.js';
import { onceSecure } from './tls-handshake.js';
import type { TlsTrust } from './tls-trust.js';

/** How one connection is made. */
export interface WebSocketSettings {
  readonly trust: TlsTrust;
  readonly clock: Clock;
  /** 0: no pings. */
  readonly pingIntervalMs: number;
  /** Largest message taken, in bytes. */
  readonly maxPayload: number;
  /** How long the peer may take to answer our close. */
  readonly closeTimeoutMs: number;
  /** Hears the warning about an unverified certificate. */
  readonly warn: (sentence: string) => void;
  /** Whether an open connection alone keeps the process alive. Default: it does. */
  readonly keepsProcess?: boolean;
  /** Further options for ws, `http.request` and `tls.connect`. */
  readonly client: ClientOptions;
}

/**
 * One WebSocket connection on ws. The certificate is judged after the TLS handshake and before the first byte
 * of HTTP: the request is not ended, so nothing of it is written, until `trust` has agreed.
 */
export class WebSocketTransport implements Transport {
  readonly #address: string;
  readonly #events: TransportEvents;
  readonly #settings: WebSocketSettings;
  readonly #socket: WebSocket | undefined;
  #connection: Socket | undefined;
  #heartbeat: Heartbeat | undefined;
  #wasOpen = false;
  #isOver = false;

  constructor(url: string, events: TransportEvents, settings: WebSocketSettings) {
    this.#address = addressOf(url);
    this.#events = events;
    this.#settings = settings;
    const target = this.#targetOf(url);
    if (target instanceof URL) this.#socket = this.#open(target);
    else this.#failLater(target);
  }

  send(text: string): void {
    this.#socket?.send(text);
  }

  close(code: number, reason: string): void {
    this.#stop();
    if (code === 1006 || this.#socket?.readyState === WebSocket.CONNECTING) this.#socket?.terminate();
    else this.#socket?.close(code, fittingReason(reason));
  }

  /** The URL, or why nothing is connected to it. */
  #targetOf(url: string): URL | ConnectionError {
    const target = URL.canParse(url) ? new URL(url) : undefined;
    const isWebSocket = target?.protocol === 'ws:' || target?.protocol === 'wss:';
    if (target === undefined || !isWebSocket || target.hash !== '') {
      const sentence = `"${this.#address}" is no WebSocket address; give one that begins with wss:// or ws:// and has no #.`;
      return new ConnectionError('URL_INVALID', sentence, { url: this.#address });
    }
    const refusal =
      target.protocol === 'ws:' ? this.#settings.trust.refusalOfPlain(this.#address) : undefined;
    return refusal ?? target;
  }

  #open(url: URL): WebSocket | undefined {
    const { client, maxPayload, closeTimeoutMs, trust, warn } = this.#settings;
    const isSecure = url.protocol === 'wss:';
    const warning = isSecure ? trust.warning(this.#address) : undefined;
    if (warning !== undefined) warn(warning);
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const options = {
      ...client,
      headers: withoutExpect(client.headers),
      maxPayload,
      closeTimeout: closeTimeoutMs,
      perMessageDeflate: false,
      followRedirects: false,
      // Not the end of the story: #judge decides, and no byte is sent before.
      rejectUnauthorized: false,
      finishRequest: (request: ClientRequest, websocket: WebSocket) => {
        if (isSecure) this.#judge(request, websocket, host);
        else request.end();
      },
    };
    try {
      return this.#listen(new WebSocket(url, options));
    } catch (error) {
      this.#failLater(this.#explain(error instanceof Error ? error : new Error(String(error))));
      return undefined;
    }
  }

  #listen(socket: WebSocket): WebSocket {
    socket.on('upgrade', (response) => {
      this.#connection = response.socket;
    });
    socket.on('open', () => {
      this.#opened(socket);
    });
    socket.on('message', (data, isBinary) => {
      if (this.#isOver) return;
      if (isBinary) this.#events.binary(lengthOf(data));
      else this.#events.text(textOf(data));
    });
    socket.on('unexpected-response', (_request, response) => {
      this.#fail(explainHttpAnswer(response.statusCode ?? 0, this.#address));
      socket.terminate();
    });
    socket.on('error', (error) => {
      this.#fail(this.#explain(error));
    });
    socket.on('close', (code, reason) => {
      if (code === 1006) this.#fail(explainBreak(this.#address));
      else this.#end({ code, reason: reason.toString() });
    });
    return socket;
  }

  #opened(socket: WebSocket): void {
    if (this.#isOver) return;
    this.#wasOpen = true;
    const { clock, pingIntervalMs, keepsProcess = true } = this.#settings;
    const connection = this.#connection;
    if (!keepsProcess) connection?.unref();
    if (pingIntervalMs > 0 && connection !== undefined) {
      this.#heartbeat = new Heartbeat(clock, pingIntervalMs, {
        ping: () => {
          socket.ping();
        },
        received: () => connection.bytesRead,
        silent: () => {
          this.#fail(explainSilence(this.#address, pingIntervalMs));
          socket.terminate();
        },
      });
    }
    this.#events.open();
  }

  /** Ends the request, which sends it, when the certificate is accepted; breaks off otherwise. */
  #judge(request: ClientRequest, websocket: WebSocket, host: string): void {
    onceSecure(request, (connection) => {
      const refusal = this.#settings.trust.refusal(connection, host, this.#address);
      if (refusal === undefined) {
        request.end();
        return;
      }
      this.#fail(refusal);
      websocket.terminate();
    });
  }

  #explain(error: Error): ConnectionError {
    return explainConnectionError(error, this.#address, this.#wasOpen);
  }

  #fail(error: ConnectionError): void {
    const code = error.code === 'MESSAGE_TOO_LARGE' ? 1009 : 1006;
    this.#end({ code, reason: '', error });
  }

  /** The socket must not hear anything before it has this transport in its hands. */
  #failLater(error: ConnectionError): void {
    queueMicrotask(() => {
      this.#fail(error);
    });
  }

  #end(info: CloseInfo): void {
    if (this.#isOver) return;
    this.#stop();
    this.#events.close(info);
  }

  #stop(): void {
    this.#isOver = true;
    this.#heartbeat?.stop();
  }
}

/** `Expect: 100-continue` would send the head of the request at once, before the certificate is judged. */
function withoutExpect(headers: ClientOptions['headers']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers ?? {}).filter(([name]) => name.toLowerCase() !== 'expect'),
  );
}

/** As much of the reason as a close frame holds: 123 bytes of UTF-8, cut between characters. */
function fittingReason(reason: string): string {
  const bytes = Buffer.from(reason);
  return bytes.length <= 123 ? reason : new TextDecoder().decode(bytes.subarray(0, 123), { stream: true });
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString();
  return Buffer.isBuffer(data) ? data.toString() : Buffer.from(data).toString();
}

function lengthOf(data: RawData): number {
  return Array.isArray(data) ? data.reduce((sum, part) => sum + part.length, 0) : data.byteLength;
}
