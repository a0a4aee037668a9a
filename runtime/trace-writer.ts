import type { Clock } from './clock.js';
import type { RecordBody, RedactionPolicy, TraceRecord } from './trace-records.js';
import { traceFormat } from './trace-records.js';

/**
 * Takes the records of a trace. It may return how many bytes a record took, which the cap counts. Whatever it
 * throws is caught; the record is lost, and a `drop` record says so when the sink works again.
 */
export type TraceSink = (record: TraceRecord) => unknown;

export interface TraceCap {
  readonly records?: number;
  /** Only counted when the sink returns numbers. */
  readonly bytes?: number;
}

export interface WriterOptions {
  readonly sink: TraceSink;
  readonly clock: Clock;
  readonly wallClock: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly policy: RedactionPolicy;
  readonly cap?: TraceCap | undefined;
}

/** Most nicknames that the head lists. */
const headLaneLimit = 1000;

/** Stamps records and hands them to the sink, so that whatever goes wrong there leaves the run alone. */
export class TraceWriter {
  /** Nicknames for the head, if it is not written yet. */
  firstLanes: readonly string[] = [];
  readonly #options: WriterOptions;
  readonly #onLoss: () => void;
  readonly #startedAt: number;
  #seq = 0;
  #t = 0;
  #bytes = 0;
  #dropped = 0;
  /** Lost since the last `drop` record. */
  #unreported = 0;
  #isFull = false;

  constructor(options: WriterOptions, onLoss: () => void) {
    this.#options = options;
    this.#onLoss = onLoss;
    this.#startedAt = options.clock.now();
  }

  get dropped(): number {
    return this.#dropped;
  }

  /**
   * Writes one record and returns its number; 0 when there is none or it was lost. Lost records take no
   * number, so numbers have no gaps and no cause points nowhere.
   * @param run its run; 0 for none
   * @param written called when the sink has it
   */
  write(run: number, body: () => RecordBody | undefined, written?: () => void): number {
    if (this.#isFull || this.#fillsCap(run)) return this.#lose();
    return this.#attempt(run, body, written);
  }

  /** Writes the `end` of a run, which the cap does not keep out. */
  end(run: number, body: () => RecordBody): number {
    return this.#attempt(run, () => ({ ...body(), ...(this.#dropped > 0 && { dropped: this.#dropped }) }));
  }

  #attempt(run: number, body: () => RecordBody | undefined, written?: () => void): number {
    try {
      const content = body();
      if (content === undefined) return 0;
      if (this.#seq === 0) this.#putHead(run);
      this.#reportLoss(run);
      this.#put(run, content);
    } catch {
      this.#unreported += 1;
      this.#onLoss();
      return this.#lose();
    }
    written?.();
    return this.#seq;
  }

  #lose(): number {
    this.#dropped += 1;
    return 0;
  }

  #reportLoss(run: number): void {
    if (this.#unreported === 0) return;
    this.#put(run, { kind: 'drop', count: this.#unreported, why: 'they could not be written' });
    this.#unreported = 0;
  }

  /** Whether the cap is reached; the first time, says so in the trace. */
  #fillsCap(run: number): boolean {
    const { records = Infinity, bytes = Infinity } = this.#options.cap ?? {};
    if (this.#seq < records && this.#bytes < bytes) return false;
    this.#isFull = true;
    const limit = this.#seq >= records ? `${records} records` : `${bytes} bytes`;
    this.#attempt(run, () => ({ kind: 'drop', count: 1, why: `the trace has reached its cap of ${limit}` }));
    return true;
  }

  #putHead(run: number): void {
    const { wallClock, versions, policy } = this.#options;
    this.#put(run, {
      kind: 'head',
      format: traceFormat.name,
      version: traceFormat.version,
      start: wallClock,
      versions,
      redaction: policy,
      lanes: this.firstLanes.slice(0, headLaneLimit),
    });
  }

  #put(run: number, body: RecordBody): void {
    const seq = this.#seq + 1;
    this.#t = Math.max(this.#t, Math.round((this.#options.clock.now() - this.#startedAt) * 1000) / 1000);
    const t = this.#t;
    // One literal with one spread: an object put together from two spreads takes many times as long to make and to encode.
    const size = this.#options.sink(run > 0 ? { seq, t, run, ...body } : { seq, t, ...body });
    this.#seq = seq;
    if (typeof size === 'number') this.#bytes += size;
  }
}
