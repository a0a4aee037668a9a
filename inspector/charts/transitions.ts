import type { Active } from './active.js';
import { activeOf, leavesOf, stateAtPath } from './active.js';
import type { Chart, ChartState, ChartTransition } from './chart-types.js';

/**
 * The transitions that XState looks at for an event, in its order: the innermost state first, of each state the
 * exact event before wildcards, the longest wildcard first. The first whose guard lets it pass is taken, in each
 * parallel region. For an empty event: the transitions that wait for none (`always`).
 * @param path state and phase as traces write them; parallel regions in brackets
 */
export function candidateTransitions(chart: Chart, path: string, event: string): ChartTransition[] {
  return candidatesOf(activeOf(chart, path), event);
}

function candidatesOf({ state, inner }: Active, event: string): ChartTransition[] {
  return [...inner.flatMap((region) => candidatesOf(region, event)), ...ownCandidates(state, event)];
}

function ownCandidates({ transitions }: ChartState, event: string): ChartTransition[] {
  if (event === '') return transitions.filter(({ descriptor }) => descriptor === '');
  const exact = transitions.filter(({ descriptor }) => descriptor === event);
  const wildcards = transitions.filter(
    ({ descriptor }) => descriptor !== event && matchesWildcard(descriptor, event),
  );
  return [...exact, ...wildcards.sort((a, b) => b.descriptor.length - a.descriptor.length)];
}

/** `*` stands for every event, `foo.*` for `foo` and all that begins with `foo.`. */
function matchesWildcard(descriptor: string, event: string): boolean {
  if (descriptor === '*') return true;
  if (!descriptor.endsWith('.*')) return false;
  const stem = descriptor.slice(0, -2);
  return event === stem || event.startsWith(`${stem}.`);
}

/**
 * The transition that led from one state and phase to another on this event: the first candidate that goes
 * there, by itself or with the `always` transitions that follow. Guards are not evaluated: of several that go to
 * the same place the first is named.
 * @param to state and phase afterwards; an outer state stands for whatever is in it
 */
export function takenTransition(
  chart: Chart,
  from: string,
  event: string,
  to: string,
): ChartTransition | undefined {
  const candidates = candidateTransitions(chart, from, event);
  const arrived = leavesOf(activeOf(chart, to)).map(({ path }) => path);
  if (arrived.includes('')) return undefined;
  const isThere = (path: string): boolean =>
    arrived.some((leaf) => leaf === path || path.startsWith(`${leaf}.`));
  const direct = candidates.find(
    ({ targets }) => targets.length > 0 && targets.every((target) => leadsTo(chart, target, isThere)),
  );
  if (direct !== undefined) return direct;
  const stays = from === to ? candidates.find(({ targets }) => targets.length === 0) : undefined;
  return stays ?? candidates.find(({ targets }) => leadsByAlways(chart, targets, isThere));
}

function leadsTo(chart: Chart, target: string, isThere: (path: string) => boolean): boolean {
  const state = stateAtPath(chart, target);
  if (state === undefined) return false;
  return state.type === 'history' ? isUnder(state, isThere) : entered(chart, state).every(isThere);
}

/** A history state leads to where the state around it has been. */
function isUnder(history: ChartState, isThere: (path: string) => boolean): boolean {
  const around = history.path.slice(0, Math.max(0, history.path.length - history.name.length - 1));
  return isThere(around) || history.initial === undefined || isThere(history.initial);
}

/** The innermost states that are entered with a state. */
function entered(chart: Chart, state: ChartState): string[] {
  if (state.type === 'parallel') {
    return state.children.filter(({ type }) => type !== 'history').flatMap((child) => entered(chart, child));
  }
  // Among its children only: by a path one could come back to the state itself, if names are empty or have dots.
  const initial = state.children.find(({ path }) => path === state.initial);
  return initial === undefined || state.type === 'history' ? [state.path] : entered(chart, initial);
}

/** A chain of `always` through more states than this is not followed. */
const chainLimit = 500;

/** Follows `always` from the targets until the place is reached or nothing new is. */
function leadsByAlways(
  chart: Chart,
  targets: readonly string[],
  isThere: (path: string) => boolean,
): boolean {
  const seen = new Set<string>(targets);
  for (const target of seen) {
    if (seen.size > chainLimit) return false;
    const state = stateAtPath(chart, target);
    if (state === undefined) continue;
    for (const leaf of entered(chart, state)) {
      for (const { targets: next } of candidateTransitions(chart, leaf, '')) {
        if (next.length > 0 && next.every((path) => leadsTo(chart, path, isThere))) return true;
        for (const path of next) seen.add(path);
      }
    }
  }
  return false;
}
