import type { Chart, ChartState, ChartStateType, ChartTransition } from './chart-types.js';
import type { Members } from './definition.js';
import { listOf, membersOf, nameOf, namesOf, splitPath, textOf } from './definition.js';

/**
 * The chart of a recorded definition (docs/trace.md, `machine`). Whatever the definition holds, there is a chart:
 * what makes no sense is left out. Targets are resolved as XState resolves them. The transition that
 * `setupAutomaton` adds to record discards is not drawn.
 */
export function chartOf(definition: unknown, hash?: string): Chart {
  const config = membersOf(definition);
  const id = textOf(config['id']) ?? '(machine)';
  const root = sketch(config, id, undefined, []);
  const ids = new Map<string, Sketch>();
  collectIds(root, id, ids);
  return { id, ...(hash !== undefined && { hash }), root: finish(root, ids) };
}

/** A state before its targets can be resolved. */
interface Sketch {
  readonly config: Members;
  readonly name: string;
  readonly names: readonly string[];
  readonly parent: Sketch | undefined;
  readonly children: Map<string, Sketch>;
}

/** No machine nests its states more deeply; what a file says lies below is left out. */
const depthLimit = 200;

function sketch(config: Members, name: string, parent: Sketch | undefined, names: readonly string[]): Sketch {
  const children = new Map<string, Sketch>();
  const made: Sketch = { config, name, names, parent, children };
  if (names.length >= depthLimit) return made;
  for (const [child, inner] of Object.entries(membersOf(config['states'])))
    children.set(child, sketch(membersOf(inner), child, made, [...names, child]));
  return made;
}

function collectIds(state: Sketch, machineId: string, ids: Map<string, Sketch>): void {
  const id = textOf(state.config['id']) ?? [machineId, ...state.names].join('.');
  ids.set(id, state);
  for (const child of state.children.values()) collectIds(child, machineId, ids);
}

function finish(state: Sketch, ids: ReadonlyMap<string, Sketch>): ChartState {
  const { config, name } = state;
  const type = typeOf(state);
  const initial = initialOf(state, type, ids);
  const description = textOf(config['description']);
  return {
    path: pathOf(state),
    name,
    type,
    ...(initial !== undefined && { initial: pathOf(initial) }),
    tags: namesOf(config['tags']),
    entry: namesOf(config['entry']),
    exit: namesOf(config['exit']),
    invokes: listOf(config['invoke']).map(invokeName),
    ...(description !== undefined && { description }),
    transitions: transitionsOf(state, ids),
    children: [...state.children.values()].map((child) => finish(child, ids)),
  };
}

function pathOf(state: Sketch): string {
  return state.names.join('.');
}

function typeOf({ config, children }: Sketch): ChartStateType {
  const { type } = config;
  if (type === 'parallel' || type === 'final' || type === 'history') return type;
  if (children.size > 0) return 'compound';
  return config['history'] === undefined || config['history'] === false ? 'atomic' : 'history';
}

function initialOf(
  state: Sketch,
  type: ChartStateType,
  ids: ReadonlyMap<string, Sketch>,
): Sketch | undefined {
  if (type === 'history') {
    const target = textOf(listOf(state.config['target'])[0]);
    return target === undefined ? undefined : resolve(state, target, ids);
  }
  if (type !== 'compound') return undefined;
  const { initial } = state.config;
  const name = textOf(initial) ?? textOf(listOf(membersOf(initial)['target'])[0]);
  return name === undefined ? undefined : state.children.get(name);
}

function invokeName(invoke: unknown): string {
  const { src, id } = membersOf(invoke);
  return textOf(src) ?? textOf(id) ?? 'inline';
}

/** A transition's place in the definition: XState's event and what people read for it. */
interface Entry {
  readonly descriptor: string;
  readonly event: string;
  readonly config: unknown;
}

