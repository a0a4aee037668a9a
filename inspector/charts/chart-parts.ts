import type { Chart, ChartState, ChartTransition } from './chart-types.js';

/** Sizes of what is drawn, in pixels. */
export const sizes = {
  name: 14,
  row: 11.5,
  rowHeight: 16,
  header: 30,
  padding: 12,
  dot: 12,
  history: 26,
  labelPadding: 4,
} as const;

/** Transitions with the same ends, which share a line. */
export interface EdgeGroup {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly transitions: readonly ChartTransition[];
}

/** The lines of a chart, in the order of its states. Transitions that go nowhere are rows inside their state. */
export function edgeGroups(chart: Chart): EdgeGroup[] {
  const groups = new Map<string, { source: string; target: string; transitions: ChartTransition[] }>();
  for (const state of statesOf(chart.root)) {
    for (const transition of state.transitions) {
      for (const target of transition.targets) {
        const id = `${transition.source}>${target}`;
        const group = groups.get(id) ?? { source: transition.source, target, transitions: [] };
        group.transitions.push(transition);
        groups.set(id, group);
      }
    }
  }
  return [...groups].map(([id, group]) => ({ id, ...group }));
}

/** A state and all states in it, outer before inner. */
export function* statesOf(state: ChartState): Iterable<ChartState> {
  yield state;
  for (const child of state.children) yield* statesOf(child);
}

/** Event and guard as they stand on a line: `LoginResult [isAccepted]`. */
export function transitionLabel({ event, guard }: ChartTransition): string {
  const what = event === '' ? 'always' : event;
  return guard === undefined ? what : `${what} [${guard}]`;
}

/** A row inside a state: what happens in it without leaving it. */
export interface StateRow {
  readonly text: string;
  /** `id` of the transition; absent for entry, exit and what is invoked. */
  readonly transition?: string;
}

/** The rows under a state's name. */
export function rowsOf(state: ChartState): StateRow[] {
  return [
    ...state.entry.map((action) => ({ text: `entry / ${action}` })),
    ...state.exit.map((action) => ({ text: `exit / ${action}` })),
    ...state.invokes.map((name) => ({ text: `invoke ${name}` })),
    ...state.transitions
      .filter(({ targets }) => targets.length === 0)
      .map((transition) => ({
        text: [
          transitionLabel(transition),
          ...(transition.actions.length > 0 ? [transition.actions.join(', ')] : []),
        ].join(' / '),
        transition: transition.id,
      })),
  ];
}

/** Height of name and rows together. */
export function headHeight(state: ChartState): number {
  const rows = rowsOf(state).length;
  return sizes.header + (rows === 0 ? 0 : rows * sizes.rowHeight + 8);
}

/** What stands on top of a state. */
export function stateTitle({ name, tags }: ChartState): string {
  return tags.length === 0 ? name : `${name}  «${tags.join(', ')}»`;
}

/** Says where a line begins that leaves whatever state is active in the state around it. */
export const anyStateText = 'in any state';
