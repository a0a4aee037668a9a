import { intArgument, intOrNull } from '../argument.js';
import { entriesOf } from '../access.js';
import { built, entriesOfArray, replaceEntries, valuesOfArray } from '../build.js';
import { byteOffset, joinBytes, sliceBytes } from '../bytes.js';
import { callable } from '../callables.js';
import { text } from '../convert.js';
import { isArray } from '../kind.js';
import { PhpArray } from '../php-array.js';
import { PhpError } from '../php-error.js';
import type { PhpKey, PhpValue } from '../value.js';
import { patternOf, quoted, type Pattern } from './pattern.js';
import type { Setter } from './string-replace.js';

/** A function that stores the matches, or an array that takes them. */
type Matches = Setter | unknown[] | PhpArray | null | undefined;

/**
 * 1 or 0. Patterns always work on characters, as with the modifier `u`; positions are in bytes.
 * @param matches `(value) => { matches = value; }`, or an array to be filled
 * @throws PhpError PHP_PATTERN when JavaScript cannot do what the pattern asks for
 */
export function pregMatch(
  pattern: unknown,
  subject: unknown,
  matches?: Matches,
  flags: unknown = 0,
  offset: unknown = 0,
): PhpValue {
  const bits = intArgument(flags);
  const start = intArgument(offset);
  const { expression, names } = patternOf(text(pattern));
  const given = text(subject);
  const match = execute(expression, given, sliceBytes(given, 0, start).length);
  store(matches, match === null ? [] : groupsOf(match, names, bits));
  return match === null ? 0 : 1;
}

function execute(expression: RegExp, subject: string, from: number): RegExpExecArray | null {
  expression.lastIndex = from;
  return expression.exec(subject);
}

function store(matches: Matches, value: unknown): void {
  if (matches === null || matches === undefined) return;
  if (typeof matches === 'function') {
    matches(value);
    return;
  }
  if (Array.isArray(matches) && !Array.isArray(value)) {
    throw new PhpError(
      'PHP_TYPE',
      'Named groups do not fit into a list: give a function (value) => { matches = value; }.',
      'TypeError',
    );
  }
  replaceEntries(matches, entriesOf(value));
}

/** The groups of one match; those at the end that took no part are left out unless they are asked for as null. */
function groupsOf(
  match: RegExpExecArray,
  names: Pattern['names'],
  flags: number,
  keepsAll = false,
): PhpValue {
  const asNull = (flags & 512) !== 0;
  const last =
    keepsAll || asNull
      ? match.length - 1
      : match.findLastIndex((group: string | undefined) => group !== undefined);
  const groups = new PhpArray();
  for (let index = 0; index <= last; index += 1) {
    const group = groupValue(match, index, flags);
    const name = names.get(index);
    if (name !== undefined) groups.set(name, group);
    groups.set(index, group);
  }
  return built(groups.entries());
}

function groupValue(match: RegExpExecArray, index: number, flags: number): unknown {
  const value = match[index] ?? ((flags & 512) === 0 ? '' : null);
  if ((flags & 256) === 0) return value;
  const position = match.indices?.[index]?.[0];
  return [value, position === undefined ? -1 : byteOffset(match.input, position)];
}

function matchesIn(pattern: Pattern, subject: string): RegExpExecArray[] {
  pattern.expression.lastIndex = 0;
  return [...subject.matchAll(pattern.expression)];
}

/** The number of matches. @param flags PREG_PATTERN_ORDER 1, or PREG_SET_ORDER 2 */
export function pregMatchAll(
  pattern: unknown,
  subject: unknown,
  matches?: Matches,
  flags: unknown = 1,
): PhpValue {
  const bits = intArgument(flags);
  const translated = patternOf(text(pattern));
  const found = matchesIn(translated, text(subject));
  store(
    matches,
    (bits & 2) === 2
      ? found.map((match): unknown => groupsOf(match, translated.names, bits))
      : byGroup(found, translated, bits),
  );
  return found.length;
}

function byGroup(found: readonly RegExpExecArray[], { expression, names }: Pattern, flags: number): PhpValue {
  const size = (new RegExp(`${expression.source}|`, 'u').exec('') ?? []).length;
  const groups = new PhpArray();
  for (let index = 0; index < size; index += 1) {
    const column = found.map((match) => groupValue(match, index, flags));
    const name = names.get(index);
    if (name !== undefined) groups.set(name, column);
    groups.set(index, column);
  }
  return built(groups.entries());
}

type Replacement = (match: RegExpExecArray, names: Pattern['names']) => string;

