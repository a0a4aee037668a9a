import type { TraceRecord } from '../../runtime/trace-records.js';

/** Masked values of one class, such as passwords. */
export interface MaskedClass {
  readonly name: string;
  /** How often one stands in the records. */
  readonly count: number;
  /** How many different ones. */
  readonly different: number;
}

/** What was masked or shortened in some records. */
export interface RedactionCount {
  readonly classes: readonly MaskedClass[];
  /** Paths of what was cut, positions in lists left out, and how often; the most frequent first. */
  readonly cut: readonly { readonly path: string; readonly count: number }[];
}

/** `‹password 12 9c0d1e2f›`: class, length, keyed hash (docs/trace.md, "Redaction"). */
const placeholder = /‹([a-zA-Z][^‹›]*?) (\d+) ([0-9a-f]+)›/g;

/** Counts placeholders and `cut` paths, so that one sees before a trace leaves the house what is not in it. */
export function countRedaction(records: readonly TraceRecord[]): RedactionCount {
  const classes = new Map<string, { count: number; hashes: Set<string> }>();
  const cut = new Map<string, number>();
  for (const record of records) {
    for (const path of record.cut ?? []) {
      const general = path.replace(/\.\d+(?=\.|$)/g, '.*');
      cut.set(general, (cut.get(general) ?? 0) + 1);
    }
    const text = JSON.stringify(record);
    if (!text.includes('‹')) continue;
    for (const [, name = '', length = '', hash = ''] of text.matchAll(placeholder)) {
      const own = classes.get(name) ?? { count: 0, hashes: new Set<string>() };
      own.count += 1;
      own.hashes.add(`${length} ${hash}`);
      classes.set(name, own);
    }
  }
  return {
    classes: [...classes]
      .map(([name, { count, hashes }]) => ({ name, count, different: hashes.size }))
      .sort((one, other) => other.count - one.count),
    cut: [...cut].map(([path, count]) => ({ path, count })).sort((one, other) => other.count - one.count),
  };
}
