import { ExactNumber, parseExact, RawJson } from '../runtime/exact-json.js';
import type { Redactor } from '../runtime/trace.js';
import type { KeyedHash } from './keyed-hash.js';
import { classOfMember } from './redaction-rules.js';
import type { KnownSecrets } from './redaction-text.js';
import { knownSecrets, maskText, placeholder } from './redaction-text.js';
import { reveal } from './secret-access.js';
import { Secret } from './secret.js';

/** How much of a value is recorded; the rest appears as its length. */
export interface RedactionLimits {
  /** Longest list that is recorded whole. Default 20. */
  readonly items: number;
  /** Items that are recorded of a longer one. Default 3. */
  readonly headItems: number;
  /** Longest text that is recorded whole, in characters. Default 2,000. */
  readonly characters: number;
  /** Characters that are recorded of a longer one. Default 200. */
  readonly headCharacters: number;
  /** Deepest nesting. Default 16. */
  readonly depth: number;
  /** Most members and items in one value, all together. Default 2,000. */
  readonly nodes: number;
}

const defaultLimits: RedactionLimits = {
  items: 20,
  headItems: 3,
  characters: 2000,
  headCharacters: 200,
  depth: 16,
  nodes: 2000,
};

export interface RedactorOptions {
  /** Makes equal secrets recognisable; see `createKeyedHash`. */
  readonly keyedHash: KeyedHash;
  /** Secrets known by now (password, session credentials), to be masked in any text. Asked for each record. */
  readonly secrets?: () => Iterable<string | Secret>;
  /** `everything` masks nothing, for private traces and the simulator's sample secrets. Default `nothing`. */
  readonly reveal?: 'nothing' | 'everything';
  readonly limits?: Partial<RedactionLimits>;
}

/**
 * The redaction of docs/trace.md: secrets become placeholders such as `‹digest 64 a1b2c3d4›` (class, length,
 * keyed hash), long lists and texts their length and beginning. Member names, message types, states and
 * nicknames stay as they are. The input is never changed.
 */
export function createRedactor(options: RedactorOptions): Redactor {
  const { keyedHash, secrets = () => [], reveal: shown = 'nothing' } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const isMasking = shown === 'nothing';
  const mask = (secretClass: string, secret: string): string =>
    isMasking ? `‹${secretClass} ${secret.length} ${keyedHash(secret).slice(0, 8)}›` : secret;

  const toolsFor = (known: KnownSecrets): Tools => {
    const maskAll = (text: string): string => (isMasking ? maskText(text, known, mask) : text);
    // A secret that the end of the part cuts in two is not recognised there, so that much is left out again.
    const head = (text: string): string => {
      const masked = maskAll(text.slice(0, limits.headCharacters + known.longest));
      return masked.slice(0, Math.max(0, Math.min(limits.headCharacters, masked.length - known.longest)));
    };
    return { limits, mask, text: maskAll, head, isKnown: (text) => isMasking && known.whole.has(text) };
  };
  let current = toolsFor(knownSecrets([]));
  let knownKey = '';
  /** Good until the secrets change. */
  const tools = (): Tools => {
    const list = [...secrets()].map((secret) => (typeof secret === 'string' ? secret : reveal(secret)));
    const key = list.join('\u0000');
    if (key !== knownKey) [current, knownKey] = [toolsFor(knownSecrets(list)), key];
    return current;
  };
  return {
    value: (value, mt) => {
      const copying = new Copying(tools());
      return { value: copying.copy(value, mt, undefined), cut: copying.cut };
    },
    text: (text) => {
      const { head, text: maskAll } = tools();
      if (text.length <= limits.characters) return maskAll(text);
      return `${head(text)}… (${text.length} characters)`;
    },
    fingerprint: (text) => keyedHash(text).slice(0, 16),
  };
}

interface Tools {
  readonly limits: RedactionLimits;
  readonly mask: (secretClass: string, secret: string) => string;
  readonly text: (text: string) => string;
  /** Masked beginning of a long text. */
  readonly head: (text: string) => string;
  readonly isKnown: (text: string) => boolean;
}

/** One copy of one value. */
class Copying {
  readonly cut: string[] = [];
  readonly #path: (string | number)[] = [];
  #nodes = 0;

  constructor(private readonly tools: Tools) {}

  /**
   * @param mt type of the message around the value
   * @param secretClass set inside a secret member, where every text and number is masked
   */
  copy(value: unknown, mt: string | undefined, secretClass: string | undefined): unknown {
    switch (typeof value) {
      case 'string':
        return this.#string(value, secretClass);
      case 'number':
      case 'bigint':
        return this.#number(value, secretClass);
      case 'function':
        return `‹function ${value.name === '' ? 'unnamed' : value.name}›`;
      case 'symbol':
        return `‹symbol›`;
      case 'object':
        return value === null ? null : this.#object(value, mt, secretClass);
      case 'boolean':
      case 'undefined':
        return value;
    }
  }

