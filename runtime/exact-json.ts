/**
 * JSON that keeps its bytes.
 *
 * The PBX hashes the text of `info`, and ids are unsigned 64-bit integers, so a value must be able to survive
 * decoding and encoding unchanged. Ordinary values stay ordinary; the two classes here carry what JavaScript
 * values cannot. Source: docs/protocol.md, "JSON that keeps its bytes".
 */

/** An integer beyond ±2^53, kept as its digits. Never a bigint, which `JSON.stringify` refuses. */
export class ExactNumber {
  /**
   * @param digits an integer as JSON writes it, because `encode` puts it into texts as it is
   * @throws TypeError when it is anything else
   */
  constructor(readonly digits: string) {
    if (!/^-?(?:0|[1-9]\d*)$/.test(digits))
      throw new TypeError('The digits of an ExactNumber are a JSON integer.');
  }

  toString(): string {
    return this.digits;
  }

  /** For plain `JSON.stringify`: the digits as a string, which loses nothing. `encode` writes a number. */
  toJSON(): string {
    return this.digits;
  }
}

/** A JSON text that goes into an outgoing message exactly as it is, for example a forwarded `info`. */
export class RawJson {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }

  /** For plain `JSON.stringify`: the parsed value. `encode` writes the text itself. */
  toJSON(): unknown {
    return JSON.parse(this.text);
  }
}

/** Encodes any JSON value; `ExactNumber` and `RawJson` inside it are written digit for digit, byte for byte. */
export function encode(value: unknown): string {
  return holdsExactParts(value) ? encodeParts(value) : encodePlain(value);
}

/** What JSON cannot say, such as undefined or a function, becomes null, as it does inside an array. */
function encodePlain(value: unknown): string {
  const text = JSON.stringify(value) as string | undefined;
  return text ?? 'null';
}

function holdsExactParts(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (value instanceof ExactNumber || value instanceof RawJson) return true;
  if (Array.isArray(value)) return value.some(holdsExactParts);
  if (hasToJson(value)) return holdsExactParts(value.toJSON());
  for (const key in value) {
    if (holdsExactParts((value as Record<string, unknown>)[key])) return true;
  }
  return false;
}

function encodeParts(value: unknown): string {
  if (value instanceof ExactNumber) return value.digits;
  if (value instanceof RawJson) return value.text;
  if (Array.isArray(value)) return `[${value.map((item) => encodeParts(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return encodePlain(value);
  if (hasToJson(value)) return encodeParts(value.toJSON());
  const members = Object.entries(value).filter(([, member]) => isEncodable(member));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${encodeParts(member)}`).join(',')}}`;
}

function hasToJson(value: object): value is { toJSON(): unknown } {
  return 'toJSON' in value && typeof value.toJSON === 'function';
}

function isEncodable(member: unknown): boolean {
  return member !== undefined && typeof member !== 'function' && typeof member !== 'symbol';
}

const sixteenDigits = /\d{16}/;
/** A string with the colon that makes it a name, if there is one, or an integer of 16 digits and more. */
const stringOrLongInteger = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

/**
 * Marks an integer that travels through `JSON.parse` as a string. A peer's own string that begins with it gets
 * it twice. JSON text knows only one way to write this character.
 */
const mark = '\u0000';
const markedString = '"\\u0000';

/**
 * Parses JSON; integers beyond ±2^53 become `ExactNumber`. A text without a run of 16 digits, which is nearly
 * every message, costs one `JSON.parse`.
 * @throws SyntaxError when the text is not JSON
 */
export function parseExact(text: string): unknown {
  const plain: unknown = JSON.parse(text);
  if (!sixteenDigits.test(text)) return plain;
  const seen = { longInteger: false };
  const marked = text.replace(stringOrLongInteger, (token, colon: string | undefined) => {
    if (token.startsWith('"')) {
      return colon === undefined && token.startsWith(markedString) ? `"\\u0000${token.slice(1)}` : token;
    }
    if (Number.isSafeInteger(Number(token))) return token;
    seen.longInteger = true;
    return JSON.stringify(mark + token);
  });
  return seen.longInteger ? JSON.parse(marked, (_name, value: unknown) => unmark(value)) : plain;
}

function unmark(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith(mark)) return value;
  return value.startsWith(mark + mark) ? value.slice(1) : new ExactNumber(value.slice(1));
}

/**
 * The exact slice of `text` that is the value of its top-level member `name`, without the white space around
 * it; undefined when there is none. Of a repeated name the last counts, as in `JSON.parse`.
 * @param text a JSON object that has been parsed successfully
 */
export function memberSlice(text: string, name: string): string | undefined {
  let slice: string | undefined;
  let at = skipSpace(text, text.indexOf('{') + 1);
  while (text[at] === '"') {
    const nameEnd = stringEnd(text, at);
    const isWanted = (JSON.parse(text.slice(at, nameEnd)) as string) === name;
    const valueStart = skipSpace(text, skipSpace(text, nameEnd) + 1);
    const valueStop = valueEnd(text, valueStart);
    if (isWanted) slice = text.slice(valueStart, valueStop);
    at = skipSpace(text, valueStop);
    if (text[at] === ',') at = skipSpace(text, at + 1);
  }
  return slice;
}

function skipSpace(text: string, at: number): number {
  while (text[at] === ' ' || text[at] === '\n' || text[at] === '\r' || text[at] === '\t') at += 1;
  return at;
}

function stringEnd(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function valueEnd(text: string, start: number): number {
  if (text[start] === '"') return stringEnd(text, start);
  if (text[start] !== '{' && text[start] !== '[') {
    let at = start;
    while (at < text.length && !',}] \n\r\t'.includes(text.charAt(at))) at += 1;
    return at;
  }
  let depth = 0;
  let at = start;
  do {
    const char = text[at];
    if (char === '"') {
      at = stringEnd(text, at);
      continue;
    }
    if (char === '{' || char === '[') depth += 1;
    if (char === '}' || char === ']') depth -= 1;
    at += 1;
  } while (depth > 0 && at < text.length);
  return at;
}
