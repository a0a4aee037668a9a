import { QueuedSocket } from '../../runtime/queued-socket.js';
import { FiniteStateAutomaton } from '../../porting/classes/finite-state-automaton.js';
import { PhpArray } from '../../porting/php/index.js';

/**
 * A value as the recordings show it: automatons and sockets by name, closures as such. Members that are null are left
 * out, for PHP's null and undefined are the same to a ported program.
 */
export function plain(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === 'function') return { function: true };
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof FiniteStateAutomaton) return { automaton: value.getShortNickname() };
  if (value instanceof QueuedSocket) return { socket: value.name };
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof PhpArray || hasToJson(value)) return plainJson(value);
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

function hasToJson(value: object): boolean {
  return typeof (value as { readonly toJSON?: unknown }).toJSON === 'function';
}

function plainJson(value: { readonly toJSON?: unknown }): unknown {
  const json = (value as { toJSON(): unknown }).toJSON();
  return json === value ? plainMembers(value) : plain(json);
}
