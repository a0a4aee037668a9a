import type { Chart } from './chart-types.js';
import { statesOf } from './chart-parts.js';
import type { ElkEdge, ElkNode } from './elk-graph.js';
import { anyId, dotId, nodeId } from './elk-graph.js';
import { round } from './svg.js';

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
