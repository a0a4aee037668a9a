import { ImportError } from './import-error.js';
import { isObject } from './imported-trace.js';

/** A WebSocket message as Chrome keeps it in `_webSocketMessages`. */
export interface HarFrame {
  readonly direction: 'in' | 'out' | 'error';
  /** Milliseconds since 1970. */
  readonly time: number | undefined;
  /** 1 text, 2 binary (`data` in base64), 8 close, 9 ping, 10 pong. */
  readonly opcode: number;
  readonly data: string;
}

/** A WebSocket of a HAR. */
export interface HarSocket {
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly start: number;
  /** HTTP status of the handshake; 0: there was no answer. */
  readonly status: number;
  /** Absent when the browser has not kept them. */
  readonly frames: readonly HarFrame[] | undefined;
}

interface HarContent {
  readonly sockets: readonly HarSocket[];
  /** Requests that are no WebSockets. */
  readonly otherRequests: number;
  /** Which program recorded it, e.g. `Firefox 145.0`. */
  readonly creator: string;
}

/**
 * The WebSockets in a HAR. What is odd about one is passed over.
 * @throws ImportError `IMPORT_INVALID` when the value is no HAR
 */
export function harSockets(har: unknown): HarContent {
  const log = isObject(har) ? har['log'] : undefined;
  const entries = isObject(log) ? log['entries'] : undefined;
  if (!isObject(log) || !Array.isArray(entries)) {
    const sentence =
      'This is no HAR: it has no log.entries; save one with "Export HAR" in the network tab of the browser\'s developer tools.';
    throw new ImportError('IMPORT_INVALID', sentence, { what: 'HAR' });
  }
  const requests = entries.filter(isObject);
  const sockets = requests.map(socketOf).filter((socket) => socket !== undefined);
  return { sockets, otherRequests: requests.length - sockets.length, creator: creatorOf(log) };
}

function socketOf(entry: Readonly<Record<string, unknown>>): HarSocket | undefined {
  const { request, response, startedDateTime, _webSocketMessages: messages } = entry;
  const url = isObject(request) && typeof request['url'] === 'string' ? request['url'] : '';
  const status = isObject(response) && typeof response['status'] === 'number' ? response['status'] : 0;
  const isSocket = Array.isArray(messages) || /^wss?:/i.test(url) || (status === 101 && isUpgrade(response));
  if (!isSocket) return undefined;
  const frames = Array.isArray(messages) ? messages.filter(isObject).map(frameOf) : undefined;
  const started = typeof startedDateTime === 'string' ? Date.parse(startedDateTime) : NaN;
  const start = Number.isNaN(started) ? (frames?.[0]?.time ?? 0) : started;
  // Messages passed, so the handshake was done, whatever is told of it.
  const isOpen = frames !== undefined && frames.some(({ direction }) => direction !== 'error');
  return { url: url.replace(/^http/i, 'ws'), start, status: isOpen ? 101 : status, frames };
}

function isUpgrade(response: unknown): boolean {
  const headers = isObject(response) ? response['headers'] : undefined;
  if (!Array.isArray(headers)) return false;
  return headers
    .filter(isObject)
    .some(({ name, value }) => /^upgrade$/i.test(String(name)) && /^websocket$/i.test(String(value)));
}

function frameOf(frame: Readonly<Record<string, unknown>>): HarFrame {
  const { type, time, opcode, data } = frame;
  return {
    direction: type === 'send' ? 'out' : type === 'error' ? 'error' : 'in',
    time: typeof time === 'number' && Number.isFinite(time) && time > 0 ? milliseconds(time) : undefined,
    opcode: typeof opcode === 'number' ? opcode : 1,
    data: typeof data === 'string' ? data : '',
  };
}

/** Chrome writes seconds; others took milliseconds or microseconds. All mean a time of this century. */
function milliseconds(time: number): number {
  if (time > 1e14) return time / 1000;
  return time > 1e11 ? time : time * 1000;
}

function creatorOf(log: Readonly<Record<string, unknown>>): string {
  const { browser, creator } = log;
  const maker = isObject(browser) ? browser : creator;
  if (!isObject(maker)) return '';
  const { name, version } = maker;
  const text = `${typeof name === 'string' ? name : ''} ${typeof version === 'string' ? version : ''}`;
  return text.replace(/\p{C}/gu, '').trim().slice(0, 100);
}
