import type { TraceRecord } from '../../runtime/trace-records.js';
import { view } from './record-view.js';

/** One run of a trace. */
export interface RunTrack {
  readonly run: number;
  readonly firstSeq: number;
  /** Its last record; absent while it goes on. */
  readonly endSeq?: number;
  /** How it ended, e.g. `finished`. */
  readonly outcome?: string;
}

/** Gathers the runs of a trace, a record at a time. */
export class RunBook {
  readonly #runs = new Map<number, RunTrack>();

  add(record: TraceRecord): void {
    const { run, kind, outcome } = view(record);
    if (typeof run !== 'number' || kind === 'head') return;
    const known = this.#runs.get(run);
    if (known === undefined) this.#runs.set(run, { run, firstSeq: record.seq });
    if (kind !== 'end' || typeof outcome !== 'string') return;
    const firstSeq = known?.firstSeq ?? record.seq;
    this.#runs.set(run, { run, firstSeq, endSeq: record.seq, outcome });
  }

  /** In the order of their beginning. */
  get runs(): readonly RunTrack[] {
    return [...this.#runs.values()];
  }
}
