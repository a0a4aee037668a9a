import type { PhpValue } from './value.js';

/** A variable, member or element of the caller that a function takes by reference (`function add(&$list)`). */
export interface Reference {
  value: PhpValue;
}

/** What is handed over for a parameter by reference: how it is read, and how it is written. */
export function reference(read: () => PhpValue, write: (value: PhpValue) => void): Reference {
  const made: object = Object.defineProperty({}, 'value', { get: read, set: write, enumerable: true });
  return made as Reference;
}
