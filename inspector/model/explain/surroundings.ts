import type { MessageRecord, TraceRecord } from '../../../runtime/trace-records.js';
import type { Loose } from '../diagnosis/loose.js';
import { numberIn, objectOf } from '../diagnosis/loose.js';

/** Most records that are looked at on each side of one. */
const reach = 20_000;

/** A message in a trace, with its members. */
export interface Found {
  readonly seq: number;
  readonly lane: string;
  readonly mt: string;
  readonly body: Loose;
}

/** The records around one, to find what a message answers and what answers it. */
export class Surroundings {
  readonly #position: number;

  constructor(
    private readonly records: readonly TraceRecord[],
    record: TraceRecord,
  ) {
    this.#position = positionOf(records, record);
  }

  /** The nearest message before, on this socket or on any, that passes the test. */
  before(lane: string | undefined, test: (message: Found) => boolean): Found | undefined {
    const end = Math.max(0, this.#position - reach);
    for (let at = this.#position - 1; at >= end; at -= 1) {
      const found = foundIn(this.records[at], lane, test);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The nearest message after. */
  after(lane: string | undefined, test: (message: Found) => boolean): Found | undefined {
    const end = Math.min(this.records.length, this.#position + reach);
    for (let at = this.#position + 1; at < end; at += 1) {
      const found = foundIn(this.records[at], lane, test);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** The record of a check that the message of this number led to. */
  checkAfter(seq: number): (TraceRecord & { readonly kind: 'explain' }) | undefined {
    const causes = new Set([seq]);
    const first = recordOf(this.records, seq);
    const start = first === undefined ? this.#position : positionOf(this.records, first);
    const end = Math.min(this.records.length, start + reach);
    for (let at = start + 1; at < end; at += 1) {
      const record = this.records[at];
      const cause = numberIn(record, 'cause');
      if (record === undefined || cause === undefined || !causes.has(cause)) continue;
      if (record.kind === 'explain') return record;
      // A step of an automaton that took the message; what it sent or posted is not about this message any more.
      if (record.kind === 'deliver') causes.add(record.seq);
    }
    return undefined;
  }
}

/** The record of this number. */
export function recordOf(records: readonly TraceRecord[], seq: number): TraceRecord | undefined {
  const direct = records[seq - 1];
  if (direct?.seq === seq) return direct;
  return records.find((record) => record.seq === seq);
}

/** The message that a record is. */
export function messageIn(record: TraceRecord): Found | undefined {
  return isMessage(record)
    ? { seq: record.seq, lane: record.lane, mt: record.mt, body: objectOf(record.body) }
    : undefined;
}

function foundIn(
  record: TraceRecord | undefined,
  lane: string | undefined,
  test: (message: Found) => boolean,
): Found | undefined {
  if (record === undefined || !isMessage(record) || (lane !== undefined && record.lane !== lane)) {
    return undefined;
  }
  const found = messageIn(record);
  return found !== undefined && test(found) ? found : undefined;
}

function isMessage(record: TraceRecord): record is MessageRecord & { readonly mt: string } {
  return record.kind === 'message' && typeof record.mt === 'string';
}

function positionOf(records: readonly TraceRecord[], record: TraceRecord): number {
  if (records[record.seq - 1] === record) return record.seq - 1;
  const at = records.indexOf(record);
  return at >= 0 ? at : records.findIndex(({ seq }) => seq === record.seq);
}
