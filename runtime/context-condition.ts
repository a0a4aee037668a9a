import type { Breakpoint } from './control-types.js';
import { ExactNumber } from './exact-json.js';

type ContextBreakpoint = Extract<Breakpoint, { readonly kind: 'context' }>;

/** Says whether a member of a context is a secret: one that is, is compared with nothing. */
export type SecretCheck = (path: string, value: unknown) => boolean;

/**
 * Whether a step has brought about what a breakpoint waits for: its condition was false before and is true now,
 * or, for `changes`, the member is another one. Only own data members are read; no getter and no method of
 * anybody's is called. Objects are compared with nothing, so a `Secret` never matches by its value.
 * @param before undefined when the automaton has just started
 */
export function hasComeAbout(
  breakpoint: ContextBreakpoint,
  before: unknown,
  after: unknown,
  isSecret: SecretCheck,
): boolean {
  const { path, operator } = breakpoint;
  const now = memberAt(after, path);
  if (operator === 'changes') return before !== undefined && !Object.is(memberAt(before, path), now);
  if (!holds(breakpoint, now)) return false;
  if (before !== undefined && holds(breakpoint, memberAt(before, path))) return false;
  return operator === 'exists' || !isSecret(path, now);
}

/** The member that a path of names with dots between them leads to; undefined when there is none. */
export function memberAt(context: unknown, path: string): unknown {
  let value = context;
  for (const name of path.split('.')) {
    if (value === undefined || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, name)?.value as unknown;
  }
  return value;
}

function holds({ operator, value: wanted = null }: ContextBreakpoint, member: unknown): boolean {
  const isThere = member !== undefined && member !== null;
  if (operator === 'exists') return isThere;
  const value = comparable(member, wanted);
  if (typeof value === 'object' && value !== null) return false;
  if (typeof value === 'function' || typeof value === 'symbol') return false;
  if (operator === 'equals') return value === wanted;
  if (operator === 'differs') return value !== wanted;
  if (typeof value === 'number' && typeof wanted === 'number')
    return operator === 'greater' ? value > wanted : value < wanted;
  if (typeof value === 'string' && typeof wanted === 'string')
    return operator === 'greater' ? value > wanted : value < wanted;
  return false;
}

/** What is not there counts as null; a number with all its digits as a number, or as its digits beside a text. */
function comparable(member: unknown, wanted: unknown): unknown {
  if (member === undefined) return null;
  if (!(member instanceof ExactNumber)) return member;
  return typeof wanted === 'number' ? Number(member.digits) : member.digits;
}
