import type { TraceRecord } from '../../runtime/trace-records.js';
import type { Connection } from './connections.js';
import { view } from './record-view.js';
import type { TraceDocument } from './trace-document.js';

/** What belongs to one login: its runs, or, where the trace has no automatons, its connections. */
export interface LoginGroup {
  /** Stays the same while the trace grows. */
  readonly id: string;
  /** Empty where the trace has no automatons. */
  readonly runs: readonly number[];
  /** Sockets, where the trace has no automatons. */
  readonly lanes?: readonly string[];
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** `ckl at pbx.sample.dom`, as far as that is known, else `run 3` or `login 2`; several may have the same. */
  readonly title: string;
}

/**
 * The logins of a trace, in the order of their beginning; none before anything has happened. A run belongs to an earlier one
 * when an automaton of it sits on a socket that was opened there and was still open. Where the trace has no automatons, a
 * client's connection to the PBX and those to the App Services that it asked for belong together. Costs as much as there
 * are runs and connections.
 */
export function loginsOf(document: TraceDocument): readonly LoginGroup[] {
  const ofRuns = document.runGroups.map(({ runs, firstSeq, lastSeq, about }) => ({
    id: `run ${runs[0] ?? 0}`,
    runs,
    firstSeq,
    lastSeq,
    title: about.title || `run ${runs[0] ?? 0}`,
  }));
  const groups = [...ofRuns, ...ofConnections(document)].sort((one, other) => one.firstSeq - other.firstSeq);
  return groups.map((group, at) => ({ ...group, title: group.title || `login ${at + 1}` }));
}

/** The records of one login, for `diagnose`, with those that belong to all: the head, machines, what no run has. */
export function recordsOf(document: TraceDocument, group: LoginGroup): readonly TraceRecord[] {
  const groups = loginsOf(document);
  if (groups.length < 2) return document.records;
  const runs = new Map(groups.flatMap((one) => one.runs.map((run) => [run, one.id] as const)));
  const connections = new Map(
    document.clientConnections.map(({ firstSeq, leader }) => [firstSeq, idOf(leader.firstSeq)] as const),
  );
  /** Whose a socket was last. */
  const sockets = new Map<unknown, string>();
  const ownerOf = (record: TraceRecord): string | undefined => {
    const { kind, run, lane, source, seq } = view(record);
    if (kind === 'head' || kind === 'machine') return undefined;
    const owner = (typeof run === 'number' && runs.get(run)) || connections.get(Number(seq));
    if (owner === undefined) return sockets.get(lane ?? source);
    if (kind === 'socket' || kind === 'message') sockets.set(lane, owner);
    return owner;
  };
  return document.records.filter((record) => {
    const owner = ownerOf(record);
    return owner === undefined || owner === group.id;
  });
}

/** What is to be diagnosed first: the newest login, or everything where there are no several. */
export function newestRecords(document: TraceDocument): readonly TraceRecord[] {
  const newest = loginsOf(document).at(-1);
  return newest === undefined ? document.records : recordsOf(document, newest);
}

function ofConnections(document: TraceDocument): LoginGroup[] {
  const groups = new Map<Connection, Connection[]>();
  for (const connection of document.clientConnections) {
    const list = groups.get(connection.leader);
    if (list === undefined) groups.set(connection.leader, [connection]);
    else list.push(connection);
  }
  return [...groups].map(([leader, list]) => ({
    id: idOf(leader.firstSeq),
    runs: [],
    lanes: [...new Set(list.map(({ lane }) => lane))],
    firstSeq: list[0]?.firstSeq ?? leader.firstSeq,
    lastSeq: list.reduce((last, { lastSeq }) => Math.max(last, lastSeq), 0),
    title: leader.about.title,
  }));
}

function idOf(seq: number): string {
  return `connection ${seq}`;
}
