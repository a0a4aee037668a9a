import { text } from './convert.js';
import { isArray } from './kind.js';
import { typeError } from './php-error.js';

/**
 * An argument that PHP declares as a string: any value that has a text, but no array.
 * @throws PhpError PHP_TYPE for an array; PHP 5 and 7 go on without a result
 */
export function textArgument(value: unknown): string {
  if (isArray(value)) throw typeError('A text is needed here, and this is an array.');
  return text(value);
}
