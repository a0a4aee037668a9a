export type { PhpKey, PhpValue } from './value.js';
export { ExactNumber } from '../../runtime/exact-json.js';
export { phpIntMax, phpIntMin } from './constants.js';
