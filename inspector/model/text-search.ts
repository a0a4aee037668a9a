/** No recorded value is deeper. */
const depthLimit = 64;

/** A test whether a text stands in a value: in its texts and numbers and its members' names, also of nested ones. */
export function searchFor(text: string): (value: unknown) => boolean {
  const isIn = containing(text);
  const search = (value: unknown, depth: number): boolean => {
    if (typeof value === 'string') return isIn(value);
    if (typeof value === 'number' || typeof value === 'boolean') return isIn(String(value));
    if (typeof value !== 'object' || value === null || depth > depthLimit) return false;
    if (Array.isArray(value)) return value.some((item) => search(item, depth + 1));
    for (const [name, member] of Object.entries(value)) {
      if (isIn(name) || search(member, depth + 1)) return true;
    }
    return false;
  };
  return (value) => search(value, 0);
}

/** A test whether a text stands in another, whatever the letters' case. */
export function containing(text: string): (other: string) => boolean {
  const pattern = new RegExp(escaped(text), 'iu');
  return (other) => pattern.test(other);
}

/** A test whether a text is the one that is meant; `*` stands for any characters, `?` for one. */
export function glob(text: string): (other: string) => boolean {
  const source = escaped(text).replaceAll('\\*', '.*').replaceAll('\\?', '.');
  const pattern = new RegExp(`^${source}$`, 'isu');
  return (other) => pattern.test(other);
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
