import { encode } from '../../../runtime/exact-json.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { memberOf, textOf } from './recorded-values.js';

/** Something that machines did: what a re-run must do again. */
interface Deed {
  readonly seq: number;
  readonly lane: string;
  /** For people. */
  readonly label: string;
  /** What must be equal besides. */
  readonly body: string;
}

/** The first thing that was not done again as it was recorded. */
export interface RerunDivergence {
  /** In the recording; absent when there is too much in the re-run. */
  readonly seq?: number;
  /** In the new trace. */
  readonly rerunSeq?: number;
  readonly expected: string;
  readonly actual: string;
}

/**
 * Compares what machines did, lane by lane: what they sent and posted, member by member, the states they went
 * to, and how they ended.
 * @param leftOut sockets and nicknames of what could not be re-run, after the number of their run and a blank
 * @param isWhole whether the recording has its end: else the re-run may do more
 */
export function firstDifference(
  recorded: readonly TraceRecord[],
  rerun: readonly TraceRecord[],
  leftOut: ReadonlySet<string>,
  isWhole: boolean,
): RerunDivergence | undefined {
  const expected = byLane(recorded, leftOut);
  const actual = byLane(rerun, leftOut);
  let first: (RerunDivergence & { readonly at: number }) | undefined;
  for (const lane of new Set([...expected.keys(), ...actual.keys()])) {
    const difference = differenceIn(expected.get(lane) ?? [], actual.get(lane) ?? [], isWhole);
    if (difference !== undefined && (first === undefined || difference.at < first.at)) first = difference;
  }
  if (first === undefined) return undefined;
  const { at: _at, ...divergence } = first;
  return divergence;
}

function differenceIn(
  expected: readonly Deed[],
  actual: readonly Deed[],
  isWhole: boolean,
): (RerunDivergence & { readonly at: number }) | undefined {
  const count = Math.max(expected.length, isWhole ? actual.length : 0);
  for (let at = 0; at < count; at += 1) {
    const one = expected[at];
    const other = actual[at];
    if (one?.label === other?.label && one?.body === other?.body) continue;
    return {
      // One that is too many comes after the last that was expected.
      at: one?.seq ?? (expected.at(-1)?.seq ?? 0) + 0.5,
      ...(one !== undefined && { seq: one.seq }),
      ...(other !== undefined && { rerunSeq: other.seq }),
      expected: said(one, other),
      actual: said(other, one),
    };
  }
  return undefined;
}

function said(deed: Deed | undefined, other: Deed | undefined): string {
  if (deed === undefined) return `nothing more at ${other?.lane ?? ''}`;
  const isSameLabel = deed.label === other?.label;
  return `${deed.lane} ${deed.label}${isSameLabel ? ` ${deed.body}` : ''}`;
}

function byLane(records: readonly TraceRecord[], leftOut: ReadonlySet<string>): Map<string, Deed[]> {
  const lanes = new Map<string, Deed[]>();
  for (const record of records) {
    const deed = deedOf(record);
    if (deed === undefined || leftOut.has(`${record.run ?? 0} ${deed.lane}`)) continue;
    const key = `${record.run ?? 0} ${record.kind === 'message' ? 'socket' : 'automaton'} ${deed.lane}`;
    const list = lanes.get(key);
    if (list === undefined) lanes.set(key, [deed]);
    else list.push(deed);
  }
  return lanes;
}

function deedOf(record: TraceRecord): Deed | undefined {
  const { seq } = record;
  if (record.kind === 'message') {
    if (record.dir === 'in') return undefined;
    return { seq, lane: record.lane, label: `sent ${record.mt ?? ''}`, body: encode(record.body) };
  }
  if (record.kind === 'post') {
    const label = `posted ${record.mt} to ${record.to}`;
    return { seq, lane: record.lane, label, body: bodyOfPost(record.body) };
  }
  if (record.kind === 'transition') {
    const label = `went to ${record.changes.map(({ to }) => to ?? 'nowhere').join(', ')}`;
    return { seq, lane: record.lane, label, body: '' };
  }
  if (record.kind === 'dead') {
    const code = textOf(memberOf(record.output, 'error'), 'code');
    const label = `stopped: ${record.why}${code === '' ? '' : ` ${code}`}`;
    return { seq, lane: record.lane, label, body: '' };
  }
  return undefined;
}

/** Errors are compared by their codes: their causes hold what only the host knew. */
function bodyOfPost(body: unknown): string {
  const error = memberOf(body, 'error');
  if (typeof error !== 'object' || error === null) return encode(body);
  return encode({ ...(body as object), error: textOf(error, 'code') });
}
