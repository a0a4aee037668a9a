/** Readers for a recorded definition, of which nothing is certain: it may come from any file. */

export type Members = Readonly<Record<string, unknown>>;

/** The value's members; none when it is no object. */
export function membersOf(value: unknown): Members {
  return isMembers(value) ? value : {};
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** XState takes one item where it takes a list. */
export function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** Names of actions, guards or tags: a text, or the type of an object. */
export function namesOf(value: unknown): string[] {
  return listOf(value).map(nameOf);
}

/** XState's own actions and guards go without their prefix: `assign`, `and`. */
export function nameOf(value: unknown): string {
  const name = textOf(value) ?? textOf(membersOf(value)['type']) ?? 'inline';
  return name.replace(/^xstate\./, '');
}

/** Splits as XState does: at dots, a backslash takes the next character as it is. */
export function splitPath(path: string): string[] {
  const names: string[] = [];
  let name = '';
  for (let at = 0; at < path.length; at += 1) {
    const character = path.charAt(at);
    if (character === '\\') {
      at += 1;
      name += path.charAt(at);
    } else if (character === '.') {
      names.push(name);
      name = '';
    } else name += character;
  }
  names.push(name);
  return names;
}
