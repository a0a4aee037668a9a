import { intArgument, intOrNull } from '../argument.js';
import { copyOf, entriesOf } from '../access.js';
import { arrayOf, built, entriesOfArray, renumbered, replaceEntries, valuesOfArray } from '../build.js';
import { add, multiply } from '../arithmetic.js';
import { hasKey, identical, looseEquals } from '../compare.js';
import { isTruthy, text, toFloat } from '../convert.js';
import { isArray, isObject, kindOf } from '../kind.js';
import { PhpArray } from '../php-array.js';
import { typeError, valueError } from '../php-error.js';
import type { PhpKey, PhpValue } from '../value.js';

/** @throws PhpError PHP_TYPE for what cannot be counted; PHP 5 and 7 say 1, and 0 for null */
export function count(value: unknown, mode: unknown = 0): number {
  const kind = intArgument(mode);
  if (isArray(value)) {
    const values = valuesOfArray(value);
    const inner = kind === 1 ? values.filter(isArray).reduce((sum, item) => sum + count(item, 1), 0) : 0;
    return values.length + inner;
  }
  if (isObject(value) && 'count' in value && typeof value.count === 'function') {
    return Number((value.count as () => unknown)());
  }
  throw typeError(`A value of type ${kindOf(value)} cannot be counted: count an array.`);
}

export function inArray(needle: unknown, haystack: unknown, strict: unknown = false): boolean {
  const equals = isTruthy(strict) ? identical : looseEquals;
  return valuesOfArray(haystack).some((value) => equals(value, needle));
}

/** The key of the first element that equals, or false. */
export function arraySearch(needle: unknown, haystack: unknown, strict: unknown = false): PhpValue {
  const equals = isTruthy(strict) ? identical : looseEquals;
  const found = entriesOfArray(haystack).find(([, value]) => equals(value, needle));
  return found === undefined ? false : found[0];
}

export function arrayKeyExists(key: unknown, array: unknown): boolean {
  if (isObject(array)) return Object.hasOwn(array, text(key));
  return hasKey(arrayOf(array), key);
}

export function arrayKeys(array: unknown, ...wanted: readonly unknown[]): PhpKey[] {
  const [filter, strict] = wanted;
  const equals = isTruthy(strict) ? identical : looseEquals;
  const entries = entriesOfArray(array);
  return entries.filter(([, value]) => wanted.length === 0 || equals(value, filter)).map(([key]) => key);
}

export function arrayValues(array: unknown): PhpValue[] {
  return copyOf(valuesOfArray(array));
}

export function arrayMerge(...arrays: readonly unknown[]): PhpValue {
  return renumbered(arrays.flatMap(entriesOfArray));
}

export function arrayMergeRecursive(...arrays: readonly unknown[]): PhpValue {
  const merged = new PhpArray();
  for (const [key, value] of arrays.flatMap(entriesOfArray)) {
    if (typeof key === 'number') merged.push(value);
    else if (!merged.has(key)) merged.set(key, value);
    else merged.set(key, arrayMergeRecursive(asArray(merged.get(key)), asArray(value)));
  }
  return built(merged.entries());
}

function asArray(value: unknown): unknown {
  if (isArray(value)) return value;
  return value === null || value === undefined ? [null] : [value];
}

export function arrayReplace(...arrays: readonly unknown[]): PhpValue {
  return built(arrays.flatMap(entriesOfArray));
}

export function arrayReplaceRecursive(first: unknown, ...others: readonly unknown[]): PhpValue {
  const replaced = new PhpArray(entriesOfArray(first));
  for (const [key, value] of others.flatMap(entriesOfArray)) {
    const old = replaced.get(key);
    replaced.set(key, isArray(old) && isArray(value) ? arrayReplaceRecursive(old, value) : value);
  }
  return built(replaced.entries());
}

/** Takes the first element off; the others' number keys are counted anew. */
export function arrayShift(array: unknown): PhpValue {
  if (Array.isArray(array)) return (array as unknown[]).shift() ?? null;
  const [first, ...rest] = entriesOfArray(array);
  replaceEntries(arrayOf(array), entriesOf(renumbered(rest)));
  return first?.[1] ?? null;
}

export function arrayPop(array: unknown): PhpValue {
  if (Array.isArray(array)) return (array as unknown[]).pop() ?? null;
  const container = arrayOf(array);
  const last = entriesOfArray(container).at(-1);
  if (last === undefined || !(container instanceof PhpArray)) return null;
  const [key, value] = last;
  container.delete(key);
  // The next key goes back only when it was the one after the key that is gone.
  const next = container.nextIndex;
  container.replaceBy(container.entries(), key === next - 1 ? key : next);
  return value;
}

