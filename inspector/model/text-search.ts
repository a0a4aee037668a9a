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
  // Piece by piece, each where it first fits: one pattern of several stars could try for ever.
  const [first = '', ...others] = text.split(/\*+/).map((piece) => escaped(piece).replaceAll('\\?', '.'));
  const last = others.pop();
  const begin = new RegExp(last === undefined ? `^${first}$` : `^${first}`, 'is');
  const middle = others.map((piece) => new RegExp(piece, 'gis'));
  const end = new RegExp(`${last ?? ''}$`, 'is');
  return (other) => {
    const start = begin.exec(other);
    if (start === null) return false;
    if (last === undefined) return true;
    let at = start[0].length;
    for (const pattern of middle) {
      pattern.lastIndex = at;
      if (!pattern.test(other)) return false;
      at = pattern.lastIndex;
    }
    return end.test(other.slice(at));
  };
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
