import type { DeliverRecord, HeadRecord, MachineRecord, TraceRecord } from '../../runtime/trace-records.js';
import type { AutomatonTrack, StateAt } from './automaton-track.js';
import { TrackIndex } from './automaton-track.js';
import type { Connection } from './connections.js';
import { ConnectionBook } from './connections.js';
import type { Lane, LaneKind } from './lanes.js';
import { LaneBook } from './lanes.js';
import { isObject, numberOr, view } from './record-view.js';
import type { RunGroup } from './run-groups.js';
import { RunGroupBook } from './run-groups.js';
import { RunBook } from './runs.js';
import type { RunTrack } from './runs.js';
import { mayBeUntaken, troubleOf } from './trouble.js';

export type { AutomatonTrack, StateAt } from './automaton-track.js';
export type { Lane, LaneKind } from './lanes.js';
export type { RunTrack } from './runs.js';

/**
 * A trace that can be asked: what led to what, who stood where, what is trouble. It grows by `append`, which
 * costs what is new. Records of unknown kinds are kept, and no record makes it throw, wherever it comes from.
 */
export class TraceDocument {
  readonly #records: TraceRecord[] = [];
  /** Where records are whose number does not tell their place. */
  readonly #positions = new Map<number, number>();
  readonly #effects = new Map<number, number[]>();
  /** Messages and posts that an automaton has taken. */
  readonly #handled = new Set<number>();
  readonly #trouble = new Set<number>();
  readonly #machines = new Map<string, MachineRecord>();
  readonly #tracks = new Map<string, TrackIndex>();
  readonly #connections = new ConnectionBook();
  readonly #lanes = new LaneBook(this.#connections);
  readonly #runs = new RunBook();
  readonly #runGroups = new RunGroupBook();
  #head: HeadRecord | undefined;
  #tellsOfSteps = false;
  #problems: readonly number[] | undefined;
  #automatons: readonly AutomatonTrack[] | undefined;
  #version = 0;
  #ignored = 0;

  static of(records: Iterable<TraceRecord>): TraceDocument {
    const document = new TraceDocument();
    document.append([...records]);
    return document;
  }

  /**
   * Adds what was recorded since. What has no number, time and kind is no record and left out. Values that are nested
   * more deeply than anybody records, so that looking into them would fill the stack, are cut there.
   */
  append(records: readonly TraceRecord[]): void {
    for (const record of records) {
      if (isRecord(record)) this.#add(isDeeper(record, depthLimit) ? cutAtDepth(record) : record);
      else this.#ignored += 1;
    }
    this.#problems = undefined;
    this.#automatons = undefined;
    this.#version += 1;
  }

  /** In the order of the file. */
  get records(): readonly TraceRecord[] {
    return this.#records;
  }

  get length(): number {
    return this.#records.length;
  }

  /** Grows with each `append`. */
  get version(): number {
    return this.#version;
  }

  /** How many things were handed in that are no records. */
  get ignored(): number {
    return this.#ignored;
  }

  get head(): HeadRecord | undefined {
    return this.#head;
  }

  bySeq(seq: number): TraceRecord | undefined {
    return this.#records[this.positionOf(seq)];
  }

