import type { TraceDocument } from '../../model/trace-document.js';
import { placeOf } from '../places.js';

/** Height of every line of the list, in CSS pixels; flow.css says it too. */
export const lineHeight = 26;
/** Silence that gets a line of its own, in milliseconds. */
const longSilenceMs = 500;

/** A line of the list: a record, or the silence before it. */
export type Line =
  | { readonly kind: 'row'; readonly index: number; readonly seq: number }
  | { readonly kind: 'gap'; readonly index: number; readonly gapMs: number };

/** Which line each row stands on, with a line more before each row that comes after a long silence. */
export class RowPlaces {
  /** Indices of the rows after a long silence. */
  readonly #late: number[] = [];
  readonly #gaps: number[] = [];

  constructor(
    document: TraceDocument,
    private readonly seqs: readonly number[],
  ) {
    let last: number | undefined;
    for (let index = 0; index < seqs.length; index += 1) {
      const t = document.bySeq(seqs[index] ?? 0)?.t ?? 0;
      if (last !== undefined && t - last >= longSilenceMs) {
        this.#late.push(index);
        this.#gaps.push(t - last);
      }
      last = t;
    }
  }

  get count(): number {
    return this.seqs.length + this.#late.length;
  }

  /** The line of the row at `index`. */
  lineOf(index: number): number {
    return index + placeOf(this.#late, index + 1);
  }

  /** What stands on a line. */
  at(line: number): Line | undefined {
    // Each silence before the row adds a line: look for the row whose line this is, or just after it.
    let low = 0;
    let high = this.#late.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      // Line of this silence: its row's index, and one line for each silence before.
      if ((this.#late[middle] ?? 0) + middle < line) low = middle + 1;
      else high = middle;
    }
    const late = this.#late[low];
    if (late !== undefined && late + low === line)
      return { kind: 'gap', index: late, gapMs: this.#gaps[low] ?? 0 };
    const index = line - low;
    const seq = this.seqs[index];
    return seq === undefined ? undefined : { kind: 'row', index, seq };
  }
}
