import { elementOf } from './access.js';
import { isArray, isObject } from './kind.js';
import { text } from './convert.js';
import { PhpError } from './php-error.js';
import { exportName, phpFunctions } from './functions-table.js';
import type { PhpValue } from './value.js';

/** Anything that PHP can call, as a function. */
export type Callable = (...given: unknown[]) => PhpValue;

const byName = new Map<string, Callable>();
const ofPhp = new Map<string, unknown>();

/** Makes a function of the program known by its name, for `call_user_func('name')` and callbacks given as a text. */
export function defineFunction(name: string, callable: Callable): void {
  byName.set(plainName(name), callable);
}

/** The functions of PHP that are here, by their exports; index.ts hands them over. */
export function registerPhpFunctions(exported: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(exported)) ofPhp.set(name, value);
}

function plainName(name: string): string {
  return name.slice(name.lastIndexOf('\\') + 1).toLowerCase();
}

function isFunction(value: unknown): value is Callable {
  return typeof value === 'function';
}

/** A function for a closure, the name of a function, or `[object, 'method']`; undefined if it cannot be called. */
export function findCallable(value: unknown): Callable | undefined {
  if (isFunction(value)) return value;
  if (typeof value === 'string') {
    const name = plainName(value);
    const known = byName.get(name) ?? (phpFunctions.has(name) ? ofPhp.get(exportName(name)) : undefined);
    return isFunction(known) ? known : undefined;
  }
  if (isArray(value)) return findMethod(elementOf(value, 0), text(elementOf(value, 1)));
  if (!isObject(value)) return undefined;
  return findMethod(value, '__invoke');
}

/** A method of an object or of a class, bound to it; its name ignores case, as in PHP. */
export function findMethod(owner: unknown, name: string): Callable | undefined {
  if (!isObject(owner)) return undefined;
  const wanted = name.toLowerCase();
  for (let at: object | null = owner; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    if (at === Object.prototype || at === Function.prototype) return undefined;
    for (const key of Object.getOwnPropertyNames(at)) {
      if (key.toLowerCase() !== wanted || key === 'constructor') continue;
      const method: unknown = (owner as Record<string, unknown>)[key];
      if (isFunction(method)) return (...given) => method.apply(owner, given) as unknown;
    }
  }
  return undefined;
}

/**
 * @throws PhpError PHP_UNKNOWN_NAME when it cannot be called
 */
export function callable(value: unknown): Callable {
  const found = findCallable(value);
  if (found !== undefined) return found;
  throw new PhpError(
    'PHP_UNKNOWN_NAME',
    `${typeof value === 'string' ? `There is no function ${value}` : 'This value cannot be called'}: give a function, or make it known by defineFunction().`,
    'TypeError',
  );
}
