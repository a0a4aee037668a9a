/**
 * PHP's values and functions for ported TypeScript: 'pbx-automata/porting/php'. The functions of PHP are here by their
 * names in camelCase (`array_merge` is `arrayMerge`), with PHP's arguments in PHP's order; functions-table.ts lists
 * them. Strings count in bytes of UTF-8, as PHP counts them.
 */
import { registerPhpFunctions } from './callables.js';
import * as functions from './functions.js';

export type { PhpKey, PhpValue } from './value.js';
export { ExactNumber } from '../../runtime/exact-json.js';
export { PhpArray, phpArray } from './php-array.js';
export { PhpError, type PhpErrorCode, type PhpThrowable } from './php-error.js';
export { phpIntMax, phpIntMin } from './constants.js';
export * from './access.js';
export * from './arithmetic.js';
export * from './cast.js';
export * from './compare.js';
export * from './convert.js';
export * from './exceptions.js';
export * from './functions.js';
export { reference, type Reference } from './reference.js';
export { include, includeOnce } from './include.js';
export { defineFunction, type Callable } from './callables.js';
export { echo, flush, print, setOutput, type Output } from './output.js';
export { exit, setExit } from './exit.js';
export {
  blockingFunctions,
  phpConstants,
  phpFunctions,
  untranslatableFunctions,
  type PhpFunction,
  type PhpReturns,
} from './functions-table.js';

// So that a callback may be the name of one of them, as in `array_map('trim', $list)`.
registerPhpFunctions(functions);
