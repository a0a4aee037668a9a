import { ExactNumber } from '../../runtime/exact-json.js';
import { byteLength, sliceBytes } from './bytes.js';
import { isArray, isObject, isPlain, type AnyArray } from './kind.js';
import { toInt } from './convert.js';
import { typeError } from './php-error.js';
import { PhpArray, phpArray, toKey } from './php-array.js';
import type { PhpKey, PhpValue } from './value.js';

/** `$container[$key]`; null when it is missing or the container has no elements. Of a text the byte there. */
export function elementOf(container: unknown, key: unknown): PhpValue {
  if (Array.isArray(container)) {
    const name = typeof key === 'number' ? Math.trunc(key) : toKey(key);
    return typeof name === 'number' ? ((container as unknown[])[name] ?? null) : null;
  }
  if (container instanceof PhpArray) return container.get(toKey(key)) ?? null;
  if (typeof container === 'string') return charAt(container, key);
  if (isArrayAccess(container)) return container.offsetGet(key) ?? null;
  if (isObject(container)) throw typeError('An object is no array: read a member of it by its name.');
  return null;
}

interface ArrayAccess {
  offsetGet(key: unknown): unknown;
  offsetExists(key: unknown): unknown;
  offsetSet(key: unknown, value: unknown): unknown;
  offsetUnset(key: unknown): unknown;
}

function isArrayAccess(value: unknown): value is ArrayAccess {
  return isObject(value) && 'offsetGet' in value && typeof value.offsetGet === 'function';
}

/** The byte at an offset; null when there is none, or the key is no int. */
function charAt(text: string, key: unknown): string | null {
  if (!isOffset(key)) return null;
  const offset = Number(toInt(key));
  const start = offset < 0 ? byteLength(text) + offset : offset;
  const char = start < 0 ? '' : sliceBytes(text, start, start + 1);
  return char === '' ? null : char;
}

/** Whether it can say a place in a text: an int, or what PHP takes for one. */
function isOffset(key: unknown): boolean {
  return typeof key === 'string' ? /^\s*-?\d+$/.test(key) : !isArray(key) && !isObject(key);
}

/** `$object->name`; null when there is no such member, or no object. Methods are no members. */
export function memberOf(object: unknown, name: unknown): PhpValue {
  if (!isObject(object)) return null;
  const key = String(name);
  if (Object.hasOwn(object, key)) return (object as Record<string, unknown>)[key] ?? null;
  if (isPlain(object) || !(key in object)) return null;
  const inherited = (object as Record<string, unknown>)[key];
  return typeof inherited === 'function' || key === '__proto__' ? null : (inherited ?? null);
}

/** `$container[$key] = $value`, written as `x = withElement(x, key, value)`. Null becomes an array. */
export function withElement(container: unknown, key: unknown, value: unknown): PhpValue {
  if (container === null || container === undefined || container === false) return phpArray([[key, value]]);
  if (container instanceof PhpArray) return container.set(toKey(key), value);
  if (Array.isArray(container)) {
    const list = container as unknown[];
    const name = toKey(key);
    if (typeof name === 'number' && name >= 0 && name <= list.length) {
      list[name] = value;
      return list;
    }
    const array = new PhpArray();
    array.replaceBy(list.entries(), list.length);
    return array.set(name, value);
  }
  if (typeof container === 'string') return withChar(container, key, value);
  if (isArrayAccess(container)) {
    container.offsetSet(key, value);
    return container;
  }
  if (isObject(container)) throw typeError('An object is no array: set a member of it by its name.');
  throw typeError('A number or true cannot be used as an array.');
}

function withChar(text: string, key: unknown, value: unknown): string {
  if (!isOffset(key)) throw typeError('A character of a text is set by its number.');
  const offset = Number(toInt(key));
  const at = offset < 0 ? byteLength(text) + offset : offset;
  const padded = text + ' '.repeat(Math.max(0, at - byteLength(text)));
  return sliceBytes(padded, 0, at) + sliceBytes(String(value), 0, 1) + sliceBytes(padded, at + 1);
}

/** `$container[] = $value`, written as `x = append(x, value)`. Null becomes an array. */
export function append(container: unknown, value: unknown): PhpValue {
  if (container === null || container === undefined || container === false) return [value];
  if (isArray(container)) {
    container.push(value);
    return container;
  }
  if (isArrayAccess(container)) {
    container.offsetSet(null, value);
    return container;
  }
  throw typeError('Only an array can be appended to.');
}

