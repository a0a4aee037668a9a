import { compareBytes, sliceBytes } from '../bytes.js';
import { textArgument as text } from '../argument.js';
import { asciiLower, asciiUpper } from './case.js';

/** Compares by bytes: -1, 0 or 1 (before PHP 8.2 any number below or above 0). */
export function strcmp(left: unknown, right: unknown): number {
  return compareBytes(text(left), text(right));
}

export function strcasecmp(left: unknown, right: unknown): number {
  return ignoringCase(text(left), text(right));
}

/** The first `length` bytes. */
export function strncmp(left: unknown, right: unknown, length: number): number {
  return compareBytes(sliceBytes(text(left), 0, length), sliceBytes(text(right), 0, length));
}

export function strncasecmp(left: unknown, right: unknown, length: number): number {
  return ignoringCase(sliceBytes(text(left), 0, length), sliceBytes(text(right), 0, length));
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

function compareNaturally(left: string, right: string): number {
  const [a, b] = [pieces(left), pieces(right)];
  for (let at = 0; at < Math.min(a.length, b.length); at += 1) {
    const result = comparePieces(a[at] ?? '', b[at] ?? '');
    if (result !== 0) return result;
  }
  return Math.sign(a.length - b.length);
}

function pieces(value: string): string[] {
  return value.trimStart().match(/\d+|[^\d]/gu) ?? [];
}

function comparePieces(left: string, right: string): number {
  const isNumbers = /^\d/.test(left) && /^\d/.test(right);
  if (!isNumbers) return compareBytes(left, right);
  const [a, b] = [left.replace(/^0+(?=\d)/, ''), right.replace(/^0+(?=\d)/, '')];
  return a.length === b.length ? compareBytes(a, b) : Math.sign(a.length - b.length);
}
