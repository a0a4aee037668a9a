import { intArgument } from '../argument.js';
import { copyOf, elementOf, memberOf } from '../access.js';
import { arrayOf, built, entriesOfArray, renumbered, valuesOfArray, type Entry } from '../build.js';
import { callable } from '../callables.js';
import { hasKey, looseEquals } from '../compare.js';
import { isTruthy, text } from '../convert.js';
import { isArray, isObject } from '../kind.js';
import { PhpArray } from '../php-array.js';
import { valueError } from '../php-error.js';
import type { PhpKey, PhpValue } from '../value.js';

/**
 * Calls the function for each element. Of one array the keys stay; several are gone through side by side, and without
 * a function their elements are put together.
 */
export function arrayMap(callback: unknown, first: unknown, ...others: readonly unknown[]): PhpValue {
  if (others.length === 0) {
    if (callback === null) return copyOf(first);
    const call = callable(callback);
    return built(entriesOfArray(first).map(([key, value]) => [key, call(value) as unknown] as const));
  }
  const columns = [first, ...others].map(valuesOfArray);
  const length = Math.max(...columns.map((column) => column.length));
  return Array.from({ length }, (_, row): unknown => {
    const values = columns.map((column) => column[row] ?? null);
    return callback === null ? values : callable(callback)(...values);
  });
}

/** Without a function the elements that count as true; the keys stay. */
export function arrayFilter(array: unknown, callback: unknown = null, mode: unknown = 0): PhpValue {
  const call = callback === null ? undefined : callable(callback);
  const keeps = ([key, value]: Entry): unknown => {
    if (call === undefined) return value;
    return mode === 2 ? call(key) : mode === 1 ? call(value, key) : call(value);
  };
  return built(entriesOfArray(array).filter((entry) => isTruthy(keeps(entry))));
}

export function arrayReduce(array: unknown, callback: unknown, initial: unknown = null): PhpValue {
  const call = callable(callback);
  return valuesOfArray(array).reduce((carry: unknown, value): unknown => call(carry, value), initial);
}

/** The function gets value, key and `extra`. It cannot change the element: give `eachByReference` a function for that. */
export function arrayWalk(array: unknown, callback: unknown, ...extra: readonly unknown[]): boolean {
  const call = callable(callback);
  const entries = isObject(array) ? Object.entries(array) : entriesOfArray(array);
  for (const [key, value] of entries as Entry[]) call(value, key, ...extra);
  return true;
}

/** `array_walk` on all levels, for the elements that are no arrays. */
export function arrayWalkRecursive(array: unknown, callback: unknown, ...extra: readonly unknown[]): boolean {
  const call = callable(callback);
  for (const [key, value] of entriesOfArray(array)) {
    if (isArray(value)) arrayWalkRecursive(value, call, ...extra);
    else call(value, key, ...extra);
  }
  return true;
}

/** @throws PhpError PHP_VALUE when there are not as many keys as values */
export function arrayCombine(keys: unknown, values: unknown): PhpValue {
  const [names, items] = [valuesOfArray(keys), valuesOfArray(values)];
  if (names.length !== items.length) throw valueError('Keys and values must be of the same number.');
  return built(names.map((name, index) => [keyText(name), items[index]] as const));
}

/** These functions make a text of a key first, so that 1.7 is "1.7". */
function keyText(key: unknown): unknown {
  return Number.isInteger(key) ? key : text(key);
}

export function arrayFill(start: unknown, size: unknown, value: unknown): PhpValue {
  const first = intArgument(start);
  const many = intArgument(size);
  if (many < 0) throw valueError('The number of elements must not be negative.');
  return built(Array.from({ length: many }, (_, index) => [first + index, value] as const));
}

export function arrayFillKeys(keys: unknown, value: unknown): PhpValue {
  return built(valuesOfArray(keys).map((key) => [keyText(key), value] as const));
}

/** Values that cannot be keys are left out, as PHP does with a warning. */
export function arrayFlip(array: unknown): PhpValue {
  const usable = entriesOfArray(array).filter(
    ([, value]) => typeof value === 'string' || Number.isInteger(value),
  );
  return built(usable.map(([key, value]) => [value, key] as const));
}

/** The first of equal elements stays, with its key; they are compared as texts unless `flags` says otherwise. */
export function arrayUnique(array: unknown, flags: unknown = 2): PhpValue {
  const kept: Entry[] = [];
  const seen = new Set<string>();
  for (const entry of entriesOfArray(array)) {
    if (flags === 2) {
      const name = text(entry[1]);
      if (seen.has(name)) continue;
      seen.add(name);
    } else if (kept.some(([, value]) => looseEquals(value, entry[1]))) continue;
    kept.push(entry);
  }
  return built(kept);
}

export function arrayReverse(array: unknown, preserveKeys: unknown = false): PhpValue {
  return renumbered(entriesOfArray(array).reverse(), isTruthy(preserveKeys));
}

/** One member of each element (array or object); null as `column` takes the whole element. */
export function arrayColumn(array: unknown, column: unknown, index: unknown = null): PhpValue {
  const result = new PhpArray();
  for (const row of valuesOfArray(array)) {
    if (column !== null && !hasMember(row, column)) continue;
    const value: unknown = column === null ? row : read(row, column);
    if (index !== null && hasMember(row, index)) result.set(keyText(read(row, index)), value);
    else result.push(value);
  }
  return built(result.entries());
}

