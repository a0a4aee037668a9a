import { activePaths } from './active.js';
import type { Chart, ChartState } from './chart-types.js';
import type { ChartLayout, LaidOutEdge, LaidOutState } from './chart-layout.js';
import type { EdgeGroup } from './chart-parts.js';
import { anyStateText, edgeGroups, rowsOf, sizes, statesOf, transitionLabel } from './chart-parts.js';
import type { Role, Scheme } from './svg.js';
import { colorsOf, escapeXml, sansFont, schemeStyle, textWidth } from './svg.js';

export interface DrawChartOptions {
  /** States that are active: paths, or state and phase as traces write them. */
  readonly active?: readonly string[];
  /** `id` of the transition to light. */
  readonly lastTransition?: string;
  /**
   * `both`: light, and dark where the reader's system is (default); `page`: the page's own custom properties, and
   * no style element, which its Content-Security-Policy would refuse.
   */
  readonly scheme?: Scheme;
  /** What screen readers hear; default: the machine's name. */
  readonly title?: string;
}

/** What every part of a drawing needs. */
interface Drawing {
  readonly color: (role: Role) => string;
  readonly active: ReadonlySet<string>;
  readonly lastTransition: string | undefined;
}

/**
 * Draws a chart as SVG. States have `data-state`, lines `data-transitions`, so that a page can tell what was
 * clicked; both are focusable by a page that wants it.
 */
export function drawChart(chart: Chart, layout: ChartLayout, options: DrawChartOptions = {}): string {
  const { scheme = 'both', lastTransition, title = `Statechart of ${chart.id}` } = options;
  const active = new Set((options.active ?? []).flatMap((path) => activePaths(chart, path)));
  const drawing: Drawing = { color: colorsOf(scheme), active, lastTransition };
  const places = new Map(layout.states.map((state) => [state.path, state]));
  const groups = new Map(edgeGroups(chart).map((group) => [group.id, group]));
  const { width, height } = layout;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="${sansFont}">`,
    `<title>${escapeXml(title)}</title><desc>${escapeXml(describe(chart, active))}</desc>`,
    schemeStyle(scheme),
    scheme === 'page' ? '' : `<rect width="${width}" height="${height}" fill="${drawing.color('paper')}"/>`,
  ];
  let depth = 0;
  const draw = (state: ChartState): void => {
    const place = places.get(state.path);
    if (place !== undefined) parts.push(drawState(state, place, depth, drawing));
    const dot = places.get(`${state.path}|initial`);
    if (dot !== undefined) parts.push(drawDot(dot, drawing));
    const any = places.get(`${state.path}|any`);
    if (any !== undefined) parts.push(drawAnyState(any, drawing));
    depth += 1;
    state.children.forEach(draw);
    depth -= 1;
  };
  draw(chart.root);
  // Lit lines last, above the others.
  const edges = [...layout.edges].sort((a, b) => Number(isLit(a)) - Number(isLit(b)));
  function isLit({ id }: LaidOutEdge): boolean {
    return groups.get(id)?.transitions.some((transition) => transition.id === lastTransition) ?? false;
  }
  for (const edge of edges) parts.push(drawLine(edge, groups.get(edge.id), isLit(edge), drawing));
  for (const edge of edges) parts.push(drawLabel(edge, groups.get(edge.id), drawing));
  parts.push('</svg>');
  return `${parts.filter((part) => part !== '').join('\n')}\n`;
}

/** What there is to see, for those who do not. */
function describe(chart: Chart, active: ReadonlySet<string>): string {
  const states = [...statesOf(chart.root)].filter(({ path }) => path !== '');
  const sentences = [`${states.length} states.`];
  if (active.size > 0) sentences.push(`Active: ${[...active].join(', ')}.`);
  for (const { source, target, transitions } of edgeGroups(chart)) {
    const from = source === '' ? chart.id : source;
    sentences.push(
      `From ${from} to ${target === '' ? chart.id : target}: ${transitions.map(transitionLabel).join(', ')}.`,
    );
  }
  return sentences.join(' ');
}

function drawState(state: ChartState, place: LaidOutState, depth: number, drawing: Drawing): string {
  const { color, active } = drawing;
  if (state.type === 'history') return drawHistory(state, place, drawing);
  const isActive = active.has(state.path);
  const isLeaf = state.children.length === 0;
  const { x, y, width, height } = place;
  const ground = isActive && isLeaf ? 'accent-paper' : depth % 2 === 0 ? 'panel' : 'paper';
  const stroke = isActive ? color('accent') : color('line');
  const parts = [
    `<g data-state="${escapeXml(state.path)}"${isActive ? ' data-active="true"' : ''}>`,
    state.description === undefined ? '' : `<title>${escapeXml(state.description)}</title>`,
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${isLeaf ? 9 : 7}" fill="${color(ground)}" stroke="${stroke}" stroke-width="${isActive ? 2.5 : 1.25}"${isDashed(state) ? ' stroke-dasharray="5 4"' : ''}/>`,
    state.type === 'final'
      ? `<rect x="${x + 3.5}" y="${y + 3.5}" width="${width - 7}" height="${height - 7}" rx="6" fill="none" stroke="${stroke}" stroke-width="1.25"/>`
      : '',
    drawHead(state, place, isActive, drawing),
    '</g>',
  ];
  return parts.join('');
}

