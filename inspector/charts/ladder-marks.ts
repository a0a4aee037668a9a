import type { FlowRow } from '../model/flow-row.js';
import { arrowsOf } from './exported-rows.js';
import type { Role } from './svg.js';
import { escapeXml, fitText, textWidth } from './svg.js';

/** Sizes of the ladder's picture, in pixels. */
export const ladderSizes = {
  row: 30,
  text: 11.5,
  small: 10,
  numbers: 128,
  lane: 156,
  words: 430,
  header: 58,
  title: 48,
  margin: 12,
} as const;

/** What the parts of a row need to know. */
export interface LadderGround {
  readonly color: (role: Role) => string;
  /** Where the lane with this place in the document stands. */
  readonly x: (lane: number) => number | undefined;
  readonly left: number;
  readonly right: number;
}

type Painter = LadderGround['color'];

/** A text as SVG. */
export function svgText(
  x: number,
  y: number,
  text: string,
  fill: string,
  options: { readonly size?: number; readonly isBold?: boolean; readonly anchor?: 'middle' | 'end' } = {},
): string {
  const { size = ladderSizes.text, isBold = false, anchor } = options;
  return `<text x="${x}" y="${y}" font-size="${size}" fill="${fill}"${isBold ? ' font-weight="bold"' : ''}${anchor === undefined ? '' : ` text-anchor="${anchor}"`}>${escapeXml(text)}</text>`;
}

/** What a row shows between the rails: arrows, a chip, or a mark. */
export function drawMarks(row: FlowRow, y: number, ground: LadderGround): string {
  switch (row.shape) {
    case 'message':
    case 'post':
      return drawArrows(row, y, ground);
    case 'state':
    case 'phase':
    case 'stop':
      return drawChip(row, y, ground);
    case 'line':
      return drawLine(row, y, ground);
    case 'socket':
    case 'timer':
    case 'check':
    case 'mark':
      return drawMark(row, y, ground);
  }
}

function drawArrows(row: FlowRow, y: number, ground: LadderGround): string {
  const { color, x } = ground;
  const from = row.from === undefined ? undefined : x(row.from);
  if (from === undefined) return drawMark(row, y, ground);
  const paint = color(row.isTrouble ? 'bad' : row.shape === 'post' ? 'post' : 'accent');
  const parts = [`<circle cx="${from}" cy="${y}" r="3" fill="${paint}"/>`];
  let farthest: number | undefined;
  for (const { lane, outcome } of arrowsOf(row)) {
    const to = x(lane);
    if (to === undefined) continue;
    if (farthest === undefined || Math.abs(to - from) > Math.abs(farthest - from)) farthest = to;
    parts.push(
      outcome === 'handled' ? arrow(from, to, y, row.shape, paint) : crossed(from, to, y, row.shape, paint),
    );
  }
  const end = farthest ?? from + ladderSizes.lane;
  const left = Math.min(from, end);
  const room = Math.max(Math.abs(end - from), ladderSizes.lane) - 24;
  const label = fitText(row.label, room, ladderSizes.text, true);
  const width = textWidth(label, ladderSizes.text, true);
  parts.push(
    `<rect x="${left + 10}" y="${y - 13}" width="${Math.ceil(width) + 4}" height="11" fill="${color('paper')}"/>`,
    svgText(left + 12, y - 4, label, paint, { isBold: true }),
  );
  return parts.join('');
}

function stroke(shape: FlowRow['shape'], paint: string): string {
  return `stroke="${paint}" stroke-width="1.5"${shape === 'post' ? ' stroke-dasharray="5 4"' : ''}`;
}

function arrow(from: number, to: number, y: number, shape: FlowRow['shape'], paint: string): string {
  const turn = to < from ? 1 : -1;
  return from === to
    ? `<path d="M${from} ${y}h34v9h-30" fill="none" ${stroke(shape, paint)}/><path d="M${from + 2} ${y + 9}l8 -4v8z" fill="${paint}"/>`
    : `<path d="M${from} ${y}H${to + turn * 8}" ${stroke(shape, paint)}/><path d="M${to} ${y}l${turn * 9} -4.5v9z" fill="${paint}"/>`;
}

