import type { RawData } from 'ws';
import { WebSocket } from 'ws';
import { decodeMessage } from '../../runtime/message.js';
import { explainBreak } from '../../services/connection-errors.js';
import { listsApps, replaceAppUrls } from './app-urls.js';
import type { ConnectionRecorder } from './connection-recorder.js';

/** Bytes that may wait to be sent to one side before the other is not read any more; it reads on below half of that. */
const fullBytes = 1024 * 1024;

interface RelayOptions {
  /** Where the upstream leads, for sentences. */
  readonly address: string;
  readonly recorder: ConnectionRecorder;
  /** The URL that the client is to see for an app's; undefined: as it is. */
  readonly replaceUrl: (url: string) => string | undefined;
  /** Hears the messages that list apps, before their URLs are replaced. */
  readonly onApps: (text: string) => void;
}

/** Passes everything on between a client and its peer, until one of them ends. */
export function relay(client: WebSocket, upstream: WebSocket, options: RelayOptions): void {
  const { recorder, address } = options;
  passOn(client, upstream, (bytes, isBinary) => {
    if (isBinary) recorder.binary('out', bytes.length);
    else recorder.sent(bytes.toString());
    return bytes;
  });
  passOn(upstream, client, (bytes, isBinary) => {
    if (!isBinary) return receive(bytes, options);
    recorder.binary('in', bytes.length);
    return bytes;
  });
  client.on('close', (code, reason) => {
    if (upstream.readyState === WebSocket.OPEN) recorder.note('The client ended the connection.');
    recorder.closed({ code, reason: code === 1006 ? 'the client is gone' : reason.toString() });
    end(upstream, code, reason);
  });
  upstream.on('close', (code, reason) => {
    if (code !== 1006 && client.readyState === WebSocket.OPEN)
      recorder.note('The peer ended the connection.');
    const error = code === 1006 ? { error: explainBreak(address) } : {};
    recorder.closed({ code, reason: reason.toString(), ...error });
    end(client, code, reason);
  });
}

function receive(bytes: Buffer, { recorder, replaceUrl, onApps }: RelayOptions): Buffer {
  const text = bytes.toString();
  const decoded = decodeMessage(text);
  if (!decoded.ok || !listsApps(decoded.msg)) {
    recorder.received(text, decoded.ok ? decoded.msg : undefined);
    return bytes;
  }
  onApps(text);
  const replaced = replaceAppUrls(text, decoded.msg, replaceUrl);
  recorder.received(replaced);
  return replaced === text ? bytes : Buffer.from(replaced);
}

function passOn(from: WebSocket, to: WebSocket, look: (bytes: Buffer, isBinary: boolean) => Buffer): void {
  const written = (): void => {
    if (from.isPaused && to.bufferedAmount < fullBytes / 2) from.resume();
  };
  from.on('message', (data: RawData, isBinary: boolean) => {
    const bytes = look(bytesOf(data), isBinary);
    if (to.readyState !== WebSocket.OPEN) return;
    to.send(bytes, { binary: isBinary }, written);
    if (to.bufferedAmount > fullBytes) from.pause();
  });
  from.on('ping', (data) => {
    if (to.readyState === WebSocket.OPEN) to.ping(data);
  });
  from.on('pong', (data) => {
    if (to.readyState === WebSocket.OPEN) to.pong(data);
  });
  // What goes wrong is told by `close`, too; a socket that is not read does not see its end.
  from.on('error', () => undefined);
  to.on('close', () => {
    if (from.isPaused) from.resume();
  });
}

/** Ends one side as the other one ended; 1005 and 1006 stand for a close frame without code, and for none. */
function end(socket: WebSocket, code: number, reason: Buffer): void {
  if (code === 1006) socket.terminate();
  else if (code === 1005) socket.close();
  else socket.close(code, reason);
}

function bytesOf(data: RawData): Buffer {
  if (Array.isArray(data)) return Buffer.concat(data);
  return Buffer.isBuffer(data) ? data : Buffer.from(data);
}
