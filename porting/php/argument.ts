import { text, toInt } from './convert.js';
import { isArray } from './kind.js';
import { parseNumeric } from './number-text.js';
import { typeError } from './php-error.js';

/**
 * An argument that PHP declares as a string: any value that has a text, but no array.
 * @throws PhpError PHP_TYPE for an array; PHP 5 and 7 go on without a result
 */
export function textArgument(value: unknown): string {
  if (isArray(value)) throw typeError('A text is needed here, and this is an array.');
  return text(value);
}

/**
 * An argument that PHP declares as an int: a number, a text that is one, true, false or null.
 * @throws PhpError PHP_TYPE for anything else
 */
export function intArgument(value: unknown): number {
  if (isArray(value) || (typeof value === 'string' && parseNumeric(value) === undefined))
    throw typeError('A number is needed here, and this is none.');
  return Number(toInt(value));
}

/** The same where null has a meaning of its own. */
export function intOrNull(value: unknown): number | null {
  return value === null || value === undefined ? null : intArgument(value);
}
