import type { TraceDocument } from '../../model/trace-document.js';

/** How much happened when, with long silences shortened so that what happened has room. */
export interface Density {
  /** For each shown row its place from 0 to 1. */
  readonly places: Float64Array;
  /** Rows in each of `bucketCount` slices, the fullest being 1. */
  readonly bars: readonly number[];
}

export const bucketCount = 240;
/** A silence takes at most this part of the whole. */
const largestShare = 1 / 24;

export function densityOf(document: TraceDocument, seqs: readonly number[]): Density {
  const places = new Float64Array(seqs.length);
  const steps = new Float64Array(seqs.length);
  let last = document.bySeq(seqs[0] ?? 0)?.t ?? 0;
  let sum = 0;
  for (let at = 0; at < seqs.length; at += 1) {
    const t = document.bySeq(seqs[at] ?? 0)?.t ?? last;
    // A little for each row, so that those of one instant can be told apart.
    steps[at] = Math.max(0, t - last) + 0.05;
    sum += steps[at] ?? 0;
    last = t;
  }
  const most = longestStep(steps, sum);
  let total = 0;
  for (let at = 0; at < steps.length; at += 1) {
    total += Math.min(most, steps[at] ?? 0);
    places[at] = total;
  }
  const counts = new Array<number>(bucketCount).fill(0);
  for (let at = 0; at < places.length; at += 1) {
    const place = total === 0 ? 0 : (places[at] ?? 0) / total;
    places[at] = place;
    const bucket = Math.min(bucketCount - 1, Math.floor(place * bucketCount));
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  const fullest = counts.reduce((most, count) => Math.max(most, count), 1);
  return { places, bars: counts.map((count) => Math.sqrt(count / fullest)) };
}

/** Cut so that no silence takes more than its share of what is left when all are cut. */
function longestStep(steps: Float64Array, sum: number): number {
  let most = sum;
  for (let round = 0; round < 12; round += 1) {
    let total = 0;
    for (const step of steps) total += Math.min(most, step);
    const next = total * largestShare;
    if (next >= most * 0.9) return most;
    most = next;
  }
  return most;
}

/** The row whose place is nearest. */
export function rowNear(places: Float64Array, place: number): number {
  let low = 0;
  let high = places.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < place) low = middle + 1;
    else high = middle;
  }
  const before = places[low - 1];
  return before !== undefined && place - before < (places[low] ?? 1) - place ? low - 1 : low;
}
