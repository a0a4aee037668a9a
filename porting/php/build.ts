import { copyOf, entriesOf } from './access.js';
import { isArray, kindOf, type AnyArray } from './kind.js';
import { PhpArray, phpArray } from './php-array.js';
import { typeError } from './php-error.js';
import type { PhpKey, PhpValue } from './value.js';

export type Entry = readonly [PhpKey, unknown];

/** The elements of an array. @throws PhpError PHP_TYPE when it is none */
export function entriesOfArray(value: unknown): [PhpKey, unknown][] {
  return entriesOf(arrayOf(value));
}

/** The values of an array. @throws PhpError PHP_TYPE when it is none */
export function valuesOfArray(value: unknown): unknown[] {
  return entriesOfArray(value).map(([, item]) => item);
}

/** @throws PhpError PHP_TYPE when it is no array */
export function arrayOf(value: unknown): AnyArray {
  if (isArray(value)) return value;
  throw typeError(`An array is needed here, and this is of type ${kindOf(value)}.`);
}

/** An array of its own for the entries: arrays in it are copied. */
export function built(entries: Iterable<readonly [unknown, unknown]>): PhpValue {
  return copyOf(phpArray(entries));
}

/** The same with number keys counted anew, as most functions of PHP do; `keepsKeys` keeps them. */
export function renumbered(entries: readonly Entry[], keepsKeys = false): PhpValue {
  if (keepsKeys) return built(entries);
  const array = new PhpArray();
  for (const [key, value] of entries) {
    if (typeof key === 'number') array.push(value);
    else array.set(key, value);
  }
  return built(array.entries());
}

/** Puts other entries into an array that is a variable of the program. */
export function replaceEntries(array: AnyArray, entries: readonly Entry[]): void {
  if (array instanceof PhpArray) array.replaceBy(entries);
  else array.splice(0, array.length, ...entries.map(([, value]) => value));
}
