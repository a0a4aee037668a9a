/** How numbers are made: rounds of both sides in turn, and the median of their ratios. */
import { setImmediate as nextTurn } from 'node:timers/promises';

/** One line of the table. */
export interface Figure {
  readonly what: string;
  readonly measured: string;
  readonly reach: string;
  /** Undefined: a number to know, without one to reach. */
  readonly isMet?: boolean | undefined;
  /** What stands behind the number. */
  readonly detail?: string | undefined;
}

/** One row of the benchmark; it may give several lines. */
export interface Row {
  readonly run: () => Promise<readonly Figure[]>;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The middle half of the values, as text. */
export function spread(values: readonly number[]): string {
  const sorted = [...values].sort((a, b) => a - b);
  const quarter = (part: number): string =>
    (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN).toFixed(2);
  return `${quarter(0.25)}–${quarter(0.75)}`;
}

/** What both sides of a comparison did in each round. */
export interface Rounds<A, B> {
  readonly a: readonly A[];
  readonly b: readonly B[];
}

/**
 * Runs both sides in turn, the order changing from round to round, so that whatever else the machine does falls
 * on both. The first rounds, in which code gets warm, do not count.
 */
export async function inTurn<A, B>(
  options: { readonly rounds: number; readonly warmUp?: number; readonly between?: () => Promise<void> },
  runA: () => A | Promise<A>,
  runB: () => B | Promise<B>,
): Promise<Rounds<A, B>> {
  const { rounds, warmUp = 1, between } = options;
  const a: A[] = [];
  const b: B[] = [];
  const one = async <T>(run: () => T | Promise<T>, into: T[], counts: boolean): Promise<void> => {
    await between?.();
    const value = await run();
    if (counts) into.push(value);
  };
  for (let round = -warmUp; round < rounds; round += 1) {
    const counts = round >= 0;
    if (round % 2 === 0) {
      await one(runA, a, counts);
      await one(runB, b, counts);
    } else {
      await one(runB, b, counts);
      await one(runA, a, counts);
    }
  }
  return { a, b };
}

/** For each round `a / b`. */
export function ratios(a: readonly number[], b: readonly number[]): number[] {
  return a.map((value, round) => value / (b[round] ?? NaN));
}

/** Bytes in use after a collection: the heap, and what it holds outside, such as buffers. */
export async function memoryInUse(): Promise<number> {
  // What has just ended is let go of at the next turn of the event loop, and finalizers free more.
  for (let round = 0; round < 2; round += 1) {
    await nextTurn();
    globalThis.gc?.();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}
