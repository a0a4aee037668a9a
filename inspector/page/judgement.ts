import type { TraceRecord } from '../../runtime/trace-records.js';
import type { PendingView } from '../model/attach-protocol.js';
import type { Diagnosis } from '../model/diagnosis/index.js';
import { diagnose } from '../model/diagnosis/index.js';
import { isPrincipal } from '../model/flow-row.js';
import type { LoginGroup } from '../model/logins.js';
import { recordsOf } from '../model/logins.js';
import type { TraceDocument } from '../model/trace-document.js';
import { fileLimits } from './file-limits.js';
import { placeOf } from './places.js';

/** What went wrong in a recording, and which rows show it. */
export interface Judgement {
  readonly diagnosis: Diagnosis;
  /** Numbers of the records that show what went wrong. */
  readonly evidence: ReadonlySet<number>;
  /** Numbers of the records that are trouble, or show what went wrong; ascending. */
  readonly problems: readonly number[];
}

/** What the records do not say themselves. */
export interface Moment {
  /** The time of the trace now; left out when nothing more comes. */
  readonly now: number | undefined;
  /** What a held run stands still before. */
  readonly before: PendingView | undefined;
}

/** Judges what has been recorded so far: one login, where there are several. */
export function judge(document: TraceDocument, moment: Moment, login: LoginGroup | undefined): Judgement {
  // Of a longer file only its beginning is here.
  const isPart = moment.now === undefined && document.length >= fileLimits.records && !hasEnd(document);
  const records = login === undefined ? document.records : recordsOf(document, login);
  const diagnosis = diagnose(records, { ...moment, isPart });
  const failures = diagnosis.findings.filter(({ severity }) => severity === 'failure');
  const rows = failures
    .flatMap((finding) => finding.evidence.slice(0, 1))
    .map((seq) => principalOf(document, seq));
  return {
    diagnosis,
    evidence: new Set(rows),
    problems: [...new Set([...document.problems, ...rows])].sort((one, other) => one - other),
  };
}

function hasEnd({ records }: TraceDocument): boolean {
  return records.at(-1)?.kind === 'end';
}

/** The record that is looked at first: the one that shows the trouble, else the first message. */
export function firstOfInterest(
  document: TraceDocument,
  rowSeqs: readonly number[],
  { findings }: Diagnosis,
): number {
  const evidence = findings.find(({ severity }) => severity === 'failure')?.evidence[0];
  const message = rowSeqs.find((seq) => document.bySeq(seq)?.kind === 'message');
  return evidence ?? message ?? rowSeqs[0] ?? 0;
}

/** The row that shows a record: its own, or that of the record it came from. */
export function rowOf(document: TraceDocument, rowSeqs: readonly number[], seq: number): number | undefined {
  const isRow = (one: number): boolean => rowSeqs[placeOf(rowSeqs, one)] === one;
  return isRow(seq) ? seq : document.causesOf(seq).find((cause) => isRow(cause.seq))?.seq;
}

/** The record with a row of its own that tells of this one: a delivery is part of its message's row. */
function principalOf(document: TraceDocument, seq: number): number {
  const record: TraceRecord | undefined = document.bySeq(seq);
  if (record === undefined || isPrincipal(record, document)) return seq;
  return document.causesOf(seq).find((cause) => isPrincipal(cause, document))?.seq ?? seq;
}