/** A parallel state: all states in it are active at once. */
function isDashed(state: ChartState): boolean {
  return state.type === 'parallel';
}

function drawHead(state: ChartState, place: LaidOutState, isActive: boolean, drawing: Drawing): string {
  const { color } = drawing;
  const { x, y, width, height } = place;
  const rows = rowsOf(state);
  const isLeaf = state.children.length === 0;
  const isCentered = isLeaf && rows.length === 0;
  const nameX = isCentered ? x + width / 2 : x + sizes.padding;
  const nameY = isCentered ? y + height / 2 + sizes.name * 0.35 : y + 20;
  const tags = state.tags.length === 0 ? '' : `  «${state.tags.join(', ')}»`;
  const parts = [
    `<text x="${nameX}" y="${nameY}" font-size="${sizes.name}" font-weight="bold" fill="${color(isActive ? 'accent' : 'ink')}"${isCentered ? ' text-anchor="middle"' : ''}>${escapeXml(state.name)}${tags === '' ? '' : `<tspan font-weight="normal" fill="${color('muted')}">${escapeXml(tags)}</tspan>`}</text>`,
  ];
  if (rows.length > 0)
    parts.push(
      `<path d="M${x} ${y + sizes.header}H${x + width}" stroke="${color('line')}" stroke-width="0.75"/>`,
    );
  for (const [index, row] of rows.entries()) {
    const isLit = row.transition !== undefined && row.transition === drawing.lastTransition;
    const rowY = y + sizes.header + 15 + index * sizes.rowHeight;
    parts.push(
      `<text x="${x + sizes.padding}" y="${rowY}" font-size="${sizes.row}" fill="${color(isLit ? 'accent' : 'muted')}"${isLit ? ' font-weight="bold"' : ''}${row.transition === undefined ? '' : ` data-transitions="${escapeXml(row.transition)}"`}>${escapeXml(row.text)}</text>`,
    );
  }
  return parts.join('');
}

function drawHistory(state: ChartState, { x, y, width }: LaidOutState, { color }: Drawing): string {
  const radius = width / 2;
  return `<g data-state="${escapeXml(state.path)}"><title>${escapeXml(`History: ${state.path}`)}</title><circle cx="${x + radius}" cy="${y + radius}" r="${radius}" fill="${color('paper')}" stroke="${color('line')}" stroke-width="1.25"/><text x="${x + radius}" y="${y + radius + 4.5}" font-size="13" text-anchor="middle" fill="${color('ink')}">H</text></g>`;
}

