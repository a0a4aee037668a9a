import type { AutomatonRecord, TraceRecord } from '../../../runtime/trace-records.js';
import { memberOf } from './recorded-values.js';

/** One run of a recording, as a re-run needs it. */
export interface RecordedRun {
  readonly run: number;
  readonly records: readonly TraceRecord[];
  /** Those that were there from the beginning, in order; others were added later. */
  readonly firstAutomatons: readonly string[];
  /** The beginning of each automaton, by nickname. */
  readonly automatons: ReadonlyMap<string, AutomatonRecord>;
  readonly contexts: ReadonlyMap<string, unknown>;
  /** Sockets that were open when it began, with their addresses. */
  readonly openSockets: ReadonlyMap<string, string>;
  /** Sockets that the run connected by itself when it began, with their addresses. */
  readonly firstAddresses: ReadonlyMap<string, string>;
  readonly hasEnd: boolean;
}

/** The runs of a recording in the order in which they began; of runs at the same time each has its own records. */
export function recordedRuns(records: readonly TraceRecord[]): RecordedRun[] {
  const byRun = new Map<number, TraceRecord[]>();
  /** Open sockets with their addresses, at the record that is looked at. */
  const open = new Map<string, string>();
  const openAt = new Map<number, ReadonlyMap<string, string>>();
  for (const record of records) {
    if (record.kind === 'head' || record.kind === 'machine') continue;
    const run = record.run ?? 0;
    const list = byRun.get(run);
    if (list === undefined) {
      byRun.set(run, [record]);
      openAt.set(run, new Map(open));
    } else list.push(record);
    if (record.kind !== 'socket') continue;
    if (record.what === 'open') open.set(record.lane, record.url ?? '');
    else if (record.what !== 'connecting') open.delete(record.lane);
  }
  byRun.delete(0);
  return [...byRun].map(([run, own]) => recordedRun(run, own, openAt.get(run) ?? new Map()));
}

function recordedRun(
  run: number,
  records: readonly TraceRecord[],
  openSockets: ReadonlyMap<string, string>,
): RecordedRun {
  const automatons = new Map<string, AutomatonRecord>();
  const contexts = new Map<string, unknown>();
  const firstAddresses = new Map<string, string>();
  let firstAutomatons: readonly string[] | undefined;
  let hasEnd = false;
  for (const record of records) {
    if (record.kind === 'automaton') automatons.set(record.lane, record);
    else if (record.kind === 'snapshot') {
      if (record.context !== undefined && !contexts.has(record.lane))
        contexts.set(record.lane, record.context);
    } else if (record.kind === 'socket') {
      const isByTheRun = record.what === 'connecting' && record.cause === undefined;
      if (isByTheRun && !firstAddresses.has(record.lane)) firstAddresses.set(record.lane, record.url ?? '');
    } else if (record.kind === 'note' && record.note === 'run') {
      firstAutomatons ??= nicknames(memberOf(record.data, 'automatons'));
    } else if (record.kind === 'end') hasEnd = true;
  }
  return {
    run,
    records,
    firstAutomatons: firstAutomatons ?? [...automatons.keys()],
    automatons,
    contexts,
    openSockets,
    firstAddresses,
    hasEnd,
  };
}

function nicknames(value: unknown): readonly string[] | undefined {
  // A long list is shortened in the recording; then all that began count as there from the beginning.
  if (!Array.isArray(value)) return undefined;
  return value.filter((name) => typeof name === 'string');
}
