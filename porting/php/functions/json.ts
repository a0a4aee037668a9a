import { intArgument } from '../argument.js';
import { ExactNumber, RawJson } from '../../../runtime/exact-json.js';
import { entriesOf } from '../access.js';
import { isText } from '../bytes.js';
import { findMethod } from '../callables.js';
import { isTruthy, text } from '../convert.js';
import { isArray, isInt } from '../kind.js';
import { exactFloatText, parseNumeric } from '../number-text.js';
import { PhpArray } from '../php-array.js';
import { PhpError, valueError } from '../php-error.js';
import type { PhpKey, PhpValue } from '../value.js';
import { JsonProblem, JsonReader } from './json-decode.js';

let lastFault = 0;

const sentences: Readonly<Record<number, string>> = {
  0: 'No error',
  1: 'Maximum stack depth exceeded',
  3: 'Control character error, possibly incorrectly encoded',
  4: 'Syntax error',
  5: 'Malformed UTF-8 characters, possibly incorrectly encoded',
  7: 'Inf and NaN cannot be JSON encoded',
  8: 'Type is not supported',
};

export function jsonLastError(): number {
  return lastFault;
}

export function jsonLastErrorMsg(): string {
  return sentences[lastFault] ?? 'Unknown error';
}

/**
 * null when it is no JSON. Objects are plain objects, or arrays when `associative`; ints beyond 2^53 are exact.
 * @throws PhpError PHP_JSON with JSON_THROW_ON_ERROR
 */
export function jsonDecode(
  json: unknown,
  associative: unknown = null,
  depth = 512,
  flags: unknown = 0,
): PhpValue {
  const bits = intArgument(flags);
  if (depth < 1) throw valueError('The depth must be 1 or more.');
  const asArrays =
    associative === null || associative === undefined ? (bits & 1) !== 0 : isTruthy(associative);
  try {
    const reader = new JsonReader(text(json), { asArrays, depth, bigAsText: (bits & 2) !== 0 });
    const value = reader.read();
    if ((bits & throwing) === 0) lastFault = 0;
    return value;
  } catch (problem) {
    if (!(problem instanceof JsonProblem)) throw problem;
    return fail(problem.fault, bits, null);
  }
}

const throwing = 4194304;

function fail(fault: number, flags: number, result: unknown): unknown {
  if ((flags & throwing) !== 0) {
    throw new PhpError(
      'PHP_JSON',
      `${sentences[fault] ?? 'Unknown error'}: this text or value is not what JSON can say.`,
      'JsonException',
    );
  }
  lastFault = fault;
  return result;
}

class EncodeProblem extends Error {
  constructor(readonly fault: number) {
    super('not for JSON');
  }
}

/**
 * As PHP writes it: slashes and all that is not ASCII escaped, unless the flags say otherwise. False when it cannot be.
 * @throws PhpError PHP_JSON with JSON_THROW_ON_ERROR
 */
export function jsonEncode(value: unknown, flags: unknown = 0, _depth = 512): PhpValue {
  const bits = intArgument(flags);
  try {
    const json = encoded(value, bits, '');
    if ((bits & throwing) === 0) lastFault = 0;
    return json;
  } catch (problem) {
    if (!(problem instanceof EncodeProblem)) throw problem;
    return fail(problem.fault, bits, false);
  }
}

function encoded(value: unknown, flags: number, indent: string): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (typeof value === 'number') return encodedNumber(value);
  if (value instanceof ExactNumber) return value.digits;
  if (value instanceof RawJson) return value.text;
  if (typeof value === 'string') return encodedText(value, flags);
  if (isArray(value))
    return isList(value) && (flags & 16) === 0
      ? encodedList(value, flags, indent)
      : encodedMembers(entriesOf(value), flags, indent);
  if (typeof value === 'function') return '{}';
  const own: unknown = ownJson(value);
  if (own !== value) return encoded(own, flags, indent);
  return encodedMembers(Object.entries(value), flags, indent);
}

/** JsonSerializable, or what JSON.stringify asks. */
function ownJson(object: object): unknown {
  const own = findMethod(object, 'jsonSerialize') ?? findMethod(object, 'toJSON');
  return own === undefined ? object : (own() as unknown);
}

function isList(array: unknown[] | PhpArray): boolean {
  return !(array instanceof PhpArray) || array.isList();
}

function encodedNumber(value: number): string {
  if (!Number.isFinite(value)) throw new EncodeProblem(7);
  if (Object.is(value, -0)) return '-0';
  return isInt(value) ? String(value) : exactFloatText(value, 'e');
}

function encodedText(value: string, flags: number): string {
  if (!isText(value)) throw new EncodeProblem(5);
  const number = (flags & 32) === 0 ? undefined : parseNumeric(value);
  if (number !== undefined) return encoded(number, 0, '');
  let json = JSON.stringify(value);
  if ((flags & 64) === 0) json = json.replaceAll('/', '\\/');
  if ((flags & 256) === 0)
    json = json.replace(/[\u007f-\uffff]/g, (char) => (char === '\u007f' ? char : unicode(char)));
  else if ((flags & 2048) === 0) json = json.replace(/[\u2028\u2029]/g, unicode);
  return hexed(json, flags);
}

function hexed(json: string, flags: number): string {
  let inner = json.slice(1, -1);
  if ((flags & 1) !== 0) inner = inner.replaceAll('<', '\\u003C').replaceAll('>', '\\u003E');
  if ((flags & 2) !== 0) inner = inner.replaceAll('&', '\\u0026');
  if ((flags & 4) !== 0) inner = inner.replaceAll("'", '\\u0027');
  if ((flags & 8) !== 0) inner = inner.replaceAll('\\"', '\\u0022');
  return `"${inner}"`;
}

function unicode(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

function encodedList(array: unknown[] | PhpArray, flags: number, indent: string): string {
  const inner = `${indent}    `;
  const values = [...array].map((value) => encoded(value, flags, inner));
  return laidOut('[', values, ']', flags, indent);
}

function encodedMembers(entries: readonly [PhpKey, unknown][], flags: number, indent: string): string {
  const colon = (flags & 128) === 0 ? ':' : ': ';
  const members = entries
    .filter(([, value]) => typeof value !== 'function')
    .map(
      ([key, value]) =>
        `${encodedText(String(key), flags & ~32)}${colon}${encoded(value, flags, `${indent}    `)}`,
    );
  return laidOut('{', members, '}', flags, indent);
}

function laidOut(
  open: string,
  parts: readonly string[],
  close: string,
  flags: number,
  indent: string,
): string {
  if ((flags & 128) === 0 || parts.length === 0) return `${open}${parts.join(',')}${close}`;
  return `${open}\n${parts.map((part) => `${indent}    ${part}`).join(',\n')}\n${indent}${close}`;
}
