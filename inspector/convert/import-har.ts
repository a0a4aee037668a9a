import { decodeMessage } from '../../runtime/message.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import type { HarFrame, HarSocket } from './har-sockets.js';
import { harSockets } from './har-sockets.js';
import { ImportError } from './import-error.js';
import type { ImportOptions, StreamedImportOptions } from './imported-trace.js';
import { collected, counted, ImportedTrace } from './imported-trace.js';
import { isUserLogin, LaneNames, UniqueNames } from './lane-names.js';

/**
 * A browser's recording (HTTP Archive, a parsed JSON value) as a trace: each WebSocket a lane, its messages in
 * order of time. Read is `_webSocketMessages`, as Chrome writes it; a browser that keeps the connections only, as
 * Firefox was seen to do, is told apart in the error. Secrets are masked.
 * @throws ImportError `IMPORT_INVALID` when it is no HAR or has no WebSocket message
 */
export function importHar(har: unknown, options: ImportOptions = {}): TraceRecord[] {
  return collected((sink) => {
    streamHar(har, { ...options, sink });
  });
}

/** As `importHar`, without keeping the records. */
export function streamHar(har: unknown, options: StreamedImportOptions): void {
  const { sockets, otherRequests, creator } = harSockets(har);
  const silent = sockets.filter(({ frames }) => frames === undefined).length;
  if (silent === sockets.length) throw nothingToShow(sockets.length, creator);
  const note = options.onNote ?? (() => undefined);
  if (silent > 0) note(`${counted(silent, 'WebSocket')} of ${sockets.length} came without messages.`);
  if (otherRequests > 0)
    note(`${counted(otherRequests, 'other request')} left out; a trace holds WebSockets.`);

  const events = eventsOf(sockets);
  const start = events[0]?.time ?? 0;
  const trace = new ImportedTrace(options, new Date(start).toISOString());
  trace.beginRun();
  const skipped = { control: 0 };
  for (const event of events) {
    trace.at(event.time - start);
    if (event.frame === undefined) beginSocket(trace, event.socket, event.lane);
    else if (!recordFrame(trace, event.lane, event.frame)) skipped.control += 1;
  }
  trace.endRun();
  if (skipped.control > 0) note(`${counted(skipped.control, 'ping or pong', 'pings and pongs')} left out.`);
}

interface HarEvent {
  readonly time: number;
  readonly socket: HarSocket;
  readonly lane: string;
  /** Absent: the socket opens. */
  readonly frame?: HarFrame;
}

/** Everything that happened on all sockets, in order of time. */
function eventsOf(sockets: readonly HarSocket[]): HarEvent[] {
  const names = new LaneNames();
  for (const { url, frames = [] } of sockets) {
    if (!isUserLogin(url) && !url.includes('/APPS/')) continue;
    for (const { data } of frames) {
      if (!/"(?:UpdateApps|ServicesInfo)/.test(data)) continue;
      const decoded = decodeMessage(data);
      if (decoded.ok) names.learn(decoded.msg, url);
    }
  }
  const unique = new UniqueNames();
  const byStart = [...sockets].sort((a, b) => a.start - b.start);
  const events = byStart.flatMap((socket) => {
    const lane = unique.take(names.nameOf(socket.url));
    const own: HarEvent[] = [{ time: socket.start, socket, lane }];
    for (const frame of socket.frames ?? []) {
      // A frame without a time came with the one before it, and none came before its socket was there.
      const time = Math.max(frame.time ?? own.at(-1)?.time ?? socket.start, socket.start);
      own.push({ time, socket, lane, frame });
    }
    return own;
  });
  return events.sort((a, b) => a.time - b.time);
}

function beginSocket(trace: ImportedTrace, { url, status }: HarSocket, lane: string): void {
  if (status === 101 || status === 200) trace.opened(lane, url);
  else if (status === 0) trace.failed(lane, `${url} did not answer.`);
  else trace.failed(lane, `${url} answered with HTTP status ${status} instead of a WebSocket.`);
}

/** @returns false for what no trace holds */
function recordFrame(trace: ImportedTrace, lane: string, frame: HarFrame): boolean {
  const { direction, opcode, data } = frame;
  if (direction === 'error') trace.failed(lane, data);
  else if (opcode === 8) trace.closed(lane, ...closeOf(data));
  else if (opcode === 9 || opcode === 10) return false;
  else if (opcode === 2) trace.binary(lane, direction, Buffer.from(data, 'base64').length);
  else trace.message(lane, direction, data);
  return true;
}

/** Code and reason of a close frame, which is binary, and so in base64. */
function closeOf(data: string): [code?: number, reason?: string] {
  const bytes = Buffer.from(data, 'base64');
  return bytes.length < 2 ? [] : [bytes.readUInt16BE(0), bytes.toString('utf8', 2)];
}

function nothingToShow(socketCount: number, creator: string): ImportError {
  const data = { what: 'HAR', sockets: socketCount, creator };
  const remedy =
    'record it with Chrome or Edge (developer tools open before the page is loaded, then "Export HAR"), or put "pbx-automata proxy" between browser and PBX';
  const sentence =
    socketCount === 0
      ? `The recording has no WebSocket, so no message of a PBX; open the developer tools before the page is loaded, and ${remedy}.`
      : `The recording has ${counted(socketCount, 'WebSocket')}, but none of the messages that passed: ${creator === '' ? 'the browser' : creator} has not kept them; ${remedy}.`;
  return new ImportError('IMPORT_INVALID', sentence, data);
}
