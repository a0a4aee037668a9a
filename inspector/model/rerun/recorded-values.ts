/** What stands in a recording for a list or text that was too long to be recorded whole; docs/trace.md, "Size". */
interface Shortened {
  readonly cut: string;
  readonly length: number;
  readonly head: unknown;
}

/** Counts the values that had to be filled up, and how many items and characters were made for that. */
export interface Filled {
  count: number;
  made: number;
}

/** Most items and characters that are made up in one re-run; a file may say that a list had any number of them. */
const madeLimit = 5_000_000;

/** No recorded value is deeper. */
const depthLimit = 64;

/**
 * A recorded value as it may have been: lists and texts that were shortened get their length back, by repeating
 * what is known of them. Counts come out right; what was in the missing rows is lost.
 */
export function restored(value: unknown, filled: Filled, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || depth > depthLimit) return value;
  if (isShortened(value) && filled.made + value.length <= madeLimit) {
    filled.count += 1;
    filled.made += value.length;
    if (value.cut === 'list' && Array.isArray(value.head)) {
      const head = value.head.map((item: unknown) => restored(item, filled, depth + 1));
      return Array.from({ length: value.length }, (_, at) => head[at % Math.max(1, head.length)] ?? {});
    }
    if (value.cut === 'text' && typeof value.head === 'string') return value.head.padEnd(value.length, '…');
  }
  if (Array.isArray(value)) return value.map((item: unknown) => restored(item, filled, depth + 1));
  // Exact numbers and the like stay what they are.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, restored(inner, filled, depth + 1)]),
  );
}

function isShortened(value: object): value is Shortened {
  return (
    'cut' in value &&
    typeof value.cut === 'string' &&
    'length' in value &&
    Number.isSafeInteger(value.length) &&
    Number(value.length) >= 0
  );
}

/** A member of a recorded object; undefined when there is no object, or no such member. */
export function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** A text of a recorded object; empty when there is none. */
export function textOf(value: unknown, name: string): string {
  const text = memberOf(value, name);
  return typeof text === 'string' ? text : '';
}
