import type { AnyActorLogic, AnyStateMachine } from 'xstate';

/** A machine as data: what a trace keeps of it. */
export interface MachineDescription {
  /** Equal definitions have equal hashes. */
  readonly hash: string;
  readonly id: string;
  readonly definition: unknown;
}

/** Members of a configuration that are values rather than chart: they may hold secrets and say nothing about it. */
const leftOut = new Set(['context', 'input', 'output', 'schemas', 'types', 'params']);

/**
 * The machine's configuration, whole, with names in place of functions: named actions, guards, actors and
 * delays keep their names, XState's own actions their type, others are `inline`. Undefined for actor logic that
 * is no machine.
 * @param text masks secrets in texts for people (descriptions); names of states and messages are left alone
 */
export function describeMachine(
  logic: AnyActorLogic,
  text: (text: string) => string,
): MachineDescription | undefined {
  if (!isMachine(logic)) return undefined;
  const definition = describe(logic.config, '', text);
  return { hash: shortHash(JSON.stringify(definition)), id: logic.id, definition };
}

function isMachine(logic: AnyActorLogic): logic is AnyStateMachine {
  return 'config' in logic && 'root' in logic && 'id' in logic;
}

function describe(value: unknown, name: string, text: (text: string) => string): unknown {
  if (typeof value === 'function') return functionName(value, name);
  if (typeof value === 'string') return name === 'description' ? text(value) : value;
  if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
  if (Array.isArray(value)) return value.map((item: unknown) => describe(item, name, text));
  const isLogic = 'transition' in value && 'getInitialSnapshot' in value;
  if (isLogic) return 'id' in value && typeof value.id === 'string' ? value.id : 'inline';
  const members: [string, unknown][] = [];
  for (const [member, inner] of Object.entries(value)) {
    // In `states` and `on`, names are the author's own and leave nothing out.
    const isChart = name === 'states' || name === 'on' || name === 'after';
    if (inner !== undefined && (isChart || !leftOut.has(member)))
      members.push([member, describe(inner, member, text)]);
  }
  return Object.fromEntries(members);
}

/** A function's name; one that it only has from the member it stands in says nothing. */
export function functionName(
  value: { readonly name: string; readonly type?: unknown },
  member: string,
): string {
  if (typeof value.type === 'string') return value.type;
  return value.name === '' || value.name === member ? 'inline' : value.name;
}

/** A hash to tell definitions apart (cyrb53, 53 bits); it protects nothing. */
function shortHash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(16).padStart(14, '0');
}
