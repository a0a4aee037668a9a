import {
  anyStateText,
  edgeGroups,
  headHeight,
  rowsOf,
  sizes,
  statesOf,
  stateTitle,
  transitionLabel,
} from './chart-parts.js';
import type { Chart, ChartState } from './chart-types.js';
import { textWidth } from './svg.js';

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

export interface ElkEdge {
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
      ...options,
    },
    children: [elkNode(chart.root)],
    edges,
  };
}

export function nodeId(path: string): string {
  return `state:${path}`;
}

export function dotId(path: string): string {
  return `dot:${path}`;
}

export function anyId(path: string): string {
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