  /** The place of a record in `records`; -1 when it is not there. */
  positionOf(seq: number): number {
    const first = this.#records[0]?.seq ?? 0;
    if (this.#records[seq - first]?.seq === seq) return seq - first;
    return this.#positions.get(seq) ?? -1;
  }

  /** In drawing order: server, its socket, automatons in the middle, the other sockets and servers. */
  get lanes(): readonly Lane[] {
    return this.#lanes.lanes;
  }

  lane(kind: LaneKind, name: string): Lane | undefined {
    return this.#lanes.lane(kind, name);
  }

  /** The server that a socket leads to, when its address is known. */
  serverOf(socket: string): Lane | undefined {
    return this.#lanes.serverOf(socket);
  }

  /** Who talks on a socket on which no automaton of the trace sits; undefined for the others. */
  clientOf(socket: string): Lane | undefined {
    return this.#lanes.clientOf(socket);
  }

  /** Which way a message went, seen from the client, also in a file that was recorded at the other end. */
  directionOf(message: TraceRecord): 'in' | 'out' {
    return this.#connections.directionOf(view(message));
  }

  /** One for each run and nickname, in the order of their beginning. */
  get automatons(): readonly AutomatonTrack[] {
    this.#automatons ??= [...this.#tracks.values()].map(({ track }) => track);
    return this.#automatons;
  }

  /** The automaton of a nickname in a run. */
  automaton(run: number, nickname: string): AutomatonTrack | undefined {
    return this.#tracks.get(trackKey(run, nickname))?.track;
  }

  /**
   * Whether it tells what automatons took, where they went and when they ended. What was imported from elsewhere, such
   * as a PHP log, has messages and posts only; that nobody took them is no trouble then.
   */
  get tellsOfSteps(): boolean {
    return this.#tellsOfSteps;
  }

  get runs(): readonly RunTrack[] {
    return this.#runs.runs;
  }

  /** The runs of automatons that belong together; `loginsOf` makes more of them. */
  get runGroups(): readonly RunGroup[] {
    return this.#runGroups.groups((run) => this.#connections.isOfAutomatons(run));
  }

  /** The connections whose clients the trace knows by their messages only, in the order of their beginning. */
  get clientConnections(): readonly Connection[] {
    return this.#connections.ofClients;
  }

  machine(hash: string): MachineRecord | undefined {
    return this.#machines.get(hash);
  }

  /** What became of a message or post. */
  deliveriesOf(seq: number): readonly DeliverRecord[] {
    return this.effectsOf(seq)
      .map((effect) => this.bySeq(effect))
      .filter((record) => record?.kind === 'deliver');
  }

  /** The records that name this one as their cause. */
  effectsOf(seq: number): readonly number[] {
    return this.#effects.get(seq) ?? [];
  }

  /** What led to a record, nearest first, back to what nothing recorded led to. */
  causesOf(seq: number): readonly TraceRecord[] {
    const chain: TraceRecord[] = [];
    const seen = new Set([seq]);
    let record = this.bySeq(seq);
    for (;;) {
      const cause = record === undefined ? undefined : view(record).cause;
      if (typeof cause !== 'number' || seen.has(cause)) return chain;
      seen.add(cause);
      record = this.bySeq(cause);
      if (record === undefined) return chain;
      chain.push(record);
    }
  }

  /** The numbers of the rows that are trouble, ascending. */
  get problems(): readonly number[] {
    this.#problems ??= [...this.#trouble].sort((one, other) => one - other);
    return this.#problems;
  }

  /** Whether something is wrong with what the record tells (`troubleOf` says what). */
  isTrouble(seq: number): boolean {
    return this.#trouble.has(seq);
  }

  /** Where an automaton stood after the record with this number. */
  stateAt(track: AutomatonTrack, seq: number): StateAt {
    const nowhere: StateAt = { status: 'none', value: undefined, path: '', sinceSeq: 0 };
    return this.#index(track)?.stateAt(seq) ?? nowhere;
  }

  /** Its context then, as recorded: masked, long parts shortened. Undefined when the trace does not tell. */
  contextAt(track: AutomatonTrack, seq: number): unknown {
    return this.#index(track)?.contextAt(seq);
  }

  /**
   * The numbers of the snapshots in which a context member is new or different: at `path` (`session.usr`), or, without
   * a dot, of this name at any depth.
   */
  touching(track: AutomatonTrack, path: string): readonly number[] {
    return this.#index(track)?.touching(path) ?? [];
  }

  #index({ run, nickname }: AutomatonTrack): TrackIndex | undefined {
    return this.#tracks.get(trackKey(run, nickname));
  }

  #add(record: TraceRecord): void {
    const position = this.#records.push(record) - 1;
    const { seq } = record;
    if (this.positionOf(seq) !== position && !this.#positions.has(seq)) this.#positions.set(seq, position);
    const { cause, hash } = view(record);
    if (typeof cause === 'number') this.#addEffect(cause, record);
    if (record.kind === 'head') this.#head ??= record;
    if (record.kind === 'machine' && typeof hash === 'string') this.#machines.set(hash, record);
    this.#connections.add(record);
    this.#lanes.add(record);
    this.#runs.add(record);
    this.#runGroups.add(record);
    this.#addToTrack(record);
    if (troubleOf(record, []) !== undefined) this.#trouble.add(seq);
  }

  #addEffect(cause: number, record: TraceRecord): void {
    const effects = this.#effects.get(cause);
    if (effects === undefined) this.#effects.set(cause, [record.seq]);
    else effects.push(record.seq);
    if (record.kind !== 'deliver' || this.#handled.has(cause)) return;
    const source = this.bySeq(cause);
    if (source === undefined || !mayBeUntaken(view(source))) return;
    if (record.outcome === 'handled') {
      this.#handled.add(cause);
      this.#trouble.delete(cause);
    } else this.#trouble.add(cause);
  }

  #addToTrack(record: TraceRecord): void {
    const { kind, lane, run } = view(record);
    if (typeof lane !== 'string' || !trackKinds.has(kind)) return;
    const runNumber = numberOr(run, 0);
    const key = trackKey(runNumber, lane);
    let index = this.#tracks.get(key);
    if (index === undefined) {
      index = new TrackIndex({ run: runNumber, nickname: lane, firstSeq: record.seq });
      this.#tracks.set(key, index);
    }
    if (kind !== 'automaton') this.#tellsOfSteps = true;
    index.add(record);
  }
}

/** Kinds of records that only automatons have. */
const trackKinds: ReadonlySet<unknown> = new Set(['automaton', 'dead', 'transition', 'snapshot', 'deliver']);

function trackKey(run: number, nickname: string): string {
  return `${run} ${nickname}`;
}

/** A trace can come from anywhere, whatever its type says. */
function isRecord(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { seq, t, kind } = value;
  return Number.isFinite(seq) && Number.isFinite(t) && typeof kind === 'string';
}

/** A recorder cuts values long before; a chart of a hundred nested states comes near. */
const depthLimit = 256;

function isDeeper(value: object, levels: number): boolean {
  if (levels === 0) return true;
  for (const inner of Object.values(value) as unknown[]) {
    if (typeof inner === 'object' && inner !== null && isDeeper(inner, levels - 1)) return true;
  }
  return false;
}

/** A copy of the record as a recorder would have cut it (docs/trace.md, "Size"). */
function cutAtDepth(record: TraceRecord): TraceRecord {
  const copy = (value: unknown, levels: number): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    if (levels === 0) return { cut: 'depth' };
    if (Array.isArray(value)) return value.map((item: unknown) => copy(item, levels - 1));
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, copy(inner, levels - 1)]));
  };
  return copy(record, depthLimit) as TraceRecord;
}
