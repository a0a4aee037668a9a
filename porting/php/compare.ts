import { ExactNumber } from '../../runtime/exact-json.js';
import { elementOf, entriesOf, keysOf } from './access.js';
import { compareBytes } from './bytes.js';
import { classNameOf, isTruthy, text, textOfObject } from './convert.js';
import { isArray, kindOf, type AnyArray } from './kind.js';
import { parseNumeric } from './number-text.js';
import { PhpArray, toKey } from './php-array.js';

type Order = -1 | 0 | 1;
type AnyNumber = number | ExactNumber;

/**
 * `==` of PHP 8. In PHP 5 and 7 a number equals any text that begins with it, and 0 every text that is no number
 * (`0 == "foo"`); in PHP 8 such a text is compared as a text, so that this is false.
 */
export function looseEquals(left: unknown, right: unknown): boolean {
  if (left === right) return left === left;
  return compare(left, right) === 0;
}

/** `===`: same type, same value; of objects the same one; of arrays the same keys and values in the same order. */
export function identical(left: unknown, right: unknown): boolean {
  const kind = kindOf(left);
  if (kind !== kindOf(right)) return false;
  if (kind === 'null') return true;
  if (isArray(left) && isArray(right)) {
    const others = entriesOf(right) as [unknown, unknown][];
    const entries = entriesOf(left) as [unknown, unknown][];
    return (
      entries.length === others.length &&
      entries.every(([key, value], at) => key === others[at]?.[0] && identical(value, others[at]?.[1]))
    );
  }
  if (left instanceof ExactNumber || right instanceof ExactNumber) return compare(left, right) === 0;
  return left === right;
}

/** `<=>` of PHP 8: -1, 0 or 1; 1 for what cannot be compared. */
export function compare(left: unknown, right: unknown): Order {
  const kinds = [kindOf(left), kindOf(right)] as const;
  if (typeof left === 'string' && typeof right === 'string') return compareTexts(left, right);
  if (isNumber(left) && isNumber(right)) return compareNumbers(left, right);
  if (kinds[0] === 'null' && typeof right === 'string') return right === '' ? 0 : -1;
  if (typeof left === 'string' && kinds[1] === 'null') return left === '' ? 0 : 1;
  if (kinds.includes('bool') || kinds.includes('null')) {
    return order(Number(isTruthy(left)), Number(isTruthy(right)));
  }
  if (isNumber(left) && typeof right === 'string') return compareWithText(left, right);
  if (typeof left === 'string' && isNumber(right)) {
    return Number.isNaN(Number(right)) ? 1 : negate(compareWithText(right, left));
  }
  if (isArray(left) && isArray(right)) return compareArrays(left, right);
  if (isArray(left)) return kinds[1] === 'object' ? -1 : 1;
  if (isArray(right)) return kinds[0] === 'object' ? 1 : -1;
  return compareObjects(left, right);
}

/** `<`. */
export function less(left: unknown, right: unknown): boolean {
  return compare(left, right) < 0;
}

/** `<=`. */
export function lessOrEqual(left: unknown, right: unknown): boolean {
  return compare(left, right) <= 0;
}

/** `>`: PHP asks it the other way round. */
export function greater(left: unknown, right: unknown): boolean {
  return compare(right, left) < 0;
}

/** `>=`: PHP asks it the other way round. */
export function greaterOrEqual(left: unknown, right: unknown): boolean {
  return compare(right, left) <= 0;
}

function isNumber(value: unknown): value is AnyNumber {
  return typeof value === 'number' || value instanceof ExactNumber;
}

function order(left: number | bigint | string, right: number | bigint | string): Order {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function negate(result: Order): Order {
  return result === 0 ? 0 : result === 1 ? -1 : 1;
}

function compareNumbers(left: AnyNumber, right: AnyNumber): Order {
  const isExact = left instanceof ExactNumber || right instanceof ExactNumber;
  if (isExact && isWhole(left) && isWhole(right)) return order(BigInt(String(left)), BigInt(String(right)));
  return order(Number(left), Number(right));
}

function isWhole(value: AnyNumber): boolean {
  return value instanceof ExactNumber || Number.isSafeInteger(value);
}

/** Two texts that are numbers are compared as numbers, others byte by byte. */
function compareTexts(left: string, right: string): Order {
  if (left === right) return 0;
  const a = parseNumeric(left);
  const b = a === undefined ? undefined : parseNumeric(right);
  if (a === undefined || b === undefined) return compareBytes(left, right);
  const isTooLong = typeof a === 'number' && a === b && Math.abs(a) >= 2 ** 63 && !/[.eE]/.test(left + right);
  return isTooLong ? compareBytes(left, right) : compareNumbers(a, b);
}

function compareWithText(number: AnyNumber, other: string): Order {
  if (number instanceof ExactNumber && number.digits === other) return 0;
  if (Number.isNaN(Number(number))) return 1;
  const parsed = parseNumeric(other);
  return parsed === undefined ? compareBytes(text(number), other) : compareNumbers(number, parsed);
}

function compareArrays(left: AnyArray, right: AnyArray): Order {
  const keys = keysOf(left);
  const bySize = order(keys.length, keysOf(right).length);
  if (bySize !== 0) return bySize;
  for (const key of keys) {
    if (!hasKey(right, key)) return 1;
    const result = compare(elementOf(left, key), elementOf(right, key));
    if (result !== 0) return result;
  }
  return 0;
}

/** Whether the array has the key, also with null. */
export function hasKey(array: AnyArray, key: unknown): boolean {
  if (array instanceof PhpArray) return array.has(key);
  const name = toKey(key);
  return typeof name === 'number' && name >= 0 && name < array.length;
}

function compareObjects(left: unknown, right: unknown): Order {
  if (left === right) return 0;
  if (typeof left === 'string') return negate(compareObjectWithText(right as object, left));
  if (typeof right === 'string') return compareObjectWithText(left as object, right);
  // In PHP an object is the number 1, with a warning.
  if (isNumber(left)) return compareNumbers(left, 1);
  if (isNumber(right)) return compareNumbers(1, right);
  const [a, b] = [left as object, right as object];
  if (typeof a === 'function' || typeof b === 'function' || classNameOf(a) !== classNameOf(b)) return 1;
  return compareArrays(new PhpArray(Object.entries(a)), new PhpArray(Object.entries(b)));
}

function compareObjectWithText(object: object, other: string): Order {
  const own = textOfObject(object);
  return own === undefined ? 1 : compareBytes(own, other);
}
