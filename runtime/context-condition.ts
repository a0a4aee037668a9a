import type { Breakpoint } from './control-types.js';
import { ExactNumber } from './exact-json.js';

type ContextBreakpoint = Extract<Breakpoint, { readonly kind: 'context' }>;

/** Says whether there is a secret in a value, an excerpt of a context: one that is, is compared with nothing. */
export type SecretCheck = (excerpt: unknown) => boolean;

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
  if (operator === 'exists') return true;
  // Also by what it was: that it is no longer the same would tell whether it had been.
  const was = before === undefined ? undefined : memberAt(before, path);
  return !isSecret(excerptOf(path, now, after)) && !isSecret(excerptOf(path, was, before));
}

/** Members that say what the others beside them are: `username` of a session is its id. */
const tellingNames = ['mt', 'type'];

/**
 * An object with one member of a context and those around it that tell what it is, as `memberAt` finds it.
 * @param context where the member is; left out: only its path is known
 */
export function excerptOf(path: string, member: unknown, context?: unknown): unknown {
  const names = path.split('.');
  return names.reduceRight((inner, name, at) => {
    const owner = names.slice(0, at).reduce(own, context);
    const excerpt = new Map<string, unknown>();
    for (const telling of tellingNames) {
      const text = own(owner, telling);
      if (typeof text === 'string') excerpt.set(telling, text);
    }
    return Object.fromEntries(excerpt.set(name, inner));
  }, member);
}

/**
 * The member that a path of names with dots between them leads to; undefined when there is none. Of a text only its
 * length can be asked: letter by letter one could read what is masked as a whole.
 */
export function memberAt(context: unknown, path: string): unknown {
  return path.split('.').reduce(own, context);
}

function own(owner: unknown, name: string): unknown {
  if (typeof owner === 'string') return name === 'length' ? owner.length : undefined;
  if (typeof owner !== 'object' || owner === null || ArrayBuffer.isView(owner)) return undefined;
  return Object.getOwnPropertyDescriptor(owner, name)?.value as unknown;
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
