import { entriesOf } from '../access.js';
import { built, valuesOfArray } from '../build.js';
import { fromByteChars, joinBytes, toByteChars } from '../bytes.js';
import { text } from '../convert.js';
import { isArray } from '../kind.js';
import type { PhpKey, PhpValue } from '../value.js';
import { asciiLower } from './case.js';

/** Takes a value where PHP has an argument by reference: `(value) => { count = value; }`. */
export type Setter = (value: PhpValue) => unknown;

interface Replaced {
  readonly text: string;
  readonly count: number;
}

/** Each may be an array; `setCount` gets the number of replacements. */
export function strReplace(
  search: unknown,
  replacement: unknown,
  subject: unknown,
  setCount?: Setter,
): PhpValue {
  return replaceIn(search, replacement, subject, setCount, (value, wanted, by) => {
    const parts = value.split(wanted);
    return { text: parts.join(by), count: parts.length - 1 };
  });
}

/** The same, ignoring the case of A to Z. */
export function strIreplace(
  search: unknown,
  replacement: unknown,
  subject: unknown,
  setCount?: Setter,
): PhpValue {
  return replaceIn(
    search,
    replacement,
    subject,
    setCount,
    (value, wanted, by) => {
      const lower = asciiLower(value);
      const pieces: string[] = [];
      let from = 0;
      for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
        pieces.push(value.slice(from, at));
        from = at + wanted.length;
      }
      return { text: [...pieces, value.slice(from)].join(by), count: pieces.length };
    },
    asciiLower,
  );
}

function replaceIn(
  search: unknown,
  replacement: unknown,
  subject: unknown,
  setCount: Setter | undefined,
  replace: (value: string, wanted: string, by: string) => Replaced,
  prepare: (wanted: string) => string = (wanted) => wanted,
): PhpValue {
  const wanted = isArray(search) ? valuesOfArray(search).map(text) : [text(search)];
  const replacements = isArray(replacement) ? valuesOfArray(replacement).map(text) : undefined;
  let count = 0;
  const inOne = (value: unknown): string => {
    let result = text(value);
    wanted.forEach((one, index) => {
      if (one === '') return;
      const replaced = replace(
        result,
        prepare(one),
        replacements ? (replacements[index] ?? '') : text(replacement),
      );
      count += replaced.count;
      result = replaced.text;
    });
    return joinBytes(result);
  };
  const entries: readonly [PhpKey, unknown][] = isArray(subject) ? entriesOf(subject) : [];
  const result: unknown = isArray(subject)
    ? built(entries.map(([key, value]) => [key, isArray(value) ? value : inOne(value)] as const))
    : inOne(subject);
  setCount?.(count);
  return result;
}

/** Replaces characters one by one, or, with an array, the longest texts first, each place once. */
export function strtr(value: unknown, from: unknown, to?: unknown): string {
  const subject = toByteChars(text(value));
  const pairs = isArray(from) ? pairsOf(from) : charPairs(toByteChars(text(from)), toByteChars(text(to)));
  if (pairs.size === 0) return text(value);
  const longest = Math.max(...[...pairs.keys()].map((name) => name.length));
  let result = '';
  let at = 0;
  while (at < subject.length) {
    let length = Math.min(longest, subject.length - at);
    while (length > 0 && !pairs.has(subject.slice(at, at + length))) length -= 1;
    result += length === 0 ? subject.charAt(at) : (pairs.get(subject.slice(at, at + length)) ?? '');
    at += Math.max(1, length);
  }
  return fromByteChars(result);
}

function pairsOf(array: unknown): Map<string, string> {
  const entries = entriesOf(array) as [PhpKey, unknown][];
  return new Map(
    entries
      .filter(([name]) => name !== '')
      .map(([name, by]) => [toByteChars(String(name)), toByteChars(text(by))]),
  );
}

function charPairs(from: string, to: string): Map<string, string> {
  const targets = Array.from(to);
  return new Map(
    Array.from(from)
      .slice(0, targets.length)
      .map((char, index) => [char, targets[index] ?? '']),
  );
}
