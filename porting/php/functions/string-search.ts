import { compareBytes, fromByteChars, isAscii, sliceBytes, toByteChars } from '../bytes.js';
import { intArgument, intOrNull, textArgument as text } from '../argument.js';
import { isTruthy } from '../convert.js';
import { valueError } from '../php-error.js';
import type { PhpValue } from '../value.js';
import { asciiLower } from './case.js';

type Position = number | false;

/** A function of positions in bytes works on one character for each byte. */
function find(haystack: string, needle: string, offset: number, isLast: boolean): Position {
  const [chars, wanted] = [toByteChars(haystack), toByteChars(needle)];
  if (Math.abs(offset) > chars.length) throw valueError('The offset must be inside the text.');
  const start = offset < 0 ? chars.length + offset : offset;
  if (!isLast) return orFalse(chars.indexOf(wanted, start));
  if (offset >= 0) {
    const at = chars.lastIndexOf(wanted);
    return at < start ? false : at;
  }
  // A negative offset says where the last occurrence may begin, counted from the end.
  return orFalse(chars.lastIndexOf(wanted, chars.length + offset));
}

function orFalse(position: number): Position {
  return position < 0 ? false : position;
}

/** The position in bytes, or false. */
export function strpos(haystack: unknown, needle: unknown, offset: unknown = 0): PhpValue {
  const start = intArgument(offset);
  return find(text(haystack), text(needle), start, false);
}

export function stripos(haystack: unknown, needle: unknown, offset: unknown = 0): PhpValue {
  const start = intArgument(offset);
  return find(asciiLower(text(haystack)), asciiLower(text(needle)), start, false);
}

export function strrpos(haystack: unknown, needle: unknown, offset: unknown = 0): PhpValue {
  const start = intArgument(offset);
  return find(text(haystack), text(needle), start, true);
}

export function strripos(haystack: unknown, needle: unknown, offset: unknown = 0): PhpValue {
  const start = intArgument(offset);
  return find(asciiLower(text(haystack)), asciiLower(text(needle)), start, true);
}

/** The text from the first occurrence on, or before it; false if there is none. */
export function strstr(haystack: unknown, needle: unknown, beforeNeedle: unknown = false): PhpValue {
  const value = text(haystack);
  return part(value, value.indexOf(text(needle)), beforeNeedle);
}

export function stristr(haystack: unknown, needle: unknown, beforeNeedle: unknown = false): PhpValue {
  const value = text(haystack);
  return part(value, asciiLower(value).indexOf(asciiLower(text(needle))), beforeNeedle);
}

/** From the last occurrence of the first character of `needle`. */
export function strrchr(haystack: unknown, needle: unknown): PhpValue {
  const value = text(haystack);
  return part(value, value.lastIndexOf(text(needle).slice(0, 1)), false);
}

export function strpbrk(haystack: unknown, chars: unknown): PhpValue {
  const value = text(haystack);
  const wanted = text(chars);
  return part(
    value,
    Array.from(value).findIndex((char) => wanted.includes(char)),
    false,
  );
}

function part(value: string, at: number, before: unknown): string | false {
  if (at < 0) return false;
  return isTruthy(before) ? value.slice(0, at) : value.slice(at);
}

export function strContains(haystack: unknown, needle: unknown): boolean {
  return text(haystack).includes(text(needle));
}

export function strStartsWith(haystack: unknown, needle: unknown): boolean {
  return text(haystack).startsWith(text(needle));
}

export function strEndsWith(haystack: unknown, needle: unknown): boolean {
  return text(haystack).endsWith(text(needle));
}

/** How often `needle` is there, not counting those that overlap. */
export function substrCount(
  haystack: unknown,
  needle: unknown,
  offset: unknown = 0,
  length: unknown = null,
): number {
  const start = intArgument(offset);
  const size = intOrNull(length);
  const wanted = text(needle);
  if (wanted === '') throw valueError('The text to be counted must not be empty.');
  return substr(haystack, start, size).split(wanted).length - 1;
}

export function mbSubstrCount(haystack: unknown, needle: unknown): number {
  return substrCount(haystack, needle);
}

/** Counts bytes. A character that is cut in the middle is put together again when both parts are joined by `concat`. */
export function substr(value: unknown, offset: unknown, length: unknown = null): string {
  const offsetNumber = intArgument(offset);
  const size = intOrNull(length);
  const whole = text(value);
  const chars = isAscii(whole) ? whole : toByteChars(whole);
  const [start, end] = bounds(chars.length, offsetNumber, size);
  return fromByteChars(chars.slice(start, end));
}

function bounds(size: number, offset: number, length: number | null): [number, number] {
  const start = offset < 0 ? Math.max(0, size + offset) : Math.min(offset, size);
  if (length === null) return [start, size];
  const end = length < 0 ? size + length : start + length;
  return [start, Math.max(start, Math.min(size, end))];
}

export function substrReplace(
  value: unknown,
  replacement: unknown,
  offset: unknown,
  length: unknown = null,
): string {
  const offsetNumber = intArgument(offset);
  const size = intOrNull(length);
  const chars = toByteChars(text(value));
  const [start, end] = bounds(chars.length, offsetNumber, size);
  return fromByteChars(chars.slice(0, start) + toByteChars(text(replacement)) + chars.slice(end));
}

export function substrCompare(
  left: unknown,
  right: unknown,
  offset: unknown,
  length: unknown = null,
  ignoresCase: unknown = false,
): PhpValue {
  const start = intArgument(offset);
  const size = intOrNull(length);
  const piece = substr(left, start, size);
  const other = size === null ? text(right) : sliceBytes(text(right), 0, size);
  return isTruthy(ignoresCase)
    ? compareBytes(asciiLower(piece), asciiLower(other))
    : compareBytes(piece, other);
}

/** Positions and lengths of the `mb_` functions count characters. */
export function mbStrpos(haystack: unknown, needle: unknown, offset: unknown = 0): PhpValue {
  const start = intArgument(offset);
  return mbFind(text(haystack), text(needle), start, false);
}

export function mbStripos(haystack: unknown, needle: unknown, offset: unknown = 0): PhpValue {
  const start = intArgument(offset);
  return mbFind(text(haystack).toLowerCase(), text(needle).toLowerCase(), start, false);
}

export function mbStrrpos(haystack: unknown, needle: unknown, offset: unknown = 0): PhpValue {
  const start = intArgument(offset);
  return mbFind(text(haystack), text(needle), start, true);
}

function mbFind(haystack: string, needle: string, offset: number, isLast: boolean): Position {
  const chars = Array.from(haystack);
  if (Math.abs(offset) > chars.length) throw valueError('The offset must be inside the text.');
  const start = chars.slice(0, offset < 0 ? chars.length + offset : offset).join('').length;
  const at = isLast ? haystack.lastIndexOf(needle) : haystack.indexOf(needle, start);
  return at < start ? false : Array.from(haystack.slice(0, at)).length;
}

export function mbStrstr(haystack: unknown, needle: unknown, beforeNeedle: unknown = false): PhpValue {
  return strstr(haystack, needle, beforeNeedle);
}
