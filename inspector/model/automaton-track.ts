import type { TraceRecord } from '../../runtime/trace-records.js';
import { isSameJson } from './json-diff.js';
import { applyJsonPatch, stepsOfPointer, valueAt } from './json-patch.js';
import { changesOf, isObject, listOf, pathOfValue, textOr, view } from './record-view.js';
import { MemberSearch } from './member-search.js';
import { failureOf } from './text.js';

/** One automaton of one run. */
export interface AutomatonTrack {
  readonly run: number;
  readonly nickname: string;
  readonly machineId?: string;
  readonly machineHash?: string;
  readonly socket?: string;
  readonly firstSeq: number;
  /** Where it stopped; absent while it runs. */
  readonly lastSeq?: number;
  /** Why it stopped, e.g. `finished`. */
  readonly why?: string;
  /** Why it failed by its own account. */
  readonly failure?: string;
}

/** Where an automaton stands. */
export interface StateAt {
  /** `none`: it has not begun. */
  readonly status: 'none' | 'active' | 'done' | 'error' | 'stopped';
  /** XState's state value. */
  readonly value: unknown;
  /** State and phase, e.g. `Initial.awaitingChallenge`; empty when the trace does not tell. */
  readonly path: string;
  /** The record with which it came there. */
  readonly sinceSeq: number;
}

/** Most names that are remembered of those that were searched for. */
const searchLimit = 8;

/** What a trace tells of one automaton, in an order that can be searched. */
export class TrackIndex {
  track: AutomatonTrack;
  readonly #steps: TraceRecord[] = [];
  readonly #snapshots: TraceRecord[] = [];
  /** Places in `#snapshots` of those with a whole context. */
  readonly #whole: number[] = [];
  /** For each context member, the snapshots that touch it, by their places. */
  readonly #touching = new Map<string, number[]>();
  readonly #searches = new Map<string, MemberSearch>();
  /** The context after the last snapshot. */
  #latest: unknown;
  /** The context last asked for, and after which snapshot it stood. */
  #asked: { readonly at: number; readonly context: unknown } | undefined;

  constructor(track: AutomatonTrack) {
    this.track = track;
  }

  /** Learns from one record of the automaton. */
  add(record: TraceRecord): void {
    const seen = view(record);
    switch (seen.kind) {
      case 'automaton':
        this.track = {
          ...this.track,
          ...(typeof seen.id === 'string' && { machineId: seen.id }),
          ...(typeof seen.machine === 'string' && { machineHash: seen.machine }),
          ...(typeof seen.socket === 'string' && { socket: seen.socket }),
        };
        break;
      case 'dead': {
        const failure = failureOf(seen);
        this.track = {
          ...this.track,
          lastSeq: record.seq,
          why: textOr(seen.why, ''),
          ...(failure !== '' && { failure }),
        };
        break;
      }
      case 'transition':
        this.#steps.push(record);
        break;
      case 'snapshot':
        this.#addSnapshot(record);
        break;
      default:
    }
  }

  stateAt(seq: number): StateAt {
    if (seq < this.track.firstSeq) return { status: 'none', value: undefined, path: '', sinceSeq: 0 };
    const step = this.#steps[lastUpTo(this.#steps, seq)];
    const snapshot = this.#snapshots[lastUpTo(this.#snapshots, seq)];
    const { lastSeq } = this.track;
    const shown = snapshot === undefined ? 'active' : statusOf(view(snapshot).status);
    const isOver = lastSeq !== undefined && seq >= lastSeq;
    const source = step ?? snapshot;
    const value = source === undefined ? undefined : view(source).value;
    const entered = step === undefined ? '' : changesOf(view(step)).map(({ to }) => to ?? '');
    return {
      status: isOver && shown === 'active' ? 'stopped' : shown,
      value,
      path: pathOfValue(value) || (entered === '' ? '' : entered.join(' ').trim()),
      sinceSeq: source?.seq ?? this.track.firstSeq,
    };
  }

  contextAt(seq: number): unknown {
    const at = lastUpTo(this.#snapshots, seq);
    return at === this.#snapshots.length - 1 ? this.#latest : this.#contextAfter(at);
  }

  touching(path: string): readonly number[] {
    const steps = path.split('.').filter((step) => step !== '');
    const [member] = steps;
    if (member === undefined) return this.#snapshots.map(({ seq }) => seq);
    if (steps.length === 1) return this.#searchFor(member).in(this.#snapshots);
    const places = this.#touching.get(member) ?? [];
    return places.filter((at) => this.#changesAt(at, steps)).map((at) => this.#seq(at));
  }

  #addSnapshot(record: TraceRecord): void {
    const at = this.#snapshots.push(record) - 1;
    const { context, patch } = view(record);
    if (context !== undefined) {
      this.#whole.push(at);
      for (const name of changedMembers(this.#latest, context)) this.#touch(name, at);
      this.#latest = context;
      return;
    }
    for (const operation of listOf(patch)) {
      const path = isObject(operation) ? operation['path'] : undefined;
      const [name] = typeof path === 'string' ? stepsOfPointer(path) : [];
      if (name !== undefined) this.#touch(name, at);
    }
    this.#latest = applyJsonPatch(this.#latest, patch);
  }

  #searchFor(name: string): MemberSearch {
    const known = this.#searches.get(name);
    if (known !== undefined) return known;
    // Somebody is typing: what was asked for before will hardly be asked for again.
    if (this.#searches.size >= searchLimit) this.#searches.clear();
    const search = new MemberSearch(name);
    this.#searches.set(name, search);
    return search;
  }

  #touch(name: string, at: number): void {
    const places = this.#touching.get(name);
    if (places === undefined) this.#touching.set(name, [at]);
    else if (places.at(-1) !== at) places.push(at);
  }

  #contextAfter(at: number): unknown {
    if (at < 0) return undefined;
    const start = this.#whole[lastPlaceUpTo(this.#whole, at)] ?? 0;
    const known = this.#asked;
    const usable = known !== undefined && known.at <= at && known.at >= start ? known : undefined;
    let context = usable?.context;
    for (let place = usable === undefined ? start : usable.at + 1; place <= at; place += 1) {
      const record = this.#snapshots[place];
      if (record === undefined) continue;
      const seen = view(record);
      context = seen.context === undefined ? applyJsonPatch(context, seen.patch) : seen.context;
    }
    this.#asked = { at, context };
    return context;
  }

  #changesAt(at: number, steps: readonly string[]): boolean {
    const before = valueAt(this.#contextAfter(at - 1), steps);
    return !isSameJson(before, valueAt(this.#contextAfter(at), steps));
  }

  #seq(at: number): number {
    return this.#snapshots[at]?.seq ?? 0;
  }
}

/** The members of a whole context that differ from those known before. */
function changedMembers(before: unknown, after: unknown): string[] {
  const old = isObject(before) ? before : {};
  const fresh = isObject(after) ? after : {};
  const names = new Set([...Object.keys(old), ...Object.keys(fresh)]);
  return [...names].filter((name) => !isSameJson(old[name], fresh[name]));
}

function statusOf(status: unknown): StateAt['status'] {
  return status === 'done' || status === 'error' || status === 'stopped' ? status : 'active';
}

/** The place of the last record that is not after `seq`; -1 when all are. */
function lastUpTo(records: readonly TraceRecord[], seq: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.seq ?? 0) <= seq) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function lastPlaceUpTo(places: readonly number[], at: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((places[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
