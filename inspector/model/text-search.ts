import { isObject } from './record-view.js';

/** No recorded value is deeper. */
const depthLimit = 64;

/** A test whether a text stands in a value: in its texts and numbers and its members' names, also of nested ones. */
export function searchFor(text: string): (value: unknown) => boolean {
  const isIn = containing(text);
  // The same few names come in every record.
  const names = new Map<string, boolean>();
  const isInName = (name: string): boolean => {
    let answer = names.get(name);
    if (answer === undefined) names.set(name, (answer = isIn(name)));
    return answer;
  };
  const search = (value: unknown, depth: number): boolean => {
    if (typeof value === 'string') return isIn(value);
    if (typeof value === 'number' || typeof value === 'boolean') return isIn(String(value));
    if (depth > depthLimit) return false;
    if (Array.isArray(value)) return value.some((item) => search(item, depth + 1));
    if (!isObject(value)) return false;
    for (const name in value) if (isInName(name) || search(value[name], depth + 1)) return true;
    return false;
  };
  return (value) => search(value, 0);
}

/** A test whether a text stands in another, whatever the letters' case. */
export function containing(text: string): (other: string) => boolean {
  const pattern = new RegExp(escaped(text), 'i');
  return (other) => pattern.test(other);
}

/** A test whether a text is the one that is meant; `*` stands for any characters, `?` for one. */
export function glob(text: string): (other: string) => boolean {
  const source = escaped(text).replaceAll('\\*', '.*').replaceAll('\\?', '.');
  const pattern = new RegExp(`^${source}$`, 'is');
  return (other) => pattern.test(other);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
