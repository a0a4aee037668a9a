import { ExactNumber } from '../../runtime/exact-json.js';
import { PhpArray } from './php-array.js';

/** What PHP calls the type of a value; `object` has closures in it. */
export type Kind = 'null' | 'bool' | 'int' | 'float' | 'string' | 'array' | 'object';

/** A PHP array, in either form. */
export type AnyArray = unknown[] | PhpArray;

/** A number without a fraction is an int, as far as a JavaScript number can tell: 1.0 is one too. */
export function isInt(value: unknown): value is number | ExactNumber {
  return value instanceof ExactNumber || (Number.isSafeInteger(value) && !Object.is(value, -0));
}

export function isArray(value: unknown): value is AnyArray {
  return Array.isArray(value) || value instanceof PhpArray;
}

/** An object that is neither an array nor a number in disguise; a closure is one. */
export function isObject(value: unknown): value is object {
  return kindOf(value) === 'object';
}

export function kindOf(value: unknown): Kind {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return isInt(value) ? 'int' : 'float';
  if (value instanceof ExactNumber) return 'int';
  return isArray(value) ? 'array' : 'object';
}

/** A member of an object that has only its own ones, like `{}`, by name. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
