import { copyOf } from './access.js';
import { isArray, isObject, kindOf, type AnyArray } from './kind.js';
import { PhpArray, phpArray } from './php-array.js';
import { typeError } from './php-error.js';
import type { PhpValue } from './value.js';

/** `(array)`: null is an empty one, an object its members, anything else the only element. */
export function toArray(value: unknown): PhpValue {
  if (isArray(value)) return value;
  if (value === null || value === undefined) return [];
  if (isObject(value) && typeof value !== 'function') return phpArray(Object.entries(value));
  return [value];
}

/** `(object)`: an array's elements become members, null none, a plain value the member `scalar`. */
export function toObject(value: unknown): PhpValue {
  if (isObject(value)) return value;
  if (value === null || value === undefined) return {};
  return isArray(value) ? objectOf(value) : { scalar: value };
}

function objectOf(array: AnyArray): object {
  return new PhpArray(array.entries()).toObject();
}

/** `clone`: another object of the same class with the same members, arrays copied, objects not; then its `__clone`. */
export function clone<T>(value: T): T;
export function clone(value: unknown): unknown {
  if (!isObject(value)) throw typeError(`Only an object can be cloned, this is of type ${kindOf(value)}.`);
  const copy = Object.create(Object.getPrototypeOf(value) as object | null) as object;
  for (const name of Reflect.ownKeys(value)) {
    const member = Object.getOwnPropertyDescriptor(value, name);
    if (member === undefined) continue;
    if ('value' in member) member.value = copyOf(member.value as unknown);
    Object.defineProperty(copy, name, member);
  }
  if ('__clone' in copy && typeof copy.__clone === 'function') (copy.__clone as () => void)();
  return copy;
}
