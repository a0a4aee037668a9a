/**
 * A list that grows by chunks without being copied: each chunk points to the one before. Contexts are
 * immutable, and copying 50,000 rows on every message would take seconds.
 */
export interface Chain<Row> {
  readonly previous: Chain<Row> | undefined;
  readonly rows: readonly Row[];
  /** Rows in this chunk and all before it. */
  readonly length: number;
}

/** The chain with a chunk more. */
export function append<Row>(chain: Chain<Row> | undefined, rows: readonly Row[]): Chain<Row> {
  return { previous: chain, rows, length: (chain?.length ?? 0) + rows.length };
}

/** All rows in order of arrival; done once, in an automaton's output. */
export function flatten<Row>(chain: Chain<Row> | undefined): Row[] {
  const chunks: (readonly Row[])[] = [];
  for (let chunk = chain; chunk !== undefined; chunk = chunk.previous) chunks.push(chunk.rows);
  return chunks.reverse().flat();
}