function drawDot({ x, y, width }: LaidOutState, { color }: Drawing): string {
  return `<circle cx="${x + width / 2}" cy="${y + width / 2}" r="${width / 2}" fill="${color('ink')}"/>`;
}

function drawAnyState({ x, y, width, height }: LaidOutState, { color }: Drawing): string {
  return (
    `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${height / 2}" fill="none" stroke="${color('line')}" stroke-dasharray="4 3"/>` +
    `<text x="${x + width / 2}" y="${y + height / 2 + 4}" font-size="${sizes.row}" font-style="italic" text-anchor="middle" fill="${color('muted')}">${anyStateText}</text>`
  );
}

function drawLine(
  { points }: LaidOutEdge,
  group: EdgeGroup | undefined,
  isLit: boolean,
  { color }: Drawing,
): string {
  const last = points.at(-1);
  const before = points.at(-2);
  if (last === undefined || before === undefined) return '';
  const stroke = color(isLit ? 'accent' : 'muted');
  const name =
    group === undefined
      ? ''
      : ` data-transitions="${escapeXml(group.transitions.map(({ id }) => id).join(' '))}"`;
  return `<g${name}><path d="${roundedPath(points)}" fill="none" stroke="${stroke}" stroke-width="${isLit ? 2.5 : 1.25}"/>${arrowHead(before, last, stroke)}</g>`;
}

type Point = LaidOutEdge['points'][number];

/** Horizontal and vertical lines with round corners. */
function roundedPath(points: readonly Point[]): string {
  const radius = 6;
  let path = '';
  for (const [index, point] of points.entries()) {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined) path += `M${point.x} ${point.y}`;
    else if (after === undefined) path += `L${point.x} ${point.y}`;
    else {
      const start = towards(point, before, radius);
      const end = towards(point, after, radius);
      path += `L${start.x} ${start.y}Q${point.x} ${point.y} ${end.x} ${end.y}`;
    }
  }
  return path;
}

/** The point at a distance from one point on the way to another, at most half of it. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(distance, length / 2) / length;
  return { x: tenth(from.x + (to.x - from.x) * part), y: tenth(from.y + (to.y - from.y) * part) };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function arrowHead(from: Point, to: Point, fill: string): string {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const corner = (turn: number): string =>
    `${tenth(to.x - 9 * Math.cos(angle + turn))} ${tenth(to.y - 9 * Math.sin(angle + turn))}`;
  return `<path d="M${to.x} ${to.y}L${corner(0.42)}L${corner(-0.42)}Z" fill="${fill}"/>`;
}

function drawLabel({ label }: LaidOutEdge, group: EdgeGroup | undefined, drawing: Drawing): string {
  if (group === undefined) return '';
  const { color, lastTransition } = drawing;
  const parts: string[] = [];
  for (const [index, transition] of group.transitions.entries()) {
    const isLit = transition.id === lastTransition;
    const text = transitionLabel(transition);
    const x = label.x + sizes.labelPadding;
    const y = label.y + index * sizes.rowHeight;
    const actions = transition.actions.length === 0 ? '' : ` / ${transition.actions.join(', ')}`;
    parts.push(
      `<g data-transitions="${escapeXml(transition.id)}"><title>${escapeXml(text + actions)}</title>` +
        `<rect x="${x - 2}" y="${y + 1}" width="${tenth(textWidth(text, sizes.row) + 4)}" height="${sizes.rowHeight - 2}" rx="3" fill="${isLit ? color('accent-paper') : 'none'}"/>` +
        `<text x="${x}" y="${y + 12}" font-size="${sizes.row}" fill="${color(isLit ? 'accent' : 'ink')}">${labelText(transition.event, transition.guard, color)}</text></g>`,
    );
  }
  return parts.join('');
}

function labelText(event: string, guard: string | undefined, color: (role: Role) => string): string {
  const what = escapeXml(event === '' ? 'always' : event);
  return guard === undefined ? what : `${what}<tspan fill="${color('muted')}"> [${escapeXml(guard)}]</tspan>`;
}