/**
 * `unset($container[$key])`, written as `x = without(x, key)`, and `unset($x['a']['b'])` as `x = without(x, 'a', 'b')`.
 * The other keys stay, and so does the next one; what is missing on the way is not made.
 */
export function without(container: unknown, key: unknown, ...deeper: readonly unknown[]): PhpValue {
  if (deeper.length > 0 && (isArray(container) || isArrayAccess(container))) {
    const [next, ...rest] = deeper;
    const inner: unknown = elementOf(container, key);
    const left: unknown = without(inner, next, ...rest);
    return isArray(inner) ? withElement(container, key, left) : container;
  }
  if (container instanceof PhpArray) {
    container.delete(toKey(key));
    return container;
  }
  if (Array.isArray(container)) {
    const list = container as unknown[];
    const name = toKey(key);
    if (typeof name !== 'number' || name < 0 || name >= list.length) return list;
    const array = new PhpArray(list.entries());
    array.delete(name);
    return array;
  }
  if (typeof container === 'string') throw typeError('A character of a text cannot be unset.');
  if (typeof container === 'number' || container === true)
    throw typeError('A number or true has no elements.');
  if (isArrayAccess(container)) container.offsetUnset(key);
  return container;
}

/** `unset($object->name)`. */
export function withoutMember(object: unknown, name: unknown): void {
  if (isObject(object)) Reflect.deleteProperty(object, String(name));
}

/** A copy of an array, as PHP makes one when it is assigned or passed; arrays in it are copied too, objects are not. */
export function copyOf<T>(value: T): T;
export function copyOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => copyOf(item));
  if (!(value instanceof PhpArray)) return value;
  const copy = new PhpArray();
  copy.replaceBy(
    value.entries().map(([key, item]) => [key, copyOf(item)] as const),
    value.nextIndex,
  );
  return copy;
}

/** Keys and values of an array, or members of an object; nothing for anything else. A snapshot, as foreach takes it. */
export function entriesOf(container: unknown): [PhpKey, PhpValue][] {
  if (Array.isArray(container)) return [...(container as unknown[]).entries()];
  if (container instanceof PhpArray) return container.entries();
  if (isIterator(container)) return [...container].map((value, index) => [index, value]);
  if (!isObject(container) || typeof container === 'function') return [];
  return Object.entries(container);
}

function isIterator(value: unknown): value is Iterable<unknown> {
  return isObject(value) && Symbol.iterator in value && typeof value[Symbol.iterator] === 'function';
}

export function keysOf(container: unknown): PhpKey[] {
  return entriesOf(container).map(([key]) => key);
}

export function valuesOf(container: unknown): PhpValue[] {
  return entriesOf(container).map(([, value]): unknown => value);
}

/** The members of an object that are not null count, others do not: `isset($a, $b)`, of values already read. */
export function isSet(...values: readonly unknown[]): boolean {
  return values.every((value) => value !== null && value !== undefined);
}

/** `isset($container[$key])`: also of a text, where an element may be empty but missing. */
export function isSetElement(container: unknown, key: unknown): boolean {
  if (typeof container === 'string') {
    return charAt(container, key) !== null;
  }
  if (isArrayAccess(container)) return Boolean(container.offsetExists(key));
  if (isObject(container) || key instanceof ExactNumber) return false;
  return isSet(elementOf(container, key));
}

/**
 * Goes through an array by reference: `x = eachByReference(x, (value, key) => newValue)`. What the function returns
 * is the new value of the element; the keys stay.
 */
export function eachByReference(
  container: AnyArray,
  change: (value: PhpValue, key: PhpKey) => unknown,
): PhpValue {
  let changed: unknown = container;
  for (const key of keysOf(container))
    changed = withElement(changed, key, change(elementOf(container, key), key));
  return changed;
}

/** `[$a, , $b] = $values`: the elements for the keys, null where there is none. */
export function destructure(values: unknown, ...keys: readonly unknown[]): PhpValue[] {
  return keys.map((key): unknown => (isArray(values) ? elementOf(values, key) : null));
}

/** `[...$a, 'k' => $v]`: number keys are counted anew, of text keys the last value counts. */
export function spread(...parts: readonly unknown[]): PhpValue {
  const array = new PhpArray();
  for (const [key, value] of parts.flatMap(entriesOf) as [PhpKey, unknown][]) {
    if (typeof key === 'number') array.push(copyOf(value));
    else array.set(key, copyOf(value));
  }
  return phpArray(array.entries());
}
