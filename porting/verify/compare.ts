import { classOfMember } from '../../protocol/redaction-rules.js';
import { ExactNumber } from '../../runtime/exact-json.js';
import type { MemberDifference } from './report.js';

/** Compares a message with the recorded one; what it lets pass is counted. */
export interface Comparison {
  readonly differences: readonly MemberDifference[];
  /** Members that are unequal and differ by nature, or hold a secret. */
  readonly byNature: number;
  /** Members that are unequal, as somebody asked for. */
  readonly ignored: number;
}

/** Members whose values differ from run to run, in lower case. Source: docs/protocol.md, "Login of a user". */
const namesByNature = new Set([
  'nonce',
  'challenge',
  'response',
  'digest',
  'useragent',
  'agent',
  '_sourcename',
]);

/** A masked value: docs/trace.md, "Redaction". */
const placeholder = /‹[a-z]+ \d+ [0-9a-f]{8}›/;

/** Differences that are listed of one message. */
const listedLimit = 50;

/**
 * Member by member; the order of members does not count, that of lists does.
 * @param isIgnored says whether the member at these steps from the message, names and indexes, is not compared
 */
export function compareMessages(
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
  isIgnored: (steps: readonly string[]) => boolean = () => false,
): Comparison {
  const comparing = new Comparing(isIgnored, typeof expected['mt'] === 'string' ? expected['mt'] : undefined);
  comparing.members(expected, actual, [], true);
  return comparing;
}

type Members = Readonly<Record<string, unknown>>;

class Comparing implements Comparison {
  readonly differences: MemberDifference[] = [];
  byNature = 0;
  ignored = 0;

  constructor(
    private readonly isIgnored: (steps: readonly string[]) => boolean,
    private readonly mt: string | undefined,
  ) {}

  members(expected: Members, actual: Members, steps: readonly string[], isTop = false): void {
    const names = Object.keys(expected);
    for (const name of Object.keys(actual)) if (!Object.hasOwn(expected, name)) names.push(name);
    for (const name of names) {
      const one = Object.hasOwn(expected, name) ? expected[name] : undefined;
      const other = Object.hasOwn(actual, name) ? actual[name] : undefined;
      if (one === other || (isTop && name === 'mt')) continue;
      const before = this.differences.length;
      const inside = [...steps, name];
      if (this.isIgnored(inside)) {
        if (!isEqual(one, other)) this.ignored += 1;
        continue;
      }
      this.#value(one, other, inside);
      if (this.differences.length > before && this.#differsByNature(name, one, expected)) {
        this.differences.length = before;
        this.byNature += 1;
      }
    }
  }

  #value(expected: unknown, actual: unknown, steps: readonly string[]): void {
    if (expected === actual || isSameNumber(expected, actual)) return;
    if (isMembers(expected) && typeof expected['cut'] === 'string') {
      if (!this.#shortened(expected, actual, steps)) this.#differ(steps, expected, actual);
    } else if (Array.isArray(expected) && Array.isArray(actual)) {
      this.#list(expected, actual, steps);
    } else if (isMembers(expected) && isMembers(actual)) this.members(expected, actual, steps);
    else if (!isMaskedAlike(expected, actual)) this.#differ(steps, expected, actual);
  }

  #list(expected: readonly unknown[], actual: readonly unknown[], steps: readonly string[]): void {
    for (let at = 0; at < Math.max(expected.length, actual.length); at += 1) {
      const inside = [...steps, `[${at}]`];
      if (this.isIgnored(inside)) {
        if (!isEqual(expected[at], actual[at])) this.ignored += 1;
      } else this.#value(expected[at], actual[at], inside);
    }
  }

  /** Of a list or text that the recording has shortened, what is known of it; docs/trace.md, "Size". */
  #shortened({ cut, length, head }: Members, actual: unknown, steps: readonly string[]): boolean {
    if (cut === 'list') {
      if (!Array.isArray(actual) || actual.length !== length) return false;
      if (Array.isArray(head)) this.#list(head, actual.slice(0, head.length), steps);
      return true;
    }
    if (cut === 'text') {
      return (
        typeof actual === 'string' &&
        actual.length === length &&
        typeof head === 'string' &&
        (actual.startsWith(head) || placeholder.test(head))
      );
    }
    return typeof actual === 'object' && actual !== null;
  }

  #differsByNature(name: string, expected: unknown, owner: Members): boolean {
    return (
      namesByNature.has(name.toLowerCase()) || classOfMember(name, expected, owner, this.mt) !== undefined
    );
  }

  #differ(steps: readonly string[], expected: unknown, actual: unknown): void {
    if (this.differences.length < listedLimit)
      this.differences.push({ path: pathOf(steps), expected, actual });
  }
}

/** `['devices', '[0]', 'name']` as `devices[0].name`. */
function pathOf(steps: readonly string[]): string {
  return steps.reduce(
    (path, step) => (step.startsWith('[') || path === '' ? path + step : `${path}.${step}`),
    '',
  );
}

/** A masked value is equal to any other that may be the same; two masked ones with equal hashes are the same text. */
function isMaskedAlike(expected: unknown, actual: unknown): boolean {
  return isMasked(expected) || isMasked(actual);
}

function isMasked(value: unknown): boolean {
  return typeof value === 'string' && placeholder.test(value);
}

function isSameNumber(expected: unknown, actual: unknown): boolean {
  if (!(expected instanceof ExactNumber) && !(actual instanceof ExactNumber)) return false;
  return digitsOf(expected) === digitsOf(actual);
}

function digitsOf(value: unknown): string | undefined {
  if (value instanceof ExactNumber) return value.digits;
  return typeof value === 'number' ? String(value) : undefined;
}

function isMembers(value: unknown): value is Members {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
