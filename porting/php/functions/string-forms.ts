import { fromByteChars, isText, toByteChars } from '../bytes.js';
import { intArgument, textArgument as text } from '../argument.js';
import { notSupported } from '../php-error.js';
import type { PhpValue } from '../value.js';
import { asciiLower, asciiUpper } from './case.js';
import type { Setter } from './string-replace.js';

/** Only A to Z, as in PHP 8; `mbStrtolower` changes all letters. */
export function strtolower(value: unknown): string {
  return asciiLower(text(value));
}

export function strtoupper(value: unknown): string {
  return asciiUpper(text(value));
}

export function ucfirst(value: unknown): string {
  const whole = text(value);
  return asciiUpper(whole.slice(0, 1)) + whole.slice(1);
}

export function lcfirst(value: unknown): string {
  const whole = text(value);
  return asciiLower(whole.slice(0, 1)) + whole.slice(1);
}

export function ucwords(value: unknown, separators: unknown = ' \t\r\n\f\v'): string {
  const between = new Set(Array.from(text(separators)));
  let isFirst = true;
  return Array.from(text(value), (char) => {
    const letter = isFirst ? asciiUpper(char) : char;
    isFirst = between.has(char);
    return letter;
  }).join('');
}

export function mbStrtolower(value: unknown): string {
  return text(value).toLowerCase();
}

export function mbStrtoupper(value: unknown): string {
  return text(value).toUpperCase();
}

/** @param mode 0 upper, 1 lower, 2 title: MB_CASE_UPPER and so on */
export function mbConvertCase(value: unknown, mode: unknown): string {
  const kind = intArgument(mode);
  if (kind === 0) return mbStrtoupper(value);
  const lower = mbStrtolower(value);
  return kind === 1
    ? lower
    : lower.replace(/(?<![\p{L}\p{M}\p{N}'’])\p{L}/gu, (letter) => letter.toUpperCase());
}

/**
 * Between UTF-8 and ISO-8859-1 (or Windows-1252), the two that occur with the PBX.
 * @throws PhpError PHP_NOT_SUPPORTED for other encodings
 */
export function mbConvertEncoding(value: unknown, to: unknown, from: unknown = 'UTF-8'): string {
  const [target, source] = [encodingOf(to), encodingOf(from)];
  if (target === source) return text(value);
  return target === 'utf-8' ? utf8Encode(value) : utf8Decode(value);
}

export function iconv(from: unknown, to: unknown, value: unknown): string {
  return mbConvertEncoding(value, to, from);
}

function encodingOf(name: unknown): 'utf-8' | 'latin1' {
  const plain = text(name)
    .toLowerCase()
    .replace(/\/\/.*$/, '');
  if (['utf-8', 'utf8', 'us-ascii', 'ascii'].includes(plain)) return 'utf-8';
  if (['iso-8859-1', 'latin1', 'iso8859-1'].includes(plain)) return 'latin1';
  throw notSupported(`Only UTF-8 and ISO-8859-1 are converted, not ${text(name)}: use TextDecoder.`);
}

/** Bytes of ISO-8859-1 as text. */
export function utf8Encode(value: unknown): string {
  return toByteChars(text(value));
}

/** Text as bytes of ISO-8859-1; `?` for what it does not have. */
export function utf8Decode(value: unknown): string {
  return fromByteChars(Array.from(text(value), (char) => (char.charCodeAt(0) > 0xff ? '?' : char)).join(''));
}

export function mbCheckEncoding(value: unknown): boolean {
  return isText(text(value));
}

/** The byte with this number. Two that make a character together are put together by `concat`. */
export function chr(code: unknown): string {
  const codePoint = intArgument(code);
  return fromByteChars(String.fromCharCode(((codePoint % 256) + 256) % 256));
}

/** The number of the first byte. */
export function ord(value: unknown): number {
  return toByteChars(text(value)).charCodeAt(0) || 0;
}

export function mbChr(code: unknown): string {
  const codePoint = intArgument(code);
  return String.fromCodePoint(codePoint);
}

export function mbOrd(value: unknown): number {
  return text(value).codePointAt(0) ?? 0;
}

export function strRot13(value: unknown): string {
  return text(value).replace(/[a-z]/gi, (char) => {
    const base = char <= 'Z' ? 65 : 97;
    return String.fromCharCode(((char.charCodeAt(0) - base + 13) % 26) + base);
  });
}

export function nl2br(value: unknown): string {
  return text(value).replace(/\r\n|\n\r|\n|\r/g, (end) => `<br />${end}`);
}

/** The least number of changes from one text to the other. */
export function levenshtein(left: unknown, right: unknown): number {
  const [a, b] = [toByteChars(text(left)), toByteChars(text(right))];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const nextRow = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      nextRow.push(Math.min(replaced, (row[j] ?? 0) + 1, (nextRow[j - 1] ?? 0) + 1));
    }
    row = nextRow;
  }
  return row[b.length] ?? 0;
}

/** The number of characters that both have, as PHP counts them; `setPercent` gets it in percent. */
export function similarText(left: unknown, right: unknown, setPercent?: Setter): number {
  const [a, b] = [toByteChars(text(left)), toByteChars(text(right))];
  const common = similar(a, b);
  const percent: PhpValue = a.length + b.length === 0 ? 0 : (common * 2 * 100) / (a.length + b.length);
  setPercent?.(percent);
  return common;
}

function similar(a: string, b: string): number {
  let best = 0;
  let [atA, atB] = [0, 0];
  for (let i = 0; i < a.length; i += 1) {
    for (let j = 0; j < b.length; j += 1) {
      let size = 0;
      while (i + size < a.length && j + size < b.length && a[i + size] === b[j + size]) size += 1;
      if (size > best) [best, atA, atB] = [size, i, j];
    }
  }
  if (best === 0) return 0;
  return best + similar(a.slice(0, atA), b.slice(0, atB)) + similar(a.slice(atA + best), b.slice(atB + best));
}
