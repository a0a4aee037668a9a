import { isObject } from './record-view.js';

/** One difference between two JSON values. */
export interface Change {
  /** Member names and list positions with dots between them, e.g. `apps.0.name`; empty for the whole value. */
  readonly path: string;
  readonly kind: 'added' | 'removed' | 'changed';
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Below this many levels only what is one and the same counts as equal. */
const depthLimit = 64;

/**
 * What differs between two JSON values: members by name, list items by position after what both lists begin
 * and end with, so that one new item in a list is one change.
 */
export function diffJson(before: unknown, after: unknown): Change[] {
  const changes: Change[] = [];
  compare(before, after, '', 0, changes);
  return changes;
}

/** Whether two JSON values are the same. */
export function isSameJson(left: unknown, right: unknown, depth = 0): boolean {
  // JSON does not tell -0 from 0: both are written as 0.
  if (left === right || Object.is(left, right)) return true;
  if (depth > depthLimit) return false;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, at) => isSameJson(item, right[at], depth + 1));
  }
  if (!isObject(left) || !isObject(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isSameJson(left[name], right[name], depth + 1))
  );
}

function compare(before: unknown, after: unknown, path: string, depth: number, changes: Change[]): void {
  if (isSameJson(before, after)) return;
  if (before === undefined) changes.push({ path, kind: 'added', after });
  else if (after === undefined) changes.push({ path, kind: 'removed', before });
  else if (depth < depthLimit && Array.isArray(before) && Array.isArray(after))
    compareLists(before, after, path, depth, changes);
  else if (depth < depthLimit && isObject(before) && isObject(after)) {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      compare(own(before, name), own(after, name), join(path, name), depth + 1, changes);
    }
  } else changes.push({ path, kind: 'changed', before, after });
}

function compareLists(
  before: readonly unknown[],
  after: readonly unknown[],
  path: string,
  depth: number,
  changes: Change[],
): void {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && isSameJson(before[start], after[start])) start += 1;
  let end = 0;
  while (end < shorter - start && isSameJson(before.at(-1 - end), after.at(-1 - end))) end += 1;
  const removed = before.slice(start, before.length - end);
  const added = after.slice(start, after.length - end);
  for (let at = 0; at < Math.max(removed.length, added.length); at += 1) {
    const place = join(path, String(start + at));
    if (at >= removed.length) changes.push({ path: place, kind: 'added', after: added[at] });
    else if (at >= added.length) changes.push({ path: place, kind: 'removed', before: removed[at] });
    else compare(removed[at] ?? null, added[at] ?? null, place, depth + 1, changes);
  }
}

function own(value: Readonly<Record<string, unknown>>, name: string): unknown {
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
