import { copyOf, entriesOf } from '../access.js';
import { arrayOf, built, entriesOfArray, replaceEntries, valuesOfArray, type Entry } from '../build.js';
import { compareBytes } from '../bytes.js';
import { callable } from '../callables.js';
import { compare } from '../compare.js';
import { text, toFloat, toInt } from '../convert.js';
import { isArray } from '../kind.js';
import { asciiLower } from './case.js';
import { strnatcasecmp, strnatcmp } from './string-compare.js';
import { valueError } from '../php-error.js';
import type { PhpValue } from '../value.js';

type Order = (left: unknown, right: unknown) => number;

/** The comparison that the `SORT_…` flags of PHP ask for. */
function orderFor(flags: unknown): Order {
  const kind = Number(flags);
  if (kind === 1) return (left, right) => toFloat(left) - toFloat(right);
  if (kind === 2 || kind === 5) return (left, right) => compareBytes(text(left), text(right));
  if (kind === 10) return (left, right) => compareBytes(asciiLower(text(left)), asciiLower(text(right)));
  if (kind === 6) return (left, right) => strnatcmp(text(left), text(right));
  if (kind === 14) return (left, right) => strnatcasecmp(text(left), text(right));
  return compare;
}

/** What a comparison of the program says: an int, or true and false as programs for PHP 5 return it. */
function orderBy(callback: unknown): Order {
  const call = callable(callback);
  return (left, right) => {
    const result: unknown = call(left, right);
    if (typeof result !== 'boolean') return Number(toInt(result));
    // PHP asks again the other way round before it takes false for "less".
    if (result) return 1;
    return toFloat(call(right, left)) > 0 ? -1 : 0;
  };
}

function sortValues(array: unknown, order: Order): boolean {
  const values = valuesOfArray(array).sort(order);
  replaceEntries(arrayOf(array), [...values.entries()]);
  return true;
}

function sortEntries(array: unknown, order: (left: Entry, right: Entry) => number): PhpValue {
  return built(entriesOfArray(array).sort(order));
}

const byValue =
  (order: Order) =>
  (left: Entry, right: Entry): number =>
    order(left[1], right[1]);
const byKey =
  (order: Order) =>
  (left: Entry, right: Entry): number =>
    order(left[0], right[0]);
const reversed =
  (order: Order): Order =>
  (left, right) =>
    order(right, left);

export function sort(array: unknown, flags: unknown = 0): boolean {
  return sortValues(array, orderFor(flags));
}

export function rsort(array: unknown, flags: unknown = 0): boolean {
  return sortValues(array, reversed(orderFor(flags)));
}

export function usort(array: unknown, callback: unknown): boolean {
  return sortValues(array, orderBy(callback));
}

/** `x = asort(x)`: by value, keys stay; so with the following. */
export function asort(array: unknown, flags: unknown = 0): PhpValue {
  return sortEntries(array, byValue(orderFor(flags)));
}

export function arsort(array: unknown, flags: unknown = 0): PhpValue {
  return sortEntries(array, byValue(reversed(orderFor(flags))));
}

export function ksort(array: unknown, flags: unknown = 0): PhpValue {
  return sortEntries(array, byKey(orderFor(flags)));
}

export function krsort(array: unknown, flags: unknown = 0): PhpValue {
  return sortEntries(array, byKey(reversed(orderFor(flags))));
}

export function uasort(array: unknown, callback: unknown): PhpValue {
  return sortEntries(array, byValue(orderBy(callback)));
}

export function uksort(array: unknown, callback: unknown): PhpValue {
  return sortEntries(array, byKey(orderBy(callback)));
}

export function natsort(array: unknown): PhpValue {
  return sortEntries(array, byValue(orderFor(6)));
}

export function natcasesort(array: unknown): PhpValue {
  return sortEntries(array, byValue(orderFor(14)));
}

/** The greatest of an array's elements, or of the arguments. */
export function max(...values: readonly unknown[]): PhpValue {
  return best(values, (value, other) => compare(value, other) > 0);
}

/** The least of an array's elements, or of the arguments. */
export function min(...values: readonly unknown[]): PhpValue {
  return best(values, (value, other) => compare(value, other) < 0);
}

function best(values: readonly unknown[], isBetter: (value: unknown, other: unknown) => boolean): PhpValue {
  const [only] = values;
  const candidates = values.length === 1 && isArray(only) ? valuesOfArray(only) : values;
  if (candidates.length === 0) throw valueError('An array with at least one element is needed.');
  return copyOf(candidates.reduce((found, value) => (isBetter(value, found) ? value : found)));
}

/** Where the pointer of an array stands that `next`, `prev`, `reset`, `end` move: the position of an element. */
const positions = new WeakMap<object, number>();

function move(array: unknown, to: (position: number, size: number) => number): PhpValue {
  const container = arrayOf(array);
  const entries = entriesOf(container);
  const position = to(positions.get(container) ?? 0, entries.length);
  positions.set(container, Math.max(-1, position));
  return position < 0 || position >= entries.length ? false : copyOf(entries[position]?.[1] as unknown);
}

export function current(array: unknown): PhpValue {
  return move(array, (position) => position);
}

export function next(array: unknown): PhpValue {
  return move(array, (position, size) => (position < 0 || position >= size ? size : position + 1));
}

export function prev(array: unknown): PhpValue {
  return move(array, (position, size) => (position >= size ? -1 : position - 1));
}

export function reset(array: unknown): PhpValue {
  return move(array, () => 0);
}

export function end(array: unknown): PhpValue {
  return move(array, (_position, size) => size - 1);
}

/** The key at the pointer; null behind the end. */
export function key(array: unknown): PhpValue {
  const container = arrayOf(array);
  return entriesOf(container)[positions.get(container) ?? 0]?.[0] ?? null;
}
