import type { PhpValue } from '../php/value.js';

/** PHP's class of objects without one. Plain objects are its instances here: `new stdClass()` makes one. */
export class stdClass {
  [member: string]: PhpValue;

  constructor() {
    Object.setPrototypeOf(this, Object.prototype);
  }

  static [Symbol.hasInstance](value: unknown): boolean {
    return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  }
}
