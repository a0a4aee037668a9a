import type { TraceRecord } from '../../../runtime/trace-records.js';
import type { TraceDocument } from '../../model/trace-document.js';

/** What of the trace is exported. */
export interface Selection {
  readonly what: 'whole' | 'range' | 'filter';
  /** First and last `seq` of a range. */
  readonly from: number;
  readonly to: number;
  /** Names of lanes; undefined: all. */
  readonly lanes: ReadonlySet<string> | undefined;
}

/** Kinds without which a trace cannot be read, wherever it begins. */
const indispensable: ReadonlySet<TraceRecord['kind']> = new Set(['head', 'machine', 'automaton']);

/**
 * The records that are exported: the chosen ones, and what explains them (head, machines, who is who).
 * @param shown numbers of the rows that the query line leaves
 */
export function selectRecords(
  document: TraceDocument,
  { what, from, to, lanes }: Selection,
  shown: readonly number[],
): readonly TraceRecord[] {
  const { records } = document;
  if (what === 'whole' && lanes === undefined) return records;
  const rows = what === 'filter' ? new Set(shown) : undefined;
  return records.filter((record) => {
    if (indispensable.has(record.kind)) return record.kind !== 'automaton' || isOn(record, lanes);
    if (what === 'range' && (record.seq < from || record.seq > to)) return false;
    if (rows !== undefined && !rows.has(record.seq)) return false;
    return isOn(record, lanes);
  });
}

/** Records of no lane belong to all. */
function isOn(record: TraceRecord, lanes: ReadonlySet<string> | undefined): boolean {
  if (lanes === undefined || record.lane === undefined || lanes.has(record.lane)) return true;
  return record.kind === 'post' && (record.to === '*' || lanes.has(record.to));
}
