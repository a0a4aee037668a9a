import type { FlowRow } from '../model/flow-row.js';
import { seconds } from '../model/text.js';
import type { Lane, TraceDocument } from '../model/trace-document.js';
import type { PictureOptions } from './exported-rows.js';
import { longSilenceMs, pictureOf } from './exported-rows.js';
import type { LadderGround } from './ladder-marks.js';
import { drawMarks, ladderSizes, svgText } from './ladder-marks.js';
import type { Scheme } from './svg.js';
import { colorsOf, escapeXml, fitText, sansFont, schemeStyle } from './svg.js';

export interface LadderSvgOptions extends PictureOptions {
  /** `both`: light, and dark where the reader's system is (default). */
  readonly scheme?: Scheme;
  /** What stands above; default: when it was recorded. */
  readonly title?: string;
}

/** More rows than this are cut, with a line that says so: programs that show pictures give up on larger ones. */
const rowLimit = 5000;

/** The ladder of a trace as an SVG picture: lanes with their rails, a row for each thing that happened. */
export function ladderSvg(document: TraceDocument, options: LadderSvgOptions = {}): string {
  const { scheme = 'both' } = options;
  const { rows, lanes } = pictureOf(document, options);
  const color = colorsOf(scheme);
  const { margin, numbers, lane: step, words, title: titleHeight, header, row: rowHeight } = ladderSizes;
  const left = margin + numbers;
  const right = left + Math.max(1, lanes.length) * step;
  const places = new Map(lanes.map(({ index }, at) => [index, left + (at + 0.5) * step]));
  const ground: LadderGround = { color, x: (lane) => places.get(lane), left, right };
  const shown = rows.slice(0, rowLimit);
  const top = titleHeight + header;
  const body: string[] = [];
  let y = top + rowHeight / 2 + 4;
  for (const row of shown) {
    if (row.gapMs >= longSilenceMs) {
      body.push(drawSilence(row, y, ground));
      y += rowHeight;
    }
    body.push(drawRow(row, y, ground, words));
    y += rowHeight;
  }
  if (rows.length > shown.length || rows.length === 0) {
    const sentence =
      rows.length === 0
        ? 'There is nothing to show.'
        : `${rows.length - shown.length} more rows are left out. Choose a range or lanes.`;
    body.push(svgText(left, y + 4, sentence, color('ink'), { isBold: true }));
    y += rowHeight;
  }
  const width = right + words + margin;
  const height = Math.ceil(y + margin);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="${sansFont}">`,
    `<title>${escapeXml(titleOf(document, options))}</title><desc>${escapeXml(describe(rows, lanes))}</desc>`,
    schemeStyle(scheme),
    `<rect width="${width}" height="${height}" fill="${color('paper')}"/>`,
    drawTitle(document, options, ground),
    ...lanes.map((lane) => drawLane(lane, places.get(lane.index) ?? left, height, ground)),
    ...body,
    '</svg>',
  ].join('\n')}\n`;
}

function titleOf({ head }: TraceDocument, { title }: LadderSvgOptions): string {
  return title ?? (head === undefined ? 'Trace' : `Trace recorded ${head.start}`);
}

function describe(rows: readonly FlowRow[], lanes: readonly Lane[]): string {
  const trouble = rows.filter(({ isTrouble }) => isTrouble);
  const sentences = [
    `${rows.length} rows on ${lanes.length} lanes: ${lanes.map(({ name }) => name).join(', ')}.`,
    ...trouble.slice(0, 20).map(({ seq, trouble: what, label }) => `Trouble at ${seq}: ${what ?? label}.`),
  ];
  return sentences.join(' ');
}

function drawTitle(document: TraceDocument, options: LadderSvgOptions, { color }: LadderGround): string {
  const { margin } = ladderSizes;
  const parts = [svgText(margin, 26, titleOf(document, options), color('ink'), { size: 15, isBold: true })];
  const { head } = document;
  if (head?.redaction === 'revealed') {
    parts.push(
      svgText(margin, 44, '⚠ PRIVATE: secrets are readable in this picture', color('bad'), { isBold: true }),
    );
  } else {
    const about = head?.redaction === 'sample' ? 'Secrets are those of the simulator' : 'Secrets are masked';
    parts.push(svgText(margin, 44, about, color('muted')));
  }
  return parts.join('');
}

function drawLane(lane: Lane, x: number, height: number, { color }: LadderGround): string {
  const { title, header, lane: step, text, small } = ladderSizes;
  const room = step - 16;
  const box = { x: x - step / 2 + 4, y: title + 6, width: step - 8, height: header - 12 };
  const corner = lane.kind === 'automaton' ? 9 : 2;
  return [
    `<g><title>${escapeXml(`${lane.kind} ${lane.name}${lane.note === '' ? '' : `: ${lane.note}`}`)}</title>`,
    `<path d="M${x} ${box.y + box.height}V${height - 8}" stroke="${color('line')}" stroke-width="1"${lane.kind === 'socket' ? ' stroke-dasharray="1 3"' : ''}/>`,
    `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="${corner}" fill="${color('panel')}" stroke="${color('line')}"/>`,
    svgText(x, box.y + 19, fitText(lane.name, room, text, true), color('ink'), {
      anchor: 'middle',
      isBold: true,
    }),
    svgText(x, box.y + 35, fitText(lane.note === '' ? lane.kind : lane.note, room, small), color('muted'), {
      anchor: 'middle',
      size: small,
    }),
    '</g>',
  ].join('');
}

function drawSilence({ gapMs }: FlowRow, y: number, { color, left, right }: LadderGround): string {
  const center = (left + right) / 2;
  return (
    `<rect x="${left}" y="${y - 9}" width="${right - left}" height="18" fill="${color('panel')}"/>` +
    svgText(center, y + 4, `${seconds(gapMs)} s of silence`, color('muted'), { anchor: 'middle' })
  );
}

function drawRow(row: FlowRow, y: number, ground: LadderGround, words: number): string {
  const { color, left, right } = ground;
  const { margin, row: rowHeight } = ladderSizes;
  const detail = row.trouble ?? (row.shape === 'message' || row.shape === 'post' ? row.detail : row.text);
  const paint = color(row.isTrouble ? 'bad' : 'muted');
  return [
    `<g data-seq="${row.seq}"><title>${escapeXml(`${row.seq} ${row.text}`)}</title>`,
    row.isTrouble
      ? `<rect x="${margin - 6}" y="${y - rowHeight / 2 + 1}" width="4" height="${rowHeight - 2}" fill="${color('bad')}"/>`
      : '',
    svgText(margin + 46, y + 4, String(row.seq), color('muted'), { anchor: 'end' }),
    row.isTrouble ? svgText(margin + 54, y + 4, '!', color('bad'), { isBold: true, size: 13 }) : '',
    svgText(left - 8, y + 4, seconds(row.t), color('muted'), { anchor: 'end' }),
    drawMarks(row, y, ground),
    svgText(right + 8, y + 4, fitText(detail, words - 8, ladderSizes.text), paint),
    '</g>',
  ].join('');
}
