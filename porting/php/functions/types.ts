import { intArgument } from '../argument.js';
import { entriesOf } from '../access.js';
import { built } from '../build.js';
import { callable, findCallable, findMethod, type Callable } from '../callables.js';
import { toArray, toObject } from '../cast.js';
import { classNameOf, isTruthy, text, toFloat, toInt } from '../convert.js';
import * as kinds from '../kind.js';
import { parseNumeric } from '../number-text.js';
import { valueError } from '../php-error.js';
import type { PhpValue } from '../value.js';

export function isNull(value: unknown): boolean {
  return kinds.kindOf(value) === 'null';
}

export function isBool(value: unknown): boolean {
  return typeof value === 'boolean';
}

/** A number without a fraction is an int here, also one that PHP has as a float. */
export function isInt(value: unknown): boolean {
  return kinds.isInt(value);
}

/** Only a number with a fraction, or beyond ±2^53. */
export function isFloat(value: unknown): boolean {
  return kinds.kindOf(value) === 'float';
}

export function isString(value: unknown): boolean {
  return typeof value === 'string';
}

export function isArray(value: unknown): boolean {
  return kinds.isArray(value);
}

export function isObject(value: unknown): boolean {
  return kinds.isObject(value);
}

export function isNumeric(value: unknown): boolean {
  return typeof value === 'string'
    ? parseNumeric(value) !== undefined
    : ['int', 'float'].includes(kinds.kindOf(value));
}

export function isScalar(value: unknown): boolean {
  return ['bool', 'int', 'float', 'string'].includes(kinds.kindOf(value));
}

export function isIterable(value: unknown): boolean {
  return kinds.isArray(value) || (kinds.isObject(value) && Symbol.iterator in value);
}

export function isCountable(value: unknown): boolean {
  return kinds.isArray(value) || (kinds.isObject(value) && 'count' in value);
}

export function isCallable(value: unknown): boolean {
  return findCallable(value) !== undefined;
}

const longNames: Readonly<Record<kinds.Kind, string>> = {
  null: 'NULL',
  bool: 'boolean',
  int: 'integer',
  float: 'double',
  string: 'string',
  array: 'array',
  object: 'object',
};

export function gettype(value: unknown): string {
  return longNames[kinds.kindOf(value)];
}

export function getDebugType(value: unknown): string {
  const kind = kinds.kindOf(value);
  return kind === 'object' ? classNameOf(value as object) : kind;
}

/** @param base 2 to 36, or 0 for what `0x`, `0b` and `0` at the beginning say; only for a text */
export function intval(value: unknown, base: unknown = 10): PhpValue {
  const radix = intArgument(base);
  if (radix === 10 || typeof value !== 'string') return toInt(value);
  const [, sign = '', prefix = '', digits = ''] =
    /^\s*([+-]?)(0[xX]|0[bB]|0[oO]|0(?=\d))?(\w*)/.exec(value) ?? [];
  const bases: Readonly<Record<string, number>> = { '0x': 16, '0b': 2, '0o': 8, '0': 8 };
  const said = bases[prefix.toLowerCase()] ?? 10;
  const number = Number.parseInt(
    radix === 0 || radix === said ? digits : prefix + digits,
    radix === 0 ? said : radix,
  );
  return Number.isNaN(number) ? 0 : (sign === '-' ? -number : number) + 0;
}

export function floatval(value: unknown): number {
  return toFloat(value);
}

export function strval(value: unknown): string {
  return text(value);
}

export function boolval(value: unknown): boolean {
  return isTruthy(value);
}

/** `x = settype(x, 'integer')`. @throws PhpError PHP_VALUE for a type that there is not */
export function settype(value: unknown, type: unknown): PhpValue {
  switch (text(type).toLowerCase()) {
    case 'bool':
    case 'boolean':
      return isTruthy(value);
    case 'int':
    case 'integer':
      return toInt(value);
    case 'float':
    case 'double':
      return toFloat(value);
    case 'string':
      return text(value);
    case 'array':
      return toArray(value);
    case 'object':
      return toObject(value);
    case 'null':
      return null;
    default:
      throw valueError(
        `There is no type ${text(type)}: take integer, float, string, boolean, array, object or null.`,
      );
  }
}

