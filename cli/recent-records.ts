import type { TraceRecord } from '../runtime/trace-records.js';

/** Records kept from the beginning: who takes part, and how the login went. */
const firstLimit = 4000;
/** Records kept of the newest: where it stands now. */
const lastLimit = 8000;

/** What a command has recorded for itself, so that it can say why it failed; its size does not grow with the lists. */
export class RecentRecords {
  readonly #first: TraceRecord[] = [];
  #older: TraceRecord[] = [];
  #newer: TraceRecord[] = [];

  /** The sink of a recorder. */
  readonly add = (record: TraceRecord): void => {
    if (this.#first.length < firstLimit) {
      this.#first.push(record);
      return;
    }
    // Two halves: when the newer one is full the older one is given up, which costs nothing per record.
    if (this.#newer.length >= lastLimit) {
      this.#older = this.#newer;
      this.#newer = [];
    }
    this.#newer.push(record);
  };

  /** In the order in which things happened; records may be missing in the middle. */
  get records(): readonly TraceRecord[] {
    return [...this.#first, ...this.#older, ...this.#newer];
  }
}
