import { readFileSync } from 'node:fs';
import { ExactNumber, PhpArray, PhpError, phpArray, type PhpKey } from '../../porting/php/index.js';
import { fromBytes } from '../../porting/php/bytes.js';

/** A value as make-values.php writes it: JSON, and objects for the types that JSON does not have. */
export type Encoded =
  null | boolean | number | string | readonly Encoded[] | Readonly<Record<string, unknown>>;

export interface Call {
  readonly f: string;
  readonly args: readonly Encoded[];
  readonly result: Encoded;
  readonly out?: Encoded;
  /** What arguments by reference have become. */
  readonly after?: Readonly<Record<string, Encoded>>;
}

/** test/fixtures/php-values/values.json: what PHP itself said. */
export interface PhpValues {
  readonly operators: readonly string[];
  readonly operands: readonly Encoded[];
  readonly pairs: readonly (readonly [number, number, ...Encoded[]])[];
  readonly conversions: readonly string[];
  readonly converted: readonly (readonly [Encoded, ...Encoded[]])[];
  readonly doings: readonly string[];
  readonly accesses: readonly (readonly [Encoded, Encoded, ...Encoded[]])[];
  readonly constants: Readonly<Record<string, Encoded>>;
  readonly calls: readonly Call[];
}

export function readPhpValues(): PhpValues {
  const file = new URL('../fixtures/php-values/values.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as PhpValues;
}

type Pairs = readonly (readonly [PhpKey, Encoded])[];

/** The value, with fresh arrays and objects each time. */
export function decoded(value: Encoded, callbacks: Readonly<Record<string, unknown>> = {}): unknown {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return (value as readonly Encoded[]).map((item) => decoded(item, callbacks));
  const { f, i, x, a, o, fn, t } = value as Readonly<Record<string, unknown>>;
  if (typeof f === 'string') return f === 'NAN' ? Number.NaN : Number(f.replace('INF', 'Infinity'));
  if (typeof i === 'string') return new ExactNumber(i);
  if (typeof x === 'string') return fromBytes(Uint8Array.from(Buffer.from(x, 'hex')));
  if (typeof fn === 'string') return callbacks[fn];
  if (typeof t === 'string') return new Thrown(t);
  const items = ((a ?? o) as Pairs).map(([key, item]) => [key, decoded(item, callbacks)] as const);
  return a === undefined ? new PhpArray(items).toObject() : phpArray(items);
}

/** What PHP threw, by its class. */
export class Thrown {
  constructor(readonly phpClass: string) {}
}

/** The result, or what was thrown; errors that are not PHP's are defects, and thrown on. */
export function attempt(action: () => unknown): unknown {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof PhpError)) throw error;
    return new Thrown(error.phpClass);
  }
}

/** A value as a text that is the same only for the same value; an int and a float without a fraction are the same. */
export function shown(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (value instanceof Thrown) return `throws ${value.phpClass}`;
  if (value instanceof ExactNumber) return `int ${value.digits}`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function') return 'function';
  if (Array.isArray(value)) return shownArray((value as unknown[]).entries());
  if (value instanceof PhpArray) return shownArray(value.entries());
  if (typeof value !== 'object') return JSON.stringify(value);
  return `object(${Object.entries(value)
    .map(([name, member]) => `${name}: ${shown(member)}`)
    .join(', ')})`;
}

function shownArray(entries: Iterable<readonly [PhpKey, unknown]>): string {
  return `[${[...entries].map(([key, item]) => `${JSON.stringify(key)} => ${shown(item)}`).join(', ')}]`;
}
