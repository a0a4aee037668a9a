import type { Chart, ChartState, ChartStateType, ChartTransition } from './chart-types.js';

/** A state of the Boxes view: a box with its transitions as rows and its inner states as boxes. */
export interface Box {
  readonly path: string;
  readonly name: string;
  readonly type: ChartStateType;
  /** Whether the state around it begins here. */
  readonly isInitial: boolean;
  /** 0 for the machine itself. */
  readonly depth: number;
  readonly tags: readonly string[];
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  readonly invokes: readonly string[];
  readonly description?: string;
  readonly rows: readonly BoxRow[];
  readonly children: readonly Box[];
}

/** A transition as a row: what happens, if, where to, what is done. */
export interface BoxRow {
  /** `id` of the chart's transition. */
  readonly id: string;
  /** The message's type, or `always`, `after 5000 ms`, `done`. */
  readonly event: string;
  readonly guard?: string;
  /** Where it goes, the path for links, and the shortest text that tells; empty when it stays. */
  readonly targets: readonly { readonly path: string; readonly text: string }[];
  readonly actions: readonly string[];
  /** Whether a transition above it is for the same event, so that its guard has let nothing pass. */
  readonly isOtherwise: boolean;
}

/** The rows and boxes of the Boxes view. */
export function boxesOf(chart: Chart): Box {
  return boxOf(chart.root, true, 0);
}

function boxOf(state: ChartState, isInitial: boolean, depth: number): Box {
  const { path, name, type, tags, entry, exit, invokes, description, transitions, children } = state;
  return {
    path,
    name,
    type,
    isInitial,
    depth,
    tags,
    entry,
    exit,
    invokes,
    ...(description !== undefined && { description }),
    rows: transitions.map((transition, at) => rowOf(transition, transitions.slice(0, at))),
    children: children.map((child) => boxOf(child, child.path === state.initial, depth + 1)),
  };
}

function rowOf(transition: ChartTransition, above: readonly ChartTransition[]): BoxRow {
  const { id, event, descriptor, guard, actions, source, targets } = transition;
  return {
    id,
    event: event === '' ? 'always' : event,
    ...(guard !== undefined && { guard }),
    targets: targets.map((path) => ({ path, text: shortPath(path, source) })),
    actions,
    isOtherwise: above.some((other) => other.descriptor === descriptor),
  };
}

/** A sibling or an inner state by its own name, another by its path; the machine itself by a word. */
function shortPath(path: string, source: string): string {
  if (path === '') return 'the beginning';
  const around = source.slice(0, source.lastIndexOf('.') + 1);
  if (path.startsWith(`${source}.`)) return path.slice(source.length + 1);
  return path.startsWith(around) ? path.slice(around.length) : path;
}
