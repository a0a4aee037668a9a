import { isText } from '../bytes.js';
import { fromBigInt } from '../number-text.js';
import { ExactNumber } from '../../../runtime/exact-json.js';
import { PhpArray, phpArray } from '../php-array.js';

/** What `json_last_error` says: JSON_ERROR_DEPTH 1, JSON_ERROR_CTRL_CHAR 3, JSON_ERROR_SYNTAX 4, JSON_ERROR_UTF8 5. */
export type JsonFault = 1 | 3 | 4 | 5;

export class JsonProblem extends Error {
  constructor(readonly fault: JsonFault) {
    super('not JSON');
  }
}

export interface DecodeOptions {
  /** Objects become arrays. */
  readonly asArrays: boolean;
  readonly depth: number;
  /** Integers beyond 64 bits become texts. */
  readonly bigAsText: boolean;
}

const space = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const string = /"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;

/** Reads JSON; the keys of arrays keep their order, which those of an object of JavaScript do not if they are numbers. */
export class JsonReader {
  #at = 0;

  constructor(
    readonly source: string,
    readonly options: DecodeOptions,
  ) {}

  /** @throws JsonProblem */
  read(): unknown {
    if (!isText(this.source)) throw new JsonProblem(5);
    const value = this.#value(1);
    this.#skip();
    if (this.#at < this.source.length) throw new JsonProblem(4);
    return value;
  }

  #skip(): void {
    space.lastIndex = this.#at;
    this.#at += space.exec(this.source)?.[0].length ?? 0;
  }

  #takes(token: string): boolean {
    this.#skip();
    if (!this.source.startsWith(token, this.#at)) return false;
    this.#at += token.length;
    return true;
  }

  #value(depth: number): unknown {
    this.#skip();
    const char = this.source.charAt(this.#at);
    if (char === '{') return this.#object(depth);
    if (char === '[') return this.#array(depth);
    if (char === '"') return this.#string();
    const word = /[a-z]*/iy;
    word.lastIndex = this.#at;
    const name = word.exec(this.source)?.[0].toLowerCase() ?? '';
    if (name === '') return this.#number();
    this.#at += name.length;
    if (name === 'true' || name === 'false') return name === 'true';
    if (name === 'null') return null;
    throw new JsonProblem(4);
  }

  #object(depth: number): unknown {
    const members: [string, unknown][] = [];
    this.#enter(depth);
    if (!this.#takes('}')) {
      do {
        this.#skip();
        const name = this.#string();
        if (!this.#takes(':')) throw new JsonProblem(4);
        members.push([name, this.#value(depth + 1)]);
      } while (this.#takes(','));
      if (!this.#takes('}')) throw new JsonProblem(4);
    }
    return this.options.asArrays ? phpArray(members) : new PhpArray(members).toObject();
  }

  #array(depth: number): unknown[] {
    const values: unknown[] = [];
    this.#enter(depth);
    if (this.#takes(']')) return values;
    do values.push(this.#value(depth + 1));
    while (this.#takes(','));
    if (!this.#takes(']')) throw new JsonProblem(4);
    return values;
  }

  #enter(depth: number): void {
    if (depth > this.options.depth) throw new JsonProblem(1);
    this.#at += 1;
  }

  #string(): string {
    string.lastIndex = this.#at;
    const token = string.exec(this.source)?.[0];
    if (token === undefined) throw new JsonProblem(this.#stringFault());
    this.#at += token.length;
    return JSON.parse(token) as string;
  }

  #stringFault(): JsonFault {
    const rest = this.source.slice(this.#at + 1);
    const end = Array.from(rest).findIndex((char) => char === '"' || char < ' ');
    return this.source.charAt(this.#at) === '"' && end >= 0 && Array.from(rest)[end] !== '"' ? 3 : 4;
  }

  #number(): unknown {
    number.lastIndex = this.#at;
    const match = number.exec(this.source);
    if (match === null) throw new JsonProblem(4);
    this.#at += match[0].length;
    const [digits, fraction, exponent] = match;
    const value = Number(digits);
    if (fraction !== undefined || exponent !== undefined || Number.isSafeInteger(value))
      return fraction === undefined && exponent === undefined ? value + 0 : value;
    const exact = fromBigInt(BigInt(digits));
    return exact instanceof ExactNumber || !this.options.bigAsText ? exact : digits;
  }
}
