import type { Chart, ChartState } from './chart-types.js';

/** A state that is active, and the active states in it: one for a compound state, all regions for a parallel one. */
export interface Active {
  readonly state: ChartState;
  readonly inner: readonly Active[];
}

/**
 * The active states of a state and phase as traces write them: `Initial.awaitingStart`, parallel regions in
 * brackets, `Working.(left.a right.b)`. Reading ends where the text names no state of the chart.
 */
export function activeOf(chart: Chart, path: string): Active {
  return read(chart.root, path, 0).active;
}

/** All active states, outermost first; the root is left out. */
export function activePaths(chart: Chart, path: string): string[] {
  const paths: string[] = [];
  const visit = ({ state, inner }: Active): void => {
    if (state.path !== '') paths.push(state.path);
    inner.forEach(visit);
  };
  visit(activeOf(chart, path));
  return paths;
}

/** The innermost active states. */
export function leavesOf(active: Active): ChartState[] {
  return active.inner.length === 0 ? [active.state] : active.inner.flatMap(leavesOf);
}

/** The state of a path in a chart. */
export function stateAtPath(chart: Chart, path: string): ChartState | undefined {
  const find = (state: ChartState): ChartState | undefined => {
    if (state.path === path) return state;
    for (const child of state.children) {
      if (path !== child.path && !path.startsWith(`${child.path}.`)) continue;
      const found = find(child);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return find(chart.root);
}

interface Read {
  readonly active: Active;
  readonly at: number;
}

/** By the chart's own names, which may have dots or brackets in them. */
function read(state: ChartState, text: string, from: number): Read {
  if (text.charAt(from) !== '(') {
    const child = readChild(state, text, from);
    return { active: { state, inner: child === undefined ? [] : [child.active] }, at: child?.at ?? from };
  }
  const inner: Active[] = [];
  let at = from + 1;
  for (;;) {
    const child = readChild(state, text, at);
    if (child === undefined) break;
    inner.push(child.active);
    at = child.at;
    if (text.charAt(at) !== ' ') break;
    at += 1;
  }
  return { active: { state, inner }, at: text.charAt(at) === ')' ? at + 1 : at };
}

function readChild(state: ChartState, text: string, from: number): Read | undefined {
  const child = state.children
    .filter(({ name }) => text.startsWith(name, from) && isEnd(text.charAt(from + name.length)))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (child === undefined) return undefined;
  const at = from + child.name.length;
  return text.charAt(at) === '.' ? read(child, text, at + 1) : { active: { state: child, inner: [] }, at };
}

function isEnd(character: string): boolean {
  return character === '' || character === '.' || character === ' ' || character === ')';
}
