import type { FlowRow } from '../model/flow-row.js';
import { fit, seconds } from '../model/text.js';
import type { Lane, TraceDocument } from '../model/trace-document.js';
import type { PictureOptions } from './exported-rows.js';
import { arrowsOf, longSilenceMs, pictureOf } from './exported-rows.js';
import { mermaidSequenceText } from './mermaid-text.js';

/** Mermaid refuses texts that are longer, in characters. */
const textLimit = 50_000;

/** Room for the note that says what was left out, in characters. */
const noteRoom = 200;

/** Longest text on an arrow, in characters. */
const labelLimit = 70;

/**
 * A trace as a Mermaid sequence diagram: messages with solid arrows, posts with dashed ones, states as notes. What
 * was not taken ends in a cross; trouble has a mark and says what is wrong. Cut where Mermaid would refuse it.
 */
export function mermaidSequence(document: TraceDocument, options: PictureOptions = {}): string {
  const { rows, lanes } = pictureOf(document, options);
  const writer = new SequenceWriter(lanes);
  const head = ['sequenceDiagram', ...lanes.map((lane, at) => `  participant L${at} as ${nameOf(lane)}`)];
  if (lanes.length === 0) head.push('  participant L0 as Trace');
  if (document.head?.redaction === 'revealed')
    head.push(writer.across('PRIVATE: secrets are readable in this diagram'));
  if (rows.length === 0) head.push(writer.across('Nothing to show'));
  const lines = [...head];
  let length = head.reduce((sum, line) => sum + line.length + 1, 0);
  for (const [done, row] of rows.entries()) {
    const parts = writer.linesOf(row);
    length += parts.reduce((sum, line) => sum + line.length + 1, 0);
    if (length > textLimit - noteRoom) {
      const left = rows.length - done;
      const sentence = `${left} more rows are left out, for Mermaid takes ${textLimit} characters. Choose a range or lanes.`;
      lines.push(writer.across(sentence));
      break;
    }
    lines.push(...parts);
  }
  return `${lines.join('\n')}\n`;
}

function nameOf({ kind, name, note }: Lane): string {
  const shown = kind === 'automaton' && note !== '' ? `${name} (${note})` : name;
  return mermaidSequenceText(fit(shown, 60)) || 'unnamed';
}

/** Writes rows with the short names of their lanes. */
class SequenceWriter {
  readonly #names: ReadonlyMap<number, string>;
  readonly #span: string;

  constructor(lanes: readonly Lane[]) {
    this.#names = new Map(lanes.map(({ index }, at) => [index, `L${at}`]));
    this.#span = lanes.length > 1 ? `L0,L${lanes.length - 1}` : 'L0';
  }

  /** A note over all lanes. */
  across(text: string): string {
    return `  Note over ${this.#span}: ${mermaidSequenceText(text)}`;
  }

  linesOf(row: FlowRow): string[] {
    const lines: string[] = [];
    if (row.gapMs >= longSilenceMs) lines.push(this.across(`… ${seconds(row.gapMs)} s of silence …`));
    const mark = row.isTrouble ? '⚠ ' : '';
    const arrows = this.#arrows(row, mermaidSequenceText(mark + labelOf(row)));
    if (arrows.length > 0) lines.push(...arrows);
    else lines.push(this.#note(row, mermaidSequenceText(mark + labelOf(row))));
    if (row.trouble !== undefined && arrows.length > 0)
      lines.push(this.#note(row, mermaidSequenceText(fit(`⚠ ${row.trouble}`, 2 * labelLimit))));
    return lines;
  }

  #arrows(row: FlowRow, label: string): string[] {
    const { shape, from } = row;
    if (from === undefined || (shape !== 'message' && shape !== 'post')) return [];
    const source = this.#names.get(from);
    const lines: string[] = [];
    for (const { lane, outcome } of arrowsOf(row)) {
      const target = this.#names.get(lane);
      if (source === undefined || target === undefined) continue;
      const line = shape === 'post' ? '--' : '-';
      lines.push(`  ${source}${line}${outcome === 'handled' ? '>>' : 'x'}${target}: ${label}`);
    }
    return lines;
  }

  #note(row: FlowRow, text: string): string {
    const lane = row.lane ?? row.from ?? row.to[0]?.lane;
    const name = lane === undefined ? undefined : this.#names.get(lane);
    return `  Note over ${name ?? this.#span}: ${text}`;
  }
}

function labelOf({ label, detail }: FlowRow): string {
  return fit(detail === '' ? label : `${label} ${detail}`, labelLimit) || ' ';
}