/** In XState's order: `on`, `onDone`, what is invoked, `after`; last `always`, which waits for no event. */
function* entriesOf(state: Sketch, stateId: string): Iterable<Entry> {
  const { config } = state;
  for (const [descriptor, inner] of Object.entries(membersOf(config['on'])))
    yield { descriptor, event: descriptor, config: inner };
  if (config['onDone'] !== undefined)
    yield { descriptor: `xstate.done.state.${stateId}`, event: 'done', config: config['onDone'] };
  for (const [index, invoke] of listOf(config['invoke']).entries()) {
    const { id, onDone, onError, onSnapshot } = membersOf(invoke);
    const name = invokeName(invoke);
    const actor = textOf(id) ?? `${index}.${stateId}`;
    yield { descriptor: `xstate.done.actor.${actor}`, event: `done: ${name}`, config: onDone };
    yield { descriptor: `xstate.error.actor.${actor}`, event: `error: ${name}`, config: onError };
    yield { descriptor: `xstate.snapshot.${actor}`, event: `snapshot: ${name}`, config: onSnapshot };
  }
  for (const [delay, inner] of Object.entries(membersOf(config['after']))) {
    const event = Number.isNaN(Number(delay)) ? `after ${delay}` : `after ${delay} ms`;
    yield { descriptor: `xstate.after.${delay}.${stateId}`, event, config: inner };
  }
  yield { descriptor: '', event: '', config: config['always'] };
}

function transitionsOf(state: Sketch, ids: ReadonlyMap<string, Sketch>): ChartTransition[] {
  const root = rootOf(state);
  const machineId = textOf(root.config['id']) ?? '(machine)';
  const stateId = textOf(state.config['id']) ?? [machineId, ...state.names].join('.');
  const transitions: ChartTransition[] = [];
  const source = pathOf(state);
  for (const entry of entriesOf(state, stateId)) {
    for (const config of listOf(entry.config)) {
      const members = typeof config === 'string' ? { target: config } : membersOf(config);
      if (state === root && recordsDiscards(entry.descriptor, members)) continue;
      const id = `${source}|${entry.descriptor}|${transitions.length}`;
      transitions.push(transitionOf(id, source, entry, members, (target) => resolve(state, target, ids)));
    }
  }
  return transitions;
}

function rootOf(state: Sketch): Sketch {
  let root = state;
  while (root.parent !== undefined) root = root.parent;
  return root;
}

/** The root transition that `setupAutomaton` adds (docs/semantics.md, rule 3). */
function recordsDiscards(descriptor: string, { target, actions }: Members): boolean {
  return descriptor === '*' && target === undefined && namesOf(actions).join() === 'emit';
}

function transitionOf(
  id: string,
  source: string,
  { descriptor, event }: Entry,
  members: Members,
  find: (target: string) => Sketch | undefined,
): ChartTransition {
  const targets: string[] = [];
  const unresolved: string[] = [];
  for (const target of listOf(members['target'])) {
    const name = textOf(target);
    const state = name === undefined ? undefined : find(name);
    if (state === undefined) unresolved.push(name ?? 'inline');
    else targets.push(pathOf(state));
  }
  const description = textOf(members['description']);
  return {
    id,
    source,
    event,
    descriptor,
    ...(members['guard'] !== undefined && { guard: nameOf(members['guard']) }),
    actions: namesOf(members['actions']),
    targets,
    reenter: members['reenter'] === true,
    unresolved,
    ...(description !== undefined && { description }),
  };
}

/** `sibling`, `sibling.child`, `.child`, `#id`, `#id.child`; undefined when there is no such state. */
function resolve(state: Sketch, target: string, ids: ReadonlyMap<string, Sketch>): Sketch | undefined {
  if (target.startsWith('#')) {
    const [id = '', ...names] = splitPath(target.slice(1));
    const named = ids.get(id);
    return named === undefined ? ids.get(target.slice(1)) : walk(named, names);
  }
  if (target.startsWith('.')) return walk(state, splitPath(target.slice(1)));
  return walk(state.parent ?? state, splitPath(target));
}

function walk(from: Sketch, names: readonly string[]): Sketch | undefined {
  let state: Sketch | undefined = from;
  for (const name of names) {
    // XState ends at an empty name.
    if (name === '') return state;
    state = state.children.get(name);
    if (state === undefined) return undefined;
  }
  return state;
}
