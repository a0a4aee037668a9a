import { ExactNumber, RawJson } from '../../runtime/exact-json.js';
import { PhpArray } from '../php/php-array.js';
import { Message } from './message.js';
import { engineSide, isPhpAutomaton } from './php-automaton.js';

/** Deepest nesting that is copied; below it values are shown as they are when somebody looks. */
const depthLimit = 6;

/** Arrays longer than this are looked into only when they were replaced or their length has changed. */
const lengthLimit = 32;

/** Values that are looked at each time. */
const countLimit = 2000;

interface Copied {
  readonly size: number;
  readonly copy: unknown;
}

/**
 * An object's members as a context for trace and debugger: copies, so that a later change by the program does not
 * change what was recorded. What has not changed keeps its identity. Sockets, automatons and functions are named.
 */
export class MemberCopies {
  #members = new Map<string, unknown>();
  /** By source: the copy that was made last. */
  readonly #copies = new WeakMap<object, Copied>();
  /** How many values were looked at in the present call. */
  #count = 0;

  constructor(private readonly owner: object) {}

  /** All members as they are now; undefined when they are as at the last call. One that has gone is undefined. */
  changed(): Readonly<Record<string, unknown>> | undefined {
    const members = new Map<string, unknown>();
    this.#count = 0;
    for (const name of Object.keys(this.owner)) {
      const value = (this.owner as Readonly<Record<string, unknown>>)[name];
      if (typeof value !== 'function') members.set(name, this.#copied(value) ?? null);
    }
    for (const name of this.#members.keys()) if (!members.has(name)) members.set(name, undefined);
    const isSame = [...members].every(([name, value]) => Object.is(this.#members.get(name), value));
    if (isSame && members.size === this.#members.size) return undefined;
    this.#members = members;
    return Object.fromEntries(members);
  }

  /** All members are told again. */
  forget(): void {
    this.#members = new Map();
  }

  /** A program's own getters and proxies may throw; that is no reason for its run to fail. */
  #copied(value: unknown): unknown {
    try {
      return this.#copy(value, 0);
    } catch {
      return '(cannot be read)';
    }
  }

  #copy(value: unknown, depth: number): unknown {
    this.#count += 1;
    if (typeof value === 'function') return '(function)';
    if (typeof value !== 'object' || value === null) return value;
    if (isPhpAutomaton(value)) return value[engineSide].nickname;
    if (isSocket(value)) return value.name;
    if (depth >= depthLimit || this.#count > countLimit || isOpaque(value)) return value;
    if (Array.isArray(value))
      return this.#copyOf(value, value.length, depth, () => [...(value as unknown[])]);
    if (value instanceof PhpArray)
      return this.#copyOf(value, value.size, depth, () => Object.fromEntries(entriesOf(value)));
    return this.#copyOf(value, Object.keys(value).length, depth, () => ({ ...value }));
  }

  #copyOf(source: object, size: number, depth: number, shallow: () => object): unknown {
    const known = this.#copies.get(source);
    if (known?.size === size && size > lengthLimit) return known.copy;
    const copy = shallow();
    // A cycle ends here: what is met again below is shown as it was.
    this.#copies.set(source, { size, copy: known?.copy ?? copy });
    if (size <= lengthLimit) {
      const members = copy as Record<string, unknown>;
      for (const name of Object.keys(members)) members[name] = this.#copy(members[name], depth + 1);
      if (known?.size === size && isSameShallow(known.copy as object, copy)) {
        this.#copies.set(source, known);
        return known.copy;
      }
    }
    this.#copies.set(source, { size, copy });
    return copy;
  }
}

function* entriesOf(array: PhpArray): Iterable<readonly [string, unknown]> {
  for (const [key, value] of array.entries()) yield [String(key), value];
}

function isSameShallow(one: object, other: object): boolean {
  const names = Object.keys(one);
  const [before, after] = [one, other] as Readonly<Record<string, unknown>>[];
  return (
    names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && Object.is(before?.[name], after?.[name]))
  );
}

/** Objects that say themselves how they are shown (a secret among them), or hold nothing that changes. */
function isOpaque(value: object): boolean {
  if (value instanceof PhpArray || value instanceof Message) return false;
  if (value instanceof ExactNumber || value instanceof RawJson || value instanceof Error) return true;
  if (value instanceof Map || value instanceof Set || value instanceof Date || ArrayBuffer.isView(value))
    return true;
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function isSocket(value: object): value is { readonly name: string } {
  return 'attach' in value && 'send' in value && 'name' in value && typeof value.name === 'string';
}
