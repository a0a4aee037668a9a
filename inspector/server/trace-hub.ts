import type { Clock } from '../../runtime/clock.js';
import { encode } from '../../runtime/exact-json.js';
import type { TraceRecord } from '../../runtime/trace-records.js';

export interface TraceHubOptions {
  readonly clock: Clock;
  /** Longest time that a record waits to be encoded and sent, in milliseconds. Default 50. */
  readonly batchDelayMs?: number;
  /** Records that are encoded at once at the latest. Default 500. */
  readonly batchRecords?: number;
}

/** Longest text of one batch, in characters, unless its only record is longer. */
const batchCharacters = 1_000_000;

/** A part of what the hub keeps, and where the next part begins. */
export interface HubBatch {
  /** A JSON list of records. */
  readonly json: string;
  readonly next: number;
}

/**
 * Keeps the records of a trace as the texts that pages get, so that one that attaches late, or again, gets what
 * it has not seen. A record is encoded some milliseconds after it was made, not where it was made, since the
 * program waits there. How much is kept is the recorder's cap; this counts the bytes for it.
 */
export class TraceHub {
  readonly #clock: Clock;
  readonly #batchDelayMs: number;
  readonly #batchRecords: number;
  readonly #texts: string[] = [];
  readonly #seqs: number[] = [];
  readonly #listeners = new Set<() => void>();
  #waiting: TraceRecord[] = [];
  #timer: unknown;
  #uncounted = 0;
  #witness: ((record: TraceRecord) => void) | undefined;

  constructor(options: TraceHubOptions) {
    this.#clock = options.clock;
    this.#batchDelayMs = options.batchDelayMs ?? 50;
    this.#batchRecords = options.batchRecords ?? 500;
  }

  /**
   * The sink of a `TraceRecorder`.
   * @returns the bytes of the records that were encoded since it was last asked: a record's own are known later
   */
  readonly sink = (record: TraceRecord): number => {
    this.#witness?.(record);
    this.#waiting.push(record);
    if (this.#waiting.length >= this.#batchRecords) this.flush();
    else if (this.#waiting.length === 1) {
      this.#timer = this.#clock.setTimeout(() => {
        this.flush();
      }, this.#batchDelayMs);
    }
    const bytes = this.#uncounted;
    this.#uncounted = 0;
    return bytes;
  };

  /** `seq` of the newest record; 0 when there is none. */
  get newest(): number {
    return this.#waiting.at(-1)?.seq ?? this.#seqs.at(-1) ?? 0;
  }

  /** Does something, and shows `witness` each record that comes of it at once. */
  during(act: () => void, witness: (record: TraceRecord) => void): void {
    this.#witness = witness;
    try {
      act();
    } finally {
      this.#witness = undefined;
    }
  }

  /** How many records can be read. */
  get length(): number {
    return this.#texts.length;
  }

  /** Makes everything readable now. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    this.#clock.clearTimeout(this.#timer);
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const record of waiting) {
      const text = encoded(record);
      this.#texts.push(text);
      this.#seqs.push(record.seq);
      this.#uncounted += Buffer.byteLength(text);
    }
    for (const listener of this.#listeners) listener();
  }

  /** Where reading goes on for somebody who has seen `seq`. */
  positionAfter(seq: number): number {
    if (seq <= 0) return 0;
    const position = this.#seqs.findIndex((one) => one > seq);
    return position === -1 ? this.#seqs.length : position;
  }

  /** The records from a position on, as many as go into one batch; undefined when there are none. */
  read(position: number): HubBatch | undefined {
    let next = position;
    let length = 0;
    while (next < this.#texts.length && next - position < this.#batchRecords) {
      length += this.#texts[next]?.length ?? 0;
      if (length > batchCharacters && next > position) break;
      next += 1;
    }
    if (next === position) return undefined;
    return { json: `[${this.#texts.slice(position, next).join(',')}]`, next };
  }

  /** Tells when there is more to read. */
  onMore(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
    };
  }

  /** Sets no timer any more; what was recorded stays readable. */
  close(): void {
    this.flush();
    this.#listeners.clear();
  }
}

/** A record that cannot be encoded must not end the program, which knows nothing of the page. */
function encoded(record: TraceRecord): string {
  try {
    return encode(record);
  } catch {
    const { seq, t } = record;
    return encode({ seq, t, kind: 'drop', count: 1, why: 'the record could not be encoded' });
  }
}
