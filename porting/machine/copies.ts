import { copyOf, entriesOf, PhpArray, withElement } from '../php/index.js';
import { Message } from '../classes/message.js';

/** Copies arrays with all arrays in them, so that they can be changed in place; objects stay the same, as in PHP. */
export function copyArrays(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copyArrays);
  if (!(value instanceof PhpArray)) return value;
  let copy: unknown = copyOf(value);
  for (const [key, entry] of entriesOf(value)) {
    if (Array.isArray(entry) || entry instanceof PhpArray) copy = withElement(copy, key, copyArrays(entry));
  }
  return copy;
}

/** A class of the program whose objects are copied with what they have. */
export type ObjectClass = abstract new (...given: never[]) => object;

/**
 * Copies values with all arrays and objects in them; what was one object is one object afterwards too. Objects are
 * copied that are plain, messages, or of one of the classes; anything else (a socket, a closure) stays the same.
 */
export class DeepCopy {
  readonly #copies = new Map<object, unknown>();

  constructor(private readonly classes: readonly ObjectClass[]) {}

  of(value: unknown): unknown {
    if (typeof value !== 'object' || value === null) return value;
    const known = this.#copies.get(value);
    if (known !== undefined) return known;
    if (Array.isArray(value)) return this.#list(value);
    if (value instanceof PhpArray) return this.#array(value);
    return this.#isCopied(value) ? this.#object(value) : value;
  }

  #list(list: readonly unknown[]): unknown[] {
    const copy: unknown[] = [];
    this.#copies.set(list, copy);
    for (const entry of list) copy.push(this.of(entry));
    return copy;
  }

  #array(array: PhpArray): unknown {
    let copy: unknown = copyOf(array);
    for (const [key, entry] of entriesOf(array)) copy = withElement(copy, key, this.of(entry));
    this.#copies.set(array, copy);
    return copy;
  }

  #object(object: object): object {
    const copy = Object.create(Object.getPrototypeOf(object) as object | null) as Record<string, unknown>;
    this.#copies.set(object, copy);
    for (const [name, member] of Object.entries(object)) {
      // A peer may send a member of this name; assigned, it would become the prototype.
      if (name !== '__proto__') copy[name] = this.of(member);
    }
    return copy;
  }

  #isCopied(value: object): boolean {
    const prototype: unknown = Object.getPrototypeOf(value);
    if (prototype === Object.prototype || prototype === null || value instanceof Message) return true;
    return this.classes.some((klass) => value instanceof klass);
  }
}