export function getClass(object: unknown): string {
  return kinds.isObject(object) ? classNameOf(object) : '';
}

/** The parent's name, or false. */
export function getParentClass(object: unknown): PhpValue {
  const own = classOf(object);
  const parent: unknown = own === undefined ? undefined : Object.getPrototypeOf(own);
  return typeof parent === 'function' && parent.name !== '' ? parent.name : false;
}

function classOf(value: unknown): object | undefined {
  if (typeof value === 'function') return value;
  return kinds.isObject(value) && !kinds.isPlain(value) ? value.constructor : undefined;
}

/** The names of the class and of those that it extends. */
function lineage(object: unknown): string[] {
  if (kinds.isObject(object) && kinds.isPlain(object)) return ['stdClass'];
  const names: string[] = [];
  for (
    let at: unknown = classOf(object);
    typeof at === 'function' && at.name !== '';
    at = Object.getPrototypeOf(at)
  ) {
    names.push(at.name);
  }
  return names;
}

function nameOfClass(name: unknown): string {
  const given = typeof name === 'function' ? name.name : text(name);
  return given.slice(given.lastIndexOf('\\') + 1).toLowerCase();
}

/** Whether the object is of the class, given by its name or itself, or of one that extends it. */
export function isA(object: unknown, className: unknown, _allowsText: unknown = false): boolean {
  return (
    kinds.isObject(object) && lineage(object).some((name) => name.toLowerCase() === nameOfClass(className))
  );
}

export function isSubclassOf(object: unknown, className: unknown): boolean {
  return lineage(object)
    .slice(1)
    .some((name) => name.toLowerCase() === nameOfClass(className));
}

export function methodExists(object: unknown, name: unknown): boolean {
  return (
    findMethod(object, text(name)) !== undefined || findMethod(prototypeOf(object), text(name)) !== undefined
  );
}

function prototypeOf(value: unknown): unknown {
  return typeof value === 'function' ? value.prototype : undefined;
}

export function propertyExists(object: unknown, name: unknown): boolean {
  return kinds.isObject(object) && Object.hasOwn(object, text(name));
}

/** A function of PHP that is here, or one made known by `defineFunction`. */
export function functionExists(name: unknown): boolean {
  return typeof name === 'string' && findCallable(name) !== undefined;
}

/** All members that are no methods; JavaScript does not tell which are private. */
export function getObjectVars(object: unknown): PhpValue {
  return built(entriesOf(object).filter(([, value]) => typeof value !== 'function'));
}

export function getClassMethods(object: unknown): string[] {
  const prototype: unknown = kinds.isObject(object) ? Object.getPrototypeOf(object) : undefined;
  return prototype instanceof Object
    ? Object.getOwnPropertyNames(prototype).filter((name) => name !== 'constructor')
    : [];
}

export function callUserFunc(callback: unknown, ...given: readonly unknown[]): PhpValue {
  return callable(callback)(...given);
}

/** Arguments with text keys would be given by name, which is not possible here: they are given in their order. */
export function callUserFuncArray(callback: unknown, given: unknown): PhpValue {
  const call: Callable = callable(callback);
  return call(...entriesOf(given).map(([, value]): unknown => value));
}

const numbers = new WeakMap<object, number>();
let lastNumber = 0;

/** A number that no other object has. */
export function splObjectId(object: unknown): number {
  if (!kinds.isObject(object)) return 0;
  const known = numbers.get(object);
  if (known !== undefined) return known;
  lastNumber += 1;
  numbers.set(object, lastNumber);
  return lastNumber;
}

export function splObjectHash(object: unknown): string {
  return splObjectId(object).toString(16).padStart(32, '0');
}

/** The values of an array, or of what can be gone through. */
export function iteratorToArray(values: unknown, preserveKeys: unknown = true): PhpValue {
  const entries = entriesOf(values);
  return isTruthy(preserveKeys) ? built(entries) : entries.map(([, value]): unknown => value);
}