  #string(value: string, secretClass: string | undefined): unknown {
    const { limits, mask, text, head } = this.tools;
    if (secretClass !== undefined) {
      if (value === '' || placeholder.test(value)) return value;
      return this.#replaced(value, mask(secretClass, value));
    }
    if (value.length > limits.characters) {
      return this.#shortened({ cut: 'text', length: value.length, head: head(value) });
    }
    return this.#replaced(value, text(value));
  }

  #number(value: number | bigint, secretClass: string | undefined): unknown {
    const { mask, isKnown } = this.tools;
    const digits = String(value);
    if (secretClass !== undefined) return this.#replaced(value, mask(secretClass, digits));
    if (digits.length >= 4 && isKnown(digits)) return this.#replaced(value, mask('secret', digits));
    return typeof value === 'bigint' ? digits : value;
  }

  #object(value: object, mt: string | undefined, secretClass: string | undefined): unknown {
    if (value instanceof Secret) {
      const plain = reveal(value);
      return this.#replaced(value, this.tools.mask(value.kind, plain));
    }
    if (value instanceof ExactNumber) return this.#exactNumber(value, secretClass);
    if (value instanceof RawJson) return this.copy(parsed(value), mt, secretClass);
    if (this.#path.length >= this.tools.limits.depth) return this.#shortened({ cut: 'depth' });
    if (this.#nodes >= this.tools.limits.nodes) return this.#shortened({ cut: 'size' });
    if (value instanceof Error) return this.#error(value, mt, secretClass);
    if (Array.isArray(value)) return this.#list(value, mt, secretClass);
    const chainLength = lengthOfChain(value);
    if (chainLength !== undefined) return this.#shortened({ cut: 'list', length: chainLength });
    if (!isPlain(value)) return this.#instance(value, mt, secretClass);
    return this.#members(value as Readonly<Record<string, unknown>>, mt, secretClass);
  }

  #exactNumber(value: ExactNumber, secretClass: string | undefined): unknown {
    const { mask, isKnown } = this.tools;
    const found = secretClass ?? (isKnown(value.digits) ? 'secret' : undefined);
    return found === undefined ? value : this.#replaced(value, mask(found, value.digits));
  }

  #list(list: readonly unknown[], mt: string | undefined, secretClass: string | undefined): unknown {
    const { items, headItems } = this.tools.limits;
    const shown = list.length > items ? list.slice(0, headItems) : list;
    const copy = shown.map((item, at) => this.#at(at, item, mt, secretClass) ?? null);
    if (shown === list) return copy;
    return this.#shortened({ cut: 'list', length: list.length, head: copy });
  }

  #members(
    owner: Readonly<Record<string, unknown>>,
    mt: string | undefined,
    secretClass: string | undefined,
  ): unknown {
    const names = Object.keys(owner);
    if (names.length > this.tools.limits.nodes) {
      return this.#shortened({ cut: 'members', length: names.length });
    }
    const type = typeof owner['mt'] === 'string' ? owner['mt'] : mt;
    const copy: Record<string, unknown> = {};
    for (const name of names) {
      const value = owner[name];
      // The type of a message is never masked, whatever it says.
      const isType = name === 'mt' && typeof value === 'string' && secretClass === undefined;
      const inner = isType
        ? this.#type(value)
        : this.#at(name, value, type, secretClass ?? classOfMember(name, value, owner, type));
      if (inner !== undefined) setMember(copy, name, inner);
    }
    return copy;
  }

  #type(mt: string): unknown {
    const { characters, headCharacters } = this.tools.limits;
    return mt.length <= characters ? mt : `${mt.slice(0, headCharacters)}…`;
  }

  /** Code, message and data; the stack says more about this machine than about the fault. */
  #error(error: Error, mt: string | undefined, secretClass: string | undefined): unknown {
    const { name, message, cause } = error;
    const { code, data } = error as { readonly code?: unknown; readonly data?: unknown };
    return this.#members({ name, code, message, data, cause }, mt, secretClass);
  }

  /** Objects of classes: what they say of themselves, their parts if all are secrets, else their name. */
  #instance(value: object, mt: string | undefined, secretClass: string | undefined): unknown {
    if (value instanceof Map) {
      if (value.size > this.tools.limits.items)
        return this.#shortened({ cut: 'members', length: value.size });
      return this.#members(Object.fromEntries(value) as Record<string, unknown>, mt, secretClass);
    }
    if (value instanceof Set) {
      if (value.size > this.tools.limits.items) return this.#shortened({ cut: 'list', length: value.size });
      return this.#list([...value], mt, secretClass);
    }
    // Bytes, and lists that are objects: looking into them could cost as much as they are long.
    if ('length' in value && typeof value.length === 'number') {
      return this.#shortened({ cut: 'list', length: value.length });
    }
    if (showsItself(value)) {
      const json = value.toJSON();
      if (json !== value) return this.copy(json, mt, secretClass);
    }
    const parts = Object.values(value) as unknown[];
    if (parts.length > 0 && parts.every((part) => part instanceof Secret)) {
      return this.#members(value as Readonly<Record<string, unknown>>, mt, secretClass);
    }
    return `‹object ${value.constructor.name}›`;
  }

  #at(
    name: string | number,
    value: unknown,
    mt: string | undefined,
    secretClass: string | undefined,
  ): unknown {
    this.#nodes += 1;
    this.#path.push(name);
    const copy = this.copy(value, mt, secretClass);
    this.#path.pop();
    return copy;
  }

  #replaced(before: unknown, after: unknown): unknown {
    if (before !== after) this.cut.push(this.#path.join('.'));
    return after;
  }

  #shortened(mark: object): unknown {
    this.cut.push(this.#path.join('.'));
    return mark;
  }
}

/** By definition where assignment would do something else: `__proto__` is a name like any other. */
function setMember(owner: Record<string, unknown>, name: string, value: unknown): void {
  if (name !== '__proto__') owner[name] = value;
  else Object.defineProperty(owner, name, { value, enumerable: true, configurable: true, writable: true });
}

function parsed(raw: RawJson): unknown {
  try {
    return parseExact(raw.text);
  } catch {
    return raw.text;
  }
}

/** Length of a list that grows as a chain of chunks, `{ previous, rows, length }`; it must not be walked. */
function lengthOfChain(value: object): number | undefined {
  return 'previous' in value && 'length' in value && typeof value.length === 'number'
    ? value.length
    : undefined;
}

function showsItself(value: object): value is { toJSON: () => unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}