function hasMember(row: unknown, name: unknown): boolean {
  return isArray(row) ? hasKey(row, name) : isObject(row) && text(name) in row;
}

function read(row: unknown, name: unknown): PhpValue {
  return isArray(row) ? elementOf(row, name) : memberOf(row, text(name));
}

type Same = (entry: Entry, other: Entry) => boolean;

function without(first: unknown, others: readonly unknown[], same: Same): PhpValue {
  const excluded = others.flatMap(entriesOfArray);
  return built(entriesOfArray(first).filter((entry) => !excluded.some((other) => same(entry, other))));
}

/** Whether the array has this key with a value that is the same text. */
function hasEntry(array: unknown, [key, value]: Entry): boolean {
  return hasKey(arrayOf(array), key) && text(elementOf(array, key)) === text(value);
}

/** The elements that are in none of the others, compared as texts. */
export function arrayDiff(first: unknown, ...others: readonly unknown[]): PhpValue {
  const excluded = new Set(others.flatMap(valuesOfArray).map(text));
  return built(entriesOfArray(first).filter(([, value]) => !excluded.has(text(value))));
}

export function arrayDiffKey(first: unknown, ...others: readonly unknown[]): PhpValue {
  return built(entriesOfArray(first).filter(([key]) => !others.some((other) => hasKey(arrayOf(other), key))));
}

export function arrayDiffAssoc(first: unknown, ...others: readonly unknown[]): PhpValue {
  return built(entriesOfArray(first).filter((entry) => !others.some((other) => hasEntry(other, entry))));
}

/** The last argument compares: 0 for the same. */
export function arrayUdiff(first: unknown, ...others: readonly unknown[]): PhpValue {
  const compare = callable(others.at(-1));
  return without(first, others.slice(0, -1), ([, value], [, other]) => looseEquals(compare(value, other), 0));
}

export function arrayIntersect(first: unknown, ...others: readonly unknown[]): PhpValue {
  const sets = others.map((other) => new Set(valuesOfArray(other).map(text)));
  return built(entriesOfArray(first).filter(([, value]) => sets.every((set) => set.has(text(value)))));
}

export function arrayIntersectKey(first: unknown, ...others: readonly unknown[]): PhpValue {
  return built(entriesOfArray(first).filter(([key]) => others.every((other) => hasKey(arrayOf(other), key))));
}

export function arrayIntersectAssoc(first: unknown, ...others: readonly unknown[]): PhpValue {
  return built(entriesOfArray(first).filter((entry) => others.every((other) => hasEntry(other, entry))));
}

export function arrayChunk(array: unknown, length: unknown, preserveKeys: unknown = false): PhpValue[] {
  const size = intArgument(length);
  if (size < 1) throw valueError('A chunk must have one element or more.');
  const entries = entriesOfArray(array);
  return Array.from({ length: Math.ceil(entries.length / size) }, (_, index): unknown => {
    const chunk = entries.slice(index * size, (index + 1) * size);
    return isTruthy(preserveKeys) ? built(chunk) : copyOf(chunk.map(([, value]) => value));
  });
}

/** Fills up at the end, or at the beginning when `length` is negative. */
export function arrayPad(array: unknown, length: unknown, value: unknown): PhpValue {
  const size = intArgument(length);
  const entries = entriesOfArray(array);
  const missing = Math.max(0, Math.abs(size) - entries.length);
  if (missing === 0) return copyOf(array);
  const added = Array.from({ length: missing }, (): Entry => [0, value]);
  return renumbered(size < 0 ? [...added, ...entries] : [...entries, ...added]);
}

export function arrayCountValues(array: unknown): PhpValue {
  const counts = new PhpArray();
  for (const value of valuesOfArray(array)) {
    if (typeof value === 'string' || Number.isInteger(value))
      counts.set(value, Number(counts.get(value) ?? 0) + 1);
  }
  return built(counts.entries());
}

export function arrayChangeKeyCase(array: unknown, mode: unknown = 0): PhpValue {
  const change = (key: PhpKey): PhpKey => {
    if (typeof key === 'number') return key;
    return mode === 1
      ? key.replace(/[a-z]+/g, (part) => part.toUpperCase())
      : key.replace(/[A-Z]+/g, (part) => part.toLowerCase());
  };
  return built(entriesOfArray(array).map(([key, value]) => [change(key), value] as const));
}

/** `array_find`, `array_any` and so on of PHP 8.4. */
export function arrayFind(array: unknown, callback: unknown): PhpValue {
  return found(array, callback)?.[1] ?? null;
}

export function arrayFindKey(array: unknown, callback: unknown): PhpKey | null {
  return found(array, callback)?.[0] ?? null;
}

export function arrayAny(array: unknown, callback: unknown): boolean {
  return found(array, callback) !== undefined;
}

export function arrayAll(array: unknown, callback: unknown): boolean {
  const call = callable(callback);
  return entriesOfArray(array).every(([key, value]) => isTruthy(call(value, key)));
}

function found(array: unknown, callback: unknown): Entry | undefined {
  const call = callable(callback);
  return entriesOfArray(array).find(([key, value]) => isTruthy(call(value, key)));
}