/** The new length. */
export function arrayPush(array: unknown, ...values: readonly unknown[]): number {
  return arrayOf(array).push(...values.map((value) => copyOf(value)));
}

/** The new length. */
export function arrayUnshift(array: unknown, ...values: readonly unknown[]): number {
  const entries = [...values.map((value) => [0, value] as const), ...entriesOfArray(array)];
  replaceEntries(arrayOf(array), entriesOf(renumbered(entries)));
  return entries.length;
}

export function arraySlice(
  array: unknown,
  offset: unknown,
  length: unknown = null,
  preserveKeys: unknown = false,
): PhpValue {
  const offsetNumber = intArgument(offset);
  const size = intOrNull(length);
  const entries = entriesOfArray(array);
  const [start, end] = bounds(entries.length, offsetNumber, size);
  return renumbered(entries.slice(start, end), isTruthy(preserveKeys));
}

/** Start and end for an offset and a length, which may count from the end. */
function bounds(size: number, offset: number, length: number | null): [number, number] {
  const start = offset < 0 ? Math.max(0, size + offset) : Math.min(offset, size);
  if (length === null) return [start, size];
  const end = length < 0 ? size + length : start + length;
  return [start, Math.max(start, Math.min(end, size))];
}

/** Takes elements out, puts others in their place, and returns those taken out. */
export function arraySplice(
  array: unknown,
  offset: unknown,
  length: unknown = null,
  replacement: unknown = [],
): PhpValue {
  const offsetNumber = intArgument(offset);
  const size = intOrNull(length);
  const entries = entriesOfArray(array);
  const [start, end] = bounds(entries.length, offsetNumber, size);
  const values = isArray(replacement) ? valuesOfArray(replacement) : [replacement];
  const inserted = values.map((value): [PhpKey, unknown] => [0, copyOf(value)]);
  const removed = entries.splice(start, end - start, ...inserted);
  replaceEntries(arrayOf(array), entriesOf(renumbered(entries)));
  return renumbered(removed);
}

export function arrayKeyFirst(array: unknown): PhpKey | null {
  return entriesOfArray(array)[0]?.[0] ?? null;
}

export function arrayKeyLast(array: unknown): PhpKey | null {
  return entriesOfArray(array).at(-1)?.[0] ?? null;
}

export function arrayIsList(array: unknown): boolean {
  const value = arrayOf(array);
  return !(value instanceof PhpArray) || value.isList();
}

/** Elements that are arrays are left out, as PHP does with a warning. */
export function arraySum(array: unknown): PhpValue {
  return valuesOfArray(array)
    .filter((value) => !isArray(value))
    .reduce((sum: unknown, value): unknown => add(sum, numeric(value)), 0);
}

export function arrayProduct(array: unknown): PhpValue {
  return valuesOfArray(array)
    .filter((value) => !isArray(value))
    .reduce((product: unknown, value): unknown => multiply(product, numeric(value)), 1);
}

/** A text that is no number counts as 0 in these two. */
function numeric(value: unknown): unknown {
  return typeof value === 'string' && !/^\s*[+-]?\.?\d/.test(value) ? 0 : value;
}

/** The numbers or letters from one to another. */
export function range(start: unknown, end: unknown, step: unknown = 1): PhpValue[] {
  const [from, to] = [rangeEnd(start, end), rangeEnd(end, start)];
  const isLetters = typeof from === 'string' && typeof to === 'string';
  const first = isLetters ? from.charCodeAt(0) : Number(from);
  const last = isLetters ? to.charCodeAt(0) : Number(to);
  const width = Math.abs(Number(step));
  if (width === 0 || (Math.abs(last - first) < width && first !== last && width > Math.abs(last - first))) {
    if (first !== last)
      throw valueError('The step of a range must be more than 0 and not more than the range.');
  }
  const size = width === 0 ? 0 : Math.floor(Math.abs(last - first) / width + 1e-9);
  const values = Array.from(
    { length: size + 1 },
    (_, index) => first + (last < first ? -index : index) * width,
  );
  return isLetters ? values.map((code) => String.fromCharCode(code)) : values;
}

/** A text is a letter, unless it or the other end is a number. */
function rangeEnd(value: unknown, other: unknown): string | number {
  const isLetter = (end: unknown): end is string =>
    typeof end === 'string' && !/^\s*[+-]?\.?\d/.test(end) && end !== '';
  if (isLetter(value)) return isLetter(other) ? value : 0;
  return toFloat(value);
}
