/**
 * A value as the recordings show it: automatons and sockets by name, closures as such. Members that are null are left
 * out, for PHP's null and undefined are the same to a ported program. Looks at what values can do, not at classes:
 * a ported module has its own copy of them.
 */
export function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'function') return { function: true };
  if (typeof value !== 'object' || value === null) return value;
  if ('getShortNickname' in value) return { automaton: String(callNamed(value, 'getShortNickname')) };
  if ('attach' in value && 'name' in value) return { socket: value.name };
  if (Array.isArray(value)) return value.map(plain);
  if ('toJSON' in value) return plainJson(value);
  return plainMembers(value);
}

/** The same of an object's own members. */
export function plainMembers(object: object): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(object)) {
    const shown = plain(member);
    if (shown !== null) members[name] = shown;
  }
  return members;
}

/** Arrays of PHP with keys, and exact numbers. */
function plainJson(value: object): unknown {
  const json = callNamed(value, 'toJSON');
  return json === value ? plainMembers(value) : plain(json);
}

function callNamed(object: object, name: string): unknown {
  const method: unknown = Reflect.get(object, name);
  return typeof method === 'function' ? (method.call(object) as unknown) : undefined;
}
