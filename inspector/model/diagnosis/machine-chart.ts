import type { Loose } from './loose.js';
import { inner, objectOf } from './loose.js';

/** Deepest nesting that is looked at. */
const depthLimit = 40;

const engineMessages: ReadonlySet<string> = new Set(['Start', 'Open', 'EOF', 'Timeout', '*']);

/** What a recorded machine definition says about its messages. */
export class MachineChart {
  readonly #definition: Loose;
  #known: ReadonlySet<string> | undefined;

  constructor(definition: unknown) {
    this.#definition = objectOf(definition);
  }

  /** The messages that the innermost active states take, those of the engine left out. */
  awaited(value: unknown): readonly string[] {
    return [...new Set(innermost(this.#definition, value, 0))];
  }

  /** Whether the innermost active state waits for nothing but to begin. */
  awaitsStart(value: unknown): boolean {
    return startsOnly(this.#definition, value, 0);
  }

  /** Whether an active state says that it waits on purpose, however long it is silent. */
  waits(value: unknown): boolean {
    return hasTag(this.#definition, value, 0);
  }

  /** Whether any state takes this message. */
  knows(mt: string): boolean {
    this.#known ??= new Set(allMessages(this.#definition, 0));
    return this.#known.has(mt);
  }

  /** Where it takes this message from: `wire`, `post`; undefined when it does not say. */
  originOf(mt: string): string | undefined {
    const accepts = inner(this.#definition['meta'], 'accepts');
    const origin = Object.hasOwn(accepts, mt) ? accepts[mt] : undefined;
    if (Array.isArray(origin)) return typeof origin[0] === 'string' ? origin[0] : undefined;
    return typeof origin === 'string' ? origin : undefined;
  }
}

function innermost(node: Loose, value: unknown, depth: number): string[] {
  if (depth > depthLimit) return [];
  const below = childrenOf(node, value).flatMap(([child, rest]) => innermost(child, rest, depth + 1));
  if (below.length > 0) return below;
  return Object.keys(objectOf(node['on'])).filter((mt) => !engineMessages.has(mt));
}

function startsOnly(node: Loose, value: unknown, depth: number): boolean {
  if (depth > depthLimit) return false;
  const below = childrenOf(node, value);
  if (below.length > 0) return below.every(([child, rest]) => startsOnly(child, rest, depth + 1));
  const taken = Object.keys(objectOf(node['on']));
  return taken.length > 0 && taken.every((mt) => mt === 'Start' || mt === 'Open');
}

function hasTag(node: Loose, value: unknown, depth: number): boolean {
  if (depth > depthLimit) return false;
  const { tags } = node;
  if (tags === 'waits' || (Array.isArray(tags) && tags.includes('waits'))) return true;
  return childrenOf(node, value).some(([child, rest]) => hasTag(child, rest, depth + 1));
}

/** The active children of a state, with what of the value is below them. */
function childrenOf(node: Loose, value: unknown): [Loose, unknown][] {
  const states = objectOf(node['states']);
  const child = (name: string): Loose[] => (Object.hasOwn(states, name) ? [objectOf(states[name])] : []);
  if (typeof value === 'string') return child(value).map((state) => [state, undefined]);
  return Object.entries(objectOf(value)).flatMap(([name, rest]) =>
    child(name).map((state): [Loose, unknown] => [state, rest]),
  );
}

function allMessages(node: Loose, depth: number): string[] {
  if (depth > depthLimit) return [];
  const own = Object.keys(objectOf(node['on']));
  const states = Object.values(objectOf(node['states']));
  return [...own, ...states.flatMap((state) => allMessages(objectOf(state), depth + 1))];
}

/** The names of the active states, e.g. `Initial.awaitingLoginResult`, from a recorded state value. */
export function pathOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (depth > depthLimit) return '…';
  const parts = Object.entries(objectOf(value)).map(([name, rest]) => {
    const below = pathOf(rest, depth + 1);
    return below === '' ? name : `${name}.${below}`;
  });
  return parts.length > 1 ? `(${parts.join(' ')})` : (parts[0] ?? '');
}
