import { intArgument } from '../argument.js';
import { arrayOf, entriesOfArray, replaceEntries, valuesOfArray } from '../build.js';
import { numericConstants, phpIntMax, phpIntMin } from '../constants.js';
import { text, toFloat } from '../convert.js';
import { parseNumeric } from '../number-text.js';
import { PhpError, valueError } from '../php-error.js';
import type { PhpValue } from '../value.js';

interface Surroundings {
  readonly process?: {
    readonly env?: Readonly<Record<string, string | undefined>>;
    readonly stderr?: { write(text: string): unknown };
  };
}

const constants = new Map<string, unknown>([
  ...numericConstants,
  ['PHP_EOL', '\n'],
  ['PHP_INT_MAX', phpIntMax],
  ['PHP_INT_MIN', phpIntMin],
  ['M_PI', Math.PI],
]);

/** Makes a constant known by its name, for `constant('NAME')`; false when there is one already. */
export function define(name: unknown, value: unknown): boolean {
  if (constants.has(text(name))) return false;
  constants.set(text(name), value);
  return true;
}

export function defined(name: unknown): boolean {
  return constants.has(text(name));
}

/** @throws PhpError PHP_UNKNOWN_NAME */
export function constant(name: unknown): PhpValue {
  if (!constants.has(text(name))) {
    throw new PhpError('PHP_UNKNOWN_NAME', `There is no constant ${text(name)}: make it known by define().`);
  }
  return constants.get(text(name));
}

let writeError = (line: string): void => {
  (globalThis as Surroundings).process?.stderr?.write(line);
};

/** Where `error_log` writes to. */
export function setErrorLog(to: (line: string) => void): void {
  writeError = to;
}

export function errorLog(message: unknown): boolean {
  writeError(`${text(message)}\n`);
  return true;
}

/** A variable of the environment, or false. */
export function getenv(name: unknown): PhpValue {
  return (globalThis as Surroundings).process?.env?.[text(name)] ?? false;
}

/** There is no configuration of PHP: false. */
export function iniGet(_name: unknown): PhpValue {
  return false;
}

export function iniSet(_name: unknown, _value: unknown): PhpValue {
  return false;
}

/** Nothing is reported here; all that is wrong is thrown. */
export function errorReporting(_level?: unknown): PhpValue {
  return 32767;
}

export function phpSapiName(): string {
  return 'cli';
}

export function phpversion(): string {
  return '8.2.0';
}

export function gethostname(): string {
  const name: unknown = getenv('HOSTNAME');
  return name === false ? 'localhost' : text(name);
}

/** The keys of so many elements picked at random, in order; one key alone when it is 1. */
export function arrayRand(array: unknown, size: unknown = 1): PhpValue {
  const sizeNumber = intArgument(size);
  const keys = entriesOfArray(array).map(([key]) => key);
  if (sizeNumber < 1 || sizeNumber > keys.length)
    throw valueError('As many keys can be picked as there are elements, and not none.');
  const left = keys.map((_, index) => index);
  const picked = Array.from(
    { length: sizeNumber },
    () => left.splice(Math.floor(Math.random() * left.length), 1)[0] ?? 0,
  );
  const chosen = picked.sort((a, b) => a - b).map((index) => keys[index]);
  return sizeNumber === 1 ? chosen[0] : chosen;
}

export function shuffle(array: unknown): boolean {
  const values = valuesOfArray(array);
  for (let at = values.length - 1; at > 0; at -= 1) {
    const other = Math.floor(Math.random() * (at + 1));
    [values[at], values[other]] = [values[other], values[at]];
  }
  replaceEntries(arrayOf(array), [...values.entries()]);
  return true;
}

/** Ints, floats and bools: FILTER_VALIDATE_INT 257, _BOOL 258, _FLOAT 259; others only make a text of it. */
export function filterVar(value: unknown, filter: unknown = 516, options: unknown = 0): PhpValue {
  const kind = intArgument(filter);
  const given = text(value).trim();
  const number = parseNumeric(given);
  const failed = options === 134217728 ? null : false;
  if (kind === 257) return /^[+-]?(?:0|[1-9]\d*)$/.test(given) && number !== undefined ? number : failed;
  if (kind === 259) return number === undefined ? failed : toFloat(number);
  if (kind !== 258) return text(value);
  if (/^(?:1|true|on|yes)$/i.test(given)) return true;
  return /^(?:0|false|off|no|)$/i.test(given) ? false : failed;
}
