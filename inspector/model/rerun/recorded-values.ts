/** What stands in a recording for a list or text that was too long to be recorded whole; docs/trace.md, "Size". */
interface Shortened {
  readonly cut: string;
  readonly length: number;
  readonly head: unknown;
}

/** Counts the values that had to be filled up. */
export interface Filled {
  count: number;
}

/**
 * A recorded value as it may have been: lists and texts that were shortened get their length back, by repeating
 * what is known of them. Counts come out right; what was in the missing rows is lost.
 */
export function restored(value: unknown, filled: Filled): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (isShortened(value)) {
    filled.count += 1;
    if (value.cut === 'list' && Array.isArray(value.head)) {
      const head = value.head.map((item: unknown) => restored(item, filled));
      return Array.from({ length: value.length }, (_, at) => head[at % Math.max(1, head.length)] ?? {});
    }
    if (value.cut === 'text' && typeof value.head === 'string') return value.head.padEnd(value.length, '…');
  }
  if (Array.isArray(value)) return value.map((item: unknown) => restored(item, filled));
  // Exact numbers and the like stay what they are.
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, restored(inner, filled)]));
}

function isShortened(value: object): value is Shortened {
  return (
    'cut' in value && typeof value.cut === 'string' && 'length' in value && typeof value.length === 'number'
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
