import { PhpArray } from '../php/index.js';
import type { Part, PartEvent } from './part.js';

/**
 * Members of posts that were arrays with keys in PHP, by path (`ResultsChecked.results.rows`). A log has posts as JSON,
 * in which such an array looks like an object; for a post PHP handed on the array itself. What comes from a socket was
 * JSON for PHP too.
 */
export type PhpShape = readonly string[];

/** More are not tried: each costs a run. */
const mostPaths = 8;

/** What may have been an array in the posts that a part has: one of them, then two. */
export function shapesOf(part: Part): readonly PhpShape[] {
  const paths = new Set<string>();
  for (const event of part.events) {
    if (paths.size >= mostPaths) break;
    if (event.kind === 'heard') collect(event.message, event.message.mt, paths, true);
  }
  const singles = [...paths].slice(0, mostPaths);
  const pairs = singles.flatMap((first, at) => singles.slice(at + 1).map((second) => [first, second]));
  return [...singles.map((path) => [path]), ...pairs];
}

/** The part with these as arrays. */
export function shapedPart(part: Part, shape: PhpShape): Part {
  if (shape.length === 0) return part;
  const paths = new Set(shape);
  const events = part.events.map((event): PartEvent => {
    if (event.kind !== 'heard') return event;
    const members = Object.entries(event.message).map(
      ([name, member]) => [name, shaped(member, `${event.message.mt}.${name}`, paths)] as const,
    );
    return { ...event, message: { ...Object.fromEntries(members), mt: event.message.mt } };
  });
  return { ...part, events };
}

function collect(value: unknown, path: string, paths: Set<string>, isMessage: boolean): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const entry of value) collect(entry, `${path}[*]`, paths, false);
    return;
  }
  if (!isMessage && Object.keys(value).length > 0) paths.add(path);
  for (const [name, member] of Object.entries(value)) collect(member, `${path}.${name}`, paths, false);
}

function shaped(value: unknown, path: string, paths: ReadonlySet<string>): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry: unknown) => shaped(entry, `${path}[*]`, paths));
  const members = Object.entries(value).map(
    ([name, member]) => [name, shaped(member, `${path}.${name}`, paths)] as const,
  );
  return paths.has(path) ? new PhpArray(members) : Object.fromEntries(members);
}