/** Not taken: the arrow ends in a cross. */
function crossed(from: number, to: number, y: number, shape: FlowRow['shape'], paint: string): string {
  const end = from === to ? to + 24 : to;
  return `<path d="M${from} ${y}H${end}" ${stroke(shape, paint)}/><path d="M${end - 5} ${y - 5}l10 10M${end - 5} ${y + 5}l10 -10" stroke="${paint}" stroke-width="2.25"/>`;
}

function drawChip(row: FlowRow, y: number, { color, x }: LadderGround): string {
  const center = row.lane === undefined ? undefined : x(row.lane);
  if (center === undefined) return '';
  const paint = color(row.isTrouble ? 'bad' : row.shape === 'stop' ? 'muted' : 'good');
  const text = fitText(chipText(row), ladderSizes.lane - 22, ladderSizes.text, true);
  const width = Math.ceil(textWidth(text, ladderSizes.text, true)) + 16;
  const isState = row.shape === 'state';
  return (
    `<rect x="${center - width / 2}" y="${y - 10}" width="${width}" height="20" rx="${row.shape === 'stop' ? 3 : 10}" fill="${color(isState ? 'accent-paper' : 'paper')}" stroke="${paint}" stroke-width="${isState ? 2 : 1.25}"/>` +
    svgText(center, y + 4, text, paint, { anchor: 'middle', isBold: isState })
  );
}

/** Where the automaton is now; where it came from stands in the words. */
function chipText({ shape, label }: FlowRow): string {
  return shape === 'stop' ? label : (label.split('→').at(-1)?.trim() ?? label);
}

function drawLine(row: FlowRow, y: number, { color, left, right }: LadderGround): string {
  return `<path d="M${left} ${y}H${right}" stroke="${color(row.isTrouble ? 'bad' : 'line')}" stroke-width="1" stroke-dasharray="2 4"/>`;
}

function drawMark(row: FlowRow, y: number, { color, x }: LadderGround): string {
  const center = row.lane === undefined ? undefined : x(row.lane);
  if (center === undefined) return '';
  const paint = color(row.isTrouble ? 'bad' : row.shape === 'check' ? 'good' : 'muted');
  const label = fitText(row.label, ladderSizes.lane - 24, ladderSizes.text);
  const width = Math.ceil(textWidth(label, ladderSizes.text)) + 4;
  return (
    symbolOf(row, center, y, paint, color) +
    `<rect x="${center + 9}" y="${y - 7}" width="${width}" height="14" fill="${color('paper')}"/>` +
    svgText(center + 11, y + 4, label, paint)
  );
}

/** Each kind of mark has a shape of its own: nobody needs to tell colours apart. */
function symbolOf(
  { shape, isTrouble }: FlowRow,
  x: number,
  y: number,
  paint: string,
  color: Painter,
): string {
  const attributes = `fill="${color('paper')}" stroke="${paint}" stroke-width="1.5"`;
  if (isTrouble)
    return `<path d="M${x - 5} ${y - 5}l10 10M${x - 5} ${y + 5}l10 -10" stroke="${paint}" stroke-width="2.25"/>`;
  if (shape === 'timer')
    return `<circle cx="${x}" cy="${y}" r="5.5" ${attributes}/><path d="M${x} ${y - 3.5}V${y}h3" fill="none" stroke="${paint}"/>`;
  if (shape === 'check')
    return `<path d="M${x - 5} ${y}l4 4l7 -8" fill="none" stroke="${paint}" stroke-width="2"/>`;
  if (shape === 'socket') return `<rect x="${x - 4.5}" y="${y - 4.5}" width="9" height="9" ${attributes}/>`;
  return `<circle cx="${x}" cy="${y}" r="3.5" fill="${paint}"/>`;
}
