import { ExactNumber } from '../../runtime/exact-json.js';
import { typeError } from './php-error.js';
import type { PhpKey } from './value.js';

const integerKey = /^(?:0|-?[1-9]\d*)$/;

/**
 * A PHP array that a JavaScript array cannot be: with text keys, gaps, another order, or a next key that is not its
 * length. Arrays are values: `copyOf` copies where PHP copies.
 */
export class PhpArray implements Iterable<unknown> {
  readonly #entries = new Map<PhpKey, unknown>();
  #nextIndex: number | undefined;

  /** @param entries keys and values, in order; a key that comes again changes its value */
  constructor(entries: Iterable<readonly [unknown, unknown]> = []) {
    for (const [key, value] of entries) this.set(key, value);
  }

  /** The key that `[] =` takes. */
  get nextIndex(): number {
    return this.#nextIndex ?? 0;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: unknown): unknown {
    return this.#entries.get(toKey(key));
  }

  has(key: unknown): boolean {
    return this.#entries.has(toKey(key));
  }

  set(key: unknown, value: unknown): this {
    const name = toKey(key);
    this.#entries.set(name, value);
    // The first key decides, also a negative one; PHP 5 and 7 go on with 0 after that.
    if (typeof name === 'number' && name >= (this.#nextIndex ?? -Infinity)) this.#nextIndex = name + 1;
    return this;
  }

  push(...values: unknown[]): number {
    for (const value of values) this.set(this.nextIndex, value);
    return this.size;
  }

  delete(key: unknown): boolean {
    return this.#entries.delete(toKey(key));
  }

  /** Puts other entries in its place; `nextIndex` is that of the entries, or the one given. */
  replaceBy(entries: Iterable<readonly [unknown, unknown]>, nextIndex?: number): void {
    const kept = [...entries];
    this.#entries.clear();
    this.#nextIndex = nextIndex;
    for (const [key, value] of kept) this.set(key, value);
  }

  keys(): PhpKey[] {
    return [...this.#entries.keys()];
  }

  values(): unknown[] {
    return [...this.#entries.values()];
  }

  entries(): [PhpKey, unknown][] {
    return [...this.#entries.entries()];
  }

  isList(): boolean {
    let index = 0;
    for (const key of this.#entries.keys()) {
      if (key !== index) return false;
      index += 1;
    }
    return true;
  }

  [Symbol.iterator](): Iterator<unknown> {
    return this.#entries.values();
  }

  /** As `json_encode` writes it. */
  toJSON(): unknown[] | Record<string, unknown> {
    return this.isList() ? this.values() : this.toObject();
  }

  /** Printed by Node with its keys and values, in their order; `#entries` alone would show nothing. */
  [Symbol.for('nodejs.util.inspect.custom')](): ReadonlyMap<PhpKey, unknown> {
    return this.#entries;
  }

  /** A plain object with the elements as members. */
  toObject(): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    for (const [key, value] of this.#entries) {
      Object.defineProperty(members, String(key), {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
    return members;
  }
}

/**
 * A key as PHP makes it: `"5"` is 5, true 1, null `""`, 1.7 is 1.
 * @throws PhpError PHP_TYPE for an array or object
 */
export function toKey(key: unknown): PhpKey {
  if (typeof key === 'number') return Number.isFinite(key) ? Math.trunc(key) + 0 : 0;
  if (typeof key === 'string') return integerText(key) ?? key;
  if (key === null || key === undefined) return '';
  if (typeof key === 'boolean') return key ? 1 : 0;
  if (key instanceof ExactNumber) return integerText(key.digits) ?? key.digits;
  throw typeError('An array or object cannot be the key of an array.');
}

function integerText(text: string): number | undefined {
  if (!integerKey.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** An array of keys and values, as a literal `[k => v, …]` makes it. */
export function phpArray(entries: Iterable<readonly [unknown, unknown]>): unknown[] | PhpArray {
  const array = new PhpArray(entries);
  return array.isList() ? array.values() : array;
}
