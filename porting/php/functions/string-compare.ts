import { compareBytes, sliceBytes, toByteChars } from '../bytes.js';
import { intArgument, textArgument as text } from '../argument.js';
import { asciiLower, asciiUpper } from './case.js';

/** Compares by bytes: -1, 0 or 1 (before PHP 8.2 any number below or above 0). */
export function strcmp(left: unknown, right: unknown): number {
  return compareBytes(text(left), text(right));
}

export function strcasecmp(left: unknown, right: unknown): number {
  return ignoringCase(text(left), text(right));
}

/** The first `length` bytes. */
export function strncmp(left: unknown, right: unknown, length: unknown): number {
  const size = intArgument(length);
  return compareBytes(sliceBytes(text(left), 0, size), sliceBytes(text(right), 0, size));
}

export function strncasecmp(left: unknown, right: unknown, length: unknown): number {
  const size = intArgument(length);
  return ignoringCase(sliceBytes(text(left), 0, size), sliceBytes(text(right), 0, size));
}

function ignoringCase(left: string, right: string): number {
  return compareBytes(asciiLower(left), asciiLower(right));
}

/** Numbers inside the texts count as numbers: `img2` before `img10`. */
export function strnatcmp(left: unknown, right: unknown): number {
  return compareNaturally(text(left), text(right));
}

export function strnatcasecmp(left: unknown, right: unknown): number {
  return compareNaturally(asciiUpper(text(left)), asciiUpper(text(right)));
}

/** Where two texts are compared, and how far that has come. */
interface Cursor {
  readonly chars: string;
  at: number;
}

function compareNaturally(left: string, right: string): number {
  if (left === '' || right === '') return Math.sign(left.length - right.length);
  const [a, b] = [start(left), start(right)];
  for (;;) {
    skipSpace(a);
    skipSpace(b);
    if (isDigit(a) && isDigit(b)) {
      const result = compareDigits(a, b);
      if (result !== 0) return result;
      if (isAtEnd(a) || isAtEnd(b)) return Number(isAtEnd(b)) - Number(isAtEnd(a));
    }
    // Blanks after a number count, others do not.
    const result = charCode(a) - charCode(b);
    if (result !== 0) return Math.sign(result);
    a.at += 1;
    b.at += 1;
    if (isAtEnd(a) || isAtEnd(b)) return Number(isAtEnd(b)) - Number(isAtEnd(a));
  }
}

/** Zeros before a number at the beginning do not count. */
function start(value: string): Cursor {
  return { chars: toByteChars(value).replace(/^0+(?=\d)/, ''), at: 0 };
}

function skipSpace(cursor: Cursor): void {
  while (/\s/.test(cursor.chars.charAt(cursor.at))) cursor.at += 1;
}

function isDigit({ chars, at }: Cursor): boolean {
  return /\d/.test(chars.charAt(at));
}

function isAtEnd({ chars, at }: Cursor): boolean {
  return at >= chars.length;
}

/** -1 behind the end. */
function charCode({ chars, at }: Cursor): number {
  return at < chars.length ? chars.charCodeAt(at) : -1;
}

/** Digits with a zero in front are a fraction, compared from the left; of others the longer number is greater. */
function compareDigits(a: Cursor, b: Cursor): number {
  const [left, right] = [takeDigits(a), takeDigits(b)];
  const isFraction = left.startsWith('0') || right.startsWith('0');
  return isFraction || left.length === right.length
    ? compareBytes(left, right)
    : Math.sign(left.length - right.length);
}

function takeDigits(cursor: Cursor): string {
  const digits = /^\d+/.exec(cursor.chars.slice(cursor.at))?.[0] ?? '';
  cursor.at += digits.length;
  return digits;
}