function replaceAll(pattern: unknown, by: Replacement, subject: string, limit: number): [string, number] {
  const translated = patternOf(text(pattern));
  let [result, from, count] = ['', 0, 0];
  for (const match of matchesIn(translated, subject)) {
    if (limit >= 0 && count >= limit) break;
    result += subject.slice(from, match.index) + by(match, translated.names);
    from = match.index + match[0].length;
    count += 1;
  }
  return [joinBytes(result + subject.slice(from)), count];
}

function replaceEach(
  patterns: unknown,
  replacementFor: (index: number) => Replacement,
  subject: unknown,
  limit: number,
  setCount: Setter | undefined,
): PhpValue {
  const list: unknown[] = isArray(patterns) ? valuesOfArray(patterns) : [patterns];
  let total = 0;
  const inOne = (value: unknown): string =>
    list.reduce((result: string, pattern: unknown, index): string => {
      const [replaced, count] = replaceAll(pattern, replacementFor(index), result, limit);
      total += count;
      return replaced;
    }, text(value));
  const result: unknown = isArray(subject)
    ? built((entriesOf(subject) as [PhpKey, unknown][]).map(([key, value]) => [key, inOne(value)] as const))
    : inOne(subject);
  setCount?.(total);
  return result;
}

/** `$1`, `${1}` and `\1` in the replacement are the groups. */
export function pregReplace(
  pattern: unknown,
  replacement: unknown,
  subject: unknown,
  limit: unknown = -1,
  setCount?: Setter,
): PhpValue {
  const most = intArgument(limit);
  const texts = isArray(replacement) ? valuesOfArray(replacement).map(text) : undefined;
  const by = (index: number): Replacement => {
    const template = texts === undefined ? text(replacement) : (texts[index] ?? '');
    return (match) =>
      template.replace(
        /\\\\|(?:\\|\$)(\d{1,2})|\$\{(\d{1,2})\}/g,
        (whole, plain?: string, braced?: string) =>
          whole === '\\\\' ? '\\' : (match[Number(plain ?? braced)] ?? ''),
      );
  };
  return replaceEach(pattern, by, subject, most, setCount);
}

/** The function gets the groups of the match, and returns what comes in its place. */
export function pregReplaceCallback(
  pattern: unknown,
  callback: unknown,
  subject: unknown,
  limit: unknown = -1,
  setCount?: Setter,
  flags: unknown = 0,
): PhpValue {
  const most = intArgument(limit);
  const bits = intArgument(flags);
  const call = callable(callback);
  const by: Replacement = (match, names) => text(call(groupsOf(match, names, bits)));
  return replaceEach(pattern, () => by, subject, most, setCount);
}

/** @param flags PREG_SPLIT_NO_EMPTY 1, PREG_SPLIT_DELIM_CAPTURE 2, PREG_SPLIT_OFFSET_CAPTURE 4 */
export function pregSplit(
  pattern: unknown,
  subject: unknown,
  limit: unknown = -1,
  flags: unknown = 0,
): PhpValue {
  const limitNumber = intOrNull(limit);
  const bits = intArgument(flags);
  const given = text(subject);
  const parts: unknown[] = [];
  const most = limitNumber === null || limitNumber < 1 ? Infinity : limitNumber;
  const push = (part: string, at: number): void => {
    if ((bits & 1) === 1 && part === '') return;
    parts.push((bits & 4) === 4 ? [part, byteOffset(given, at)] : part);
  };
  let from = 0;
  let taken = 1;
  for (const match of matchesIn(patternOf(text(pattern)), given)) {
    if (taken >= most) break;
    if (given.slice(from, match.index) !== '' || (bits & 1) === 0) taken += 1;
    push(given.slice(from, match.index), from);
    if ((bits & 2) === 2)
      match.slice(1).forEach((group: string | undefined, index) => {
        if (group !== undefined) push(group, match.indices?.[index + 1]?.[0] ?? 0);
      });
    from = match.index + match[0].length;
  }
  push(given.slice(from), from);
  return parts;
}

export function pregQuote(value: unknown, delimiter: unknown = null): string {
  return quoted(text(value), text(delimiter));
}

/** The elements that match; with PREG_GREP_INVERT 1 those that do not. */
export function pregGrep(pattern: unknown, array: unknown, flags: unknown = 0): PhpValue {
  const bits = intArgument(flags);
  const { expression } = patternOf(text(pattern));
  return built(
    entriesOfArray(array).filter(
      ([, value]) => (execute(expression, text(value), 0) !== null) === (bits === 0),
    ),
  );
}

/** 0: what goes wrong with a pattern here is thrown. */
export function pregLastError(): number {
  return 0;
}

export function pregLastErrorMsg(): string {
  return 'No error';
}
