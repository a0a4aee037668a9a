import { copyOf } from '../access.js';
import { valuesOfArray } from '../build.js';
import { byteLength, fromByteChars, joinBytes, toByteChars } from '../bytes.js';
import { intArgument, intOrNull, textArgument as text } from '../argument.js';
import { isTruthy, text as textOf } from '../convert.js';
import { isArray } from '../kind.js';
import { typeError, valueError } from '../php-error.js';
import { PhpArray } from '../php-array.js';
import type { PhpValue } from '../value.js';

/** The number of bytes in UTF-8, as in PHP: `ä` has 2. */
export function strlen(value: unknown): number {
  return byteLength(text(value));
}

/** The number of characters. */
export function mbStrlen(value: unknown): number {
  return Array.from(text(value)).length;
}

export function mbSubstr(value: unknown, offset: unknown, length: unknown = null): string {
  const offsetNumber = intArgument(offset);
  const size = intOrNull(length);
  const chars = Array.from(text(value));
  const start = offsetNumber < 0 ? Math.max(0, chars.length + offsetNumber) : offsetNumber;
  const end = size === null ? chars.length : size < 0 ? chars.length + size : start + size;
  return chars.slice(start, Math.max(start, end)).join('');
}

/** Separator and array, in either order, or the array alone. */
export function implode(separator: unknown, array?: unknown): string {
  if (isArray(separator)) return joinBytes(valuesOfArray(separator).map(textOf).join(text(array)));
  if (!isArray(array)) throw typeError('An array is needed here, to be joined to a text.');
  return joinBytes(valuesOfArray(array).map(textOf).join(text(separator)));
}

/** @param limit at most so many parts, the rest in the last one; a negative one leaves parts out at the end */
export function explode(separator: unknown, value: unknown, limit: unknown = null): string[] {
  const limitNumber = intOrNull(limit);
  const by = text(separator);
  if (by === '') throw valueError('The separator must not be empty.');
  const parts = text(value).split(by);
  if (limitNumber === null) return parts;
  if (limitNumber < 0) return parts.slice(0, limitNumber);
  const most = Math.max(1, limitNumber);
  return parts.length <= most ? parts : [...parts.slice(0, most - 1), parts.slice(most - 1).join(by)];
}

/** Pieces of so many bytes. */
export function strSplit(value: unknown, length: unknown = 1): string[] {
  const size = intArgument(length);
  return piecesOf(Array.from(toByteChars(text(value))), size).map(fromByteChars);
}

export function mbStrSplit(value: unknown, length: unknown = 1): string[] {
  const size = intArgument(length);
  return piecesOf(Array.from(text(value)), size);
}

function piecesOf(chars: readonly string[], length: number): string[] {
  if (length < 1) throw valueError('A piece must be one or more long.');
  return Array.from({ length: Math.ceil(chars.length / length) }, (_, index) =>
    chars.slice(index * length, (index + 1) * length).join(''),
  );
}

export function chunkSplit(value: unknown, length: unknown = 76, separator: unknown = '\r\n'): string {
  const size = intArgument(length);
  return strSplit(value, size)
    .map((piece) => piece + text(separator))
    .join('');
}

export function strRepeat(value: unknown, times: unknown): string {
  const repeats = intArgument(times);
  if (repeats < 0) throw valueError('A text can be repeated 0 or more times.');
  return text(value).repeat(repeats);
}

/** @param type 0 left, 1 right, 2 both: STR_PAD_LEFT and so on */
export function strPad(value: unknown, length: unknown, pad: unknown = ' ', type: unknown = 1): string {
  const size = intArgument(length);
  const chars = toByteChars(text(value));
  return fromByteChars(padded(Array.from(chars), size, Array.from(toByteChars(text(pad))), type));
}

export function mbStrPad(value: unknown, length: unknown, pad: unknown = ' ', type: unknown = 1): string {
  const size = intArgument(length);
  return padded(Array.from(text(value)), size, Array.from(text(pad)), type);
}

