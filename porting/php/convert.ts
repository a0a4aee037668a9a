import { ExactNumber } from '../../runtime/exact-json.js';
import { isArray, isInt, isPlain } from './kind.js';
import { floatText, fromBigInt, nearestInt, parseLeading } from './number-text.js';
import { PhpArray } from './php-array.js';
import { typeError } from './php-error.js';
import type { PhpValue } from './value.js';

/**
 * A value as a text, as `.`, `echo` and `"$x"` write it: floats with 14 digits, false and null as nothing, an array
 * as `Array`, an object by its `__toString`.
 * @throws PhpError PHP_TYPE for an object without `__toString`
 */
export function text(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined || value === false) return '';
  if (value === true) return '1';
  if (typeof value === 'number') return isInt(value) ? String(value) : floatText(value);
  if (value instanceof ExactNumber) return value.digits;
  if (isArray(value)) return 'Array';
  const own = textOfObject(value);
  if (own === undefined)
    throw typeError(`An object of class ${classNameOf(value)} has no text: give it __toString().`);
  return own;
}

/** What `__toString` (or a `toString` of its own) says. */
export function textOfObject(object: object): string | undefined {
  if ('__toString' in object && typeof object.__toString === 'function') {
    return String((object.__toString as () => unknown)());
  }
  if (typeof object === 'function') return undefined;
  // PHP adds where it was thrown.
  if (object instanceof Error) return `${object.name}: ${object.message}`;
  const own: unknown = (object as { toString?: unknown }).toString;
  return typeof own === 'function' && own !== Object.prototype.toString
    ? String(own.call(object))
    : undefined;
}

/** The name of an object's class; a plain object is an `stdClass`. */
export function classNameOf(object: object): string {
  if (typeof object === 'function') return 'Closure';
  return isPlain(object) ? 'stdClass' : object.constructor.name;
}

/** `(bool)`: null, false, 0, 0.0, `""`, `"0"` and the empty array are false. */
export function isTruthy(value: unknown): boolean {
  if (typeof value === 'string') return value !== '' && value !== '0';
  if (value instanceof PhpArray) return value.size > 0;
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'number') return value !== 0;
  if (value instanceof ExactNumber) return !/^-?0$/.test(value.digits);
  return Boolean(value);
}

export { isTruthy as toBool };

/** `empty(…)` of a value that was read. */
export function isEmpty(value: unknown): boolean {
  return !isTruthy(value);
}

/** `(int)`: the number a text begins with, without its fraction. Beyond 2^53 an `ExactNumber`. */
export function toInt(value: unknown): PhpValue {
  if (typeof value === 'string') {
    const parsed = parseLeading(value) ?? 0;
    return typeof parsed === 'number' ? nearestInt(parsed) : parsed;
  }
  const number = numberOf(value);
  if (number instanceof ExactNumber || isInt(number)) return number;
  if (!Number.isFinite(number)) return 0;
  const whole = Math.trunc(number);
  if (Number.isSafeInteger(whole)) return whole + 0;
  // PHP takes the lower 64 bits of a float that is too large.
  return fromBigInt(BigInt.asIntN(64, BigInt(whole)));
}

/** `(float)`. */
export function toFloat(value: unknown): number {
  if (typeof value === 'string')
    return Number(/^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/.exec(value)?.[1] ?? 0);
  return Number(numberOf(value));
}

/** The number for any value: of a text the one it begins with, of an array 1 or 0, of an object 1. */
export function numberOf(value: unknown): number | ExactNumber {
  if (typeof value === 'number' || value instanceof ExactNumber) return value;
  if (typeof value === 'string') return parseLeading(value) ?? 0;
  return isTruthy(value) ? 1 : 0;
}
