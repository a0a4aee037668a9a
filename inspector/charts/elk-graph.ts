import type { Chart, ChartState, ChartTransition } from './chart-types.js';
import { round, textWidth } from './svg.js';

/** Where everything of a chart is drawn, in pixels from the upper left corner. */
export interface ChartLayout {
  readonly width: number;
  readonly height: number;
  readonly states: readonly LaidOutState[];
  readonly edges: readonly LaidOutEdge[];
}

export interface LaidOutState {
  /** The state's path; `PATH|initial` for the dot at which a state begins, `PATH|any` for all states in it. */
  readonly path: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface LaidOutEdge {
  /** `SOURCE>TARGET`: transitions with the same ends share a line. */
  readonly id: string;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly label: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
}

/** What elkjs takes and gives back; only what is used here. */
export interface ElkNode {
  readonly id: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly layoutOptions?: Readonly<Record<string, string>>;
  readonly children?: readonly ElkNode[];
  readonly edges?: readonly ElkEdge[];
}

interface ElkEdge {
  readonly id: string;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  readonly labels?: readonly ElkLabel[];
  readonly sections?: readonly ElkSection[];
}

interface ElkLabel {
  readonly text?: string;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

interface ElkSection {
  readonly startPoint: Point;
  readonly endPoint: Point;
  readonly bendPoints?: readonly Point[];
}

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

/** For every level: an inner graph does not take these from the outer one. */
const options: Readonly<Record<string, string>> = {
  'elk.layered.cycleBreaking.strategy': 'DEPTH_FIRST',
  'elk.spacing.nodeNode': '28',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '4',
  'elk.layered.spacing.nodeNodeBetweenLayers': '28',
  'elk.layered.spacing.edgeNodeBetweenLayers': '16',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
};

/**
 * The chart as a graph for elkjs. Lines may join states of different levels (`INCLUDE_CHILDREN`); elkjs's
 * compaction fails on nested graphs and stays off.
 */
export function toElkGraph(chart: Chart): ElkNode {
  const edges: ElkEdge[] = [];
  for (const state of statesOf(chart.root)) {
    if (state.type !== 'compound' || state.initial === undefined) continue;
    edges.push({
      id: `${state.path}|initial`,
      sources: [dotId(state.path)],
      targets: [nodeId(state.initial)],
    });
  }
  for (const { id, source, target, transitions } of edgeGroups(chart)) {
    const lines = transitions.map(transitionLabel);
    edges.push({
      id,
      sources: [isInside(target, source) ? anyId(source) : nodeId(source)],
      targets: [nodeId(target)],
      labels: [
        {
          text: lines.join('\n'),
          width: Math.max(...lines.map((line) => textWidth(line, sizes.row))) + 2 * sizes.labelPadding,
          height: lines.length * sizes.rowHeight,
        },
      ],
    });
  }
  return {
    id: 'chart',
    layoutOptions: {
      'elk.algorithm': 'layered',
      'elk.direction': 'DOWN',
      'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
      'elk.edgeRouting': 'ORTHOGONAL',
      'elk.json.shapeCoords': 'ROOT',
      'elk.json.edgeCoords': 'ROOT',
      'elk.edgeLabels.inline': 'false',
      'elk.padding': '[top=8,left=8,bottom=8,right=8]',
      'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
      ...options,
    },
    children: [elkNode(chart.root)],
    edges,
  };
}

function nodeId(path: string): string {
  return `state:${path}`;
}

function dotId(path: string): string {
  return `dot:${path}`;
}

function anyId(path: string): string {
  return `any:${path}`;
}

function isInside(path: string, around: string): boolean {
  return path !== around && (around === '' || path.startsWith(`${around}.`));
}

function elkNode(state: ChartState): ElkNode {
  const id = nodeId(state.path);
  if (state.type === 'history') return { id, width: sizes.history, height: sizes.history };
  const width = Math.ceil(headWidth(state));
  const height = headHeight(state);
  if (state.children.length === 0) return { id, width: Math.max(width, 80), height: Math.max(height, 36) };
  const dot = state.type === 'compound' && state.initial !== undefined;
  const children = state.children.map(elkNode);
  if (dot) children.unshift({ id: dotId(state.path), width: sizes.dot, height: sizes.dot });
  // What may happen in any inner state begins at a mark of its own: a line from the border would cross the rows.
  if (goesInside(state)) children.unshift({ id: anyId(state.path), ...anyStateSize });
  return {
    id,
    layoutOptions: {
      'elk.padding': `[top=${height + sizes.padding},left=${sizes.padding + 4},bottom=${sizes.padding + 4},right=${sizes.padding + 4}]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},${height})`,
      ...options,
    },
    children,
  };
}

/** Says where a line begins that leaves whatever state is active in the state around it. */
export const anyStateText = 'in any state';

const anyStateSize = {
  width: Math.ceil(textWidth(anyStateText, sizes.row)) + 2 * sizes.padding,
  height: 24,
};

function goesInside({ path, transitions }: ChartState): boolean {
  return transitions.some(({ targets }) => targets.some((target) => isInside(target, path)));
}

function headWidth(state: ChartState): number {
  const name = textWidth(stateTitle(state), sizes.name, true);
  const rows = rowsOf(state).map(({ text }) => textWidth(text, sizes.row));
  return Math.max(name, ...rows) + 2 * sizes.padding;
}

/** What stands on top of a state. */
export function stateTitle({ name, tags }: ChartState): string {
  return tags.length === 0 ? name : `${name}  «${tags.join(', ')}»`;
}

/** Takes what elkjs has laid out. What it has left out is left out here. */
export function layoutFromElk(chart: Chart, laidOut: object): ChartLayout {
  const graph = laidOut as ElkNode;
  const nodes = new Map<string, ElkNode>();
  const gather = (node: ElkNode): void => {
    nodes.set(node.id, node);
    node.children?.forEach(gather);
  };
  gather(graph);
  const states: LaidOutState[] = [];
  for (const { path } of statesOf(chart.root)) {
    const dot = nodes.get(dotId(path));
    const node = nodes.get(nodeId(path));
    if (node !== undefined) states.push(placed(path, node));
    if (dot !== undefined) states.push(placed(`${path}|initial`, dot));
    const any = nodes.get(anyId(path));
    if (any !== undefined) states.push(placed(`${path}|any`, any));
  }
  return {
    width: round(graph.width ?? 0),
    height: round(graph.height ?? 0),
    states,
    edges: (graph.edges ?? []).map(laidOutEdge),
  };
}

function placed(path: string, { x = 0, y = 0, width = 0, height = 0 }: ElkNode): LaidOutState {
  return { path, x: round(x), y: round(y), width: round(width), height: round(height) };
}

function laidOutEdge({ id, sections = [], labels = [] }: ElkEdge): LaidOutEdge {
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) => [
    startPoint,
    ...bendPoints,
    endPoint,
  ]);
  const { x = 0, y = 0, width = 0, height = 0 } = labels[0] ?? {};
  return {
    id,
    points: points.map((point) => ({ x: round(point.x), y: round(point.y) })),
    label: { x: round(x), y: round(y), width: round(width), height: round(height) },
  };
}