function padded(chars: readonly string[], length: number, pad: readonly string[], type: unknown): string {
  if (pad.length === 0) throw valueError('The text to pad with must not be empty.');
  const missing = Math.max(0, length - chars.length);
  const left = type === 0 ? missing : type === 2 ? Math.floor(missing / 2) : 0;
  const fill = (size: number): string =>
    Array.from({ length: size }, (_, index) => pad[index % pad.length]).join('');
  return fill(left) + chars.join('') + fill(missing - left);
}

/** Turns the bytes round, as PHP does: use it for ASCII only. */
export function strrev(value: unknown): string {
  return fromByteChars(
    Array.from(toByteChars(text(value)))
      .reverse()
      .join(''),
  );
}

const white = ' \n\r\t\v\0';

/** White space, or the characters given, where `a..z` is a range. */
export function trim(value: unknown, chars: unknown = white): string {
  return ltrim(rtrim(value, chars), chars);
}

export function ltrim(value: unknown, chars: unknown = white): string {
  const letters = Array.from(text(value));
  const trimmed = trimSet(text(chars));
  const start = letters.findIndex((char) => !trimmed.has(char));
  return start < 0 ? '' : letters.slice(start).join('');
}

export function rtrim(value: unknown, chars: unknown = white): string {
  const letters = Array.from(text(value));
  const trimmed = trimSet(text(chars));
  const end = letters.findLastIndex((char) => !trimmed.has(char));
  return letters.slice(0, end + 1).join('');
}

function trimSet(chars: string): Set<string> {
  const set = new Set(chars.replace(/(.)\.\.(.)/gsu, ''));
  for (const [, from = '', to = ''] of chars.matchAll(/(.)\.\.(.)/gsu)) {
    for (let code = from.codePointAt(0) ?? 0; code <= (to.codePointAt(0) ?? 0); code += 1)
      set.add(String.fromCodePoint(code));
  }
  return set;
}

/** Breaks lines at blanks. @param cut whether longer words are cut */
export function wordwrap(
  value: unknown,
  width: unknown = 75,
  lineBreak: unknown = '\n',
  cut: unknown = false,
): string {
  const columns = intArgument(width);
  const by = text(lineBreak);
  const chars = toByteChars(text(value));
  if (by === '') throw valueError('The line break must not be empty.');
  const lines: string[] = [];
  let start = 0;
  let blank = 0;
  for (let at = 0; at < chars.length; at += 1) {
    if (chars.startsWith(by, at) && at + by.length < chars.length) {
      lines.push(chars.slice(start, at) + by);
      at += by.length - 1;
      start = blank = at + 1;
    } else if (chars[at] === ' ') {
      if (at - start >= columns) {
        lines.push(chars.slice(start, at) + by);
        start = at + 1;
      }
      blank = at;
    } else if (at - start >= columns && isTruthy(cut) && start >= blank) {
      lines.push(chars.slice(start, at) + by);
      start = blank = at;
    } else if (at - start >= columns && start < blank) {
      lines.push(chars.slice(start, blank) + by);
      start = blank = blank + 1;
    }
  }
  return fromByteChars(lines.join('') + chars.slice(start));
}

/** @param format 0 the number of words, 1 the words, 2 the words by their positions */
export function strWordCount(value: unknown, format: unknown = 0): PhpValue {
  const kind = intArgument(format);
  const words = [...text(value).matchAll(/[A-Za-z'][A-Za-z'-]*/g)];
  if (kind === 0) return words.length;
  if (kind === 1) return words.map(([word]) => word);
  return copyOf(new PhpArray(words.map((match) => [match.index, match[0]] as const)));
}

/** How often each byte occurs. @param mode 1 those that occur, 3 their characters */
export function countChars(value: unknown, mode: unknown = 0): PhpValue {
  const kind = intArgument(mode);
  const counts = new PhpArray();
  if (kind === 0) for (let code = 0; code < 256; code += 1) counts.set(code, 0);
  for (const char of Array.from(toByteChars(text(value))).sort()) {
    counts.set(char.charCodeAt(0), Number(counts.get(char.charCodeAt(0)) ?? 0) + 1);
  }
  return kind === 3 ? fromByteChars(String.fromCharCode(...counts.keys().map(Number))) : counts;
}
