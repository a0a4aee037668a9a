import { flowRow } from '../inspector/model/flow-row.js';
import type { FlowRow } from '../inspector/model/flow-row.js';
import { fit, printable, seconds } from '../inspector/model/text.js';
import type { TraceDocument } from '../inspector/model/trace-document.js';
import type { TraceRecord } from '../runtime/trace-records.js';
import type { LadderLanes } from './ladder-lanes.js';
import type { Style } from './style.js';

interface RowOptions {
  readonly width: number;
  readonly style: Style;
  /** Whether a record has a line. */
  readonly shows: (record: TraceRecord) => boolean;
}

/** Silence that gets a line of its own, in milliseconds. */
const longSilenceMs = 1000;

/** Makes the lines of a ladder, one record at a time, in order. */
export class LadderRows {
  /** The longest silence since the last line. */
  #silenceMs = 0;

  constructor(
    private readonly document: TraceDocument,
    /** Can be replaced when more lanes appear. */
    public lanes: LadderLanes,
    private readonly options: RowOptions,
  ) {}

  *of(record: TraceRecord): Iterable<string> {
    const { style, width, shows } = this.options;
    const before = this.document.records[this.document.positionOf(record.seq) - 1];
    this.#silenceMs = Math.max(this.#silenceMs, record.t - (before?.t ?? 0));
    if (!shows(record)) return;
    if (this.#silenceMs >= longSilenceMs) {
      const text = `${seconds(this.#silenceMs)} s of silence`;
      yield style.dim(`${' '.repeat(7)}⋮         ${this.lanes.draw(new Map())}  ${text}`);
    }
    this.#silenceMs = 0;
    const row = flowRow(this.document, record);
    const mark = row.isTrouble ? '!' : ' ';
    const margin = `${String(row.seq).padStart(5)} ${seconds(row.t).padStart(8)} ${mark} `;
    const room = Math.max(20, width - margin.length - this.lanes.width);
    const text = fit(printable(this.#text(record, row)), room);
    yield `${style.dim(margin)}${this.#rails(record, row)}${this.#paint(row)(text)}`.trimEnd();
  }

  /** With the socket's name where its rail does not say it. */
  #text(record: TraceRecord, { lane, text }: FlowRow): string {
    if (record.kind !== 'message' || !this.lanes.isShared(lane)) return text;
    return `${this.document.directionOf(record) === 'out' ? 'to ' : ''}${record.lane}: ${text}`;
  }

  #paint(row: FlowRow): (text: string) => string {
    const { style } = this.options;
    if (row.isTrouble) return style.bad;
    if (row.shape === 'state') return style.strong;
    if (row.shape === 'check') return style.good;
    return row.shape === 'socket' || row.kind === 'log' || row.kind === 'snapshot' ? style.dim : plain;
  }

  #rails(record: TraceRecord, row: FlowRow): string {
    if (record.kind === 'message')
      return this.document.directionOf(record) === 'out' ? this.#outgoing(row) : this.#arrow(row, '─');
    if (record.kind === 'post') return this.#arrow(row, '┄');
    const rail = this.lanes.rail(row.lane);
    return this.lanes.draw(rail === undefined ? new Map() : new Map([[rail, markOf(record, row)]]));
  }

  /** From an automaton to its socket. */
  #outgoing(row: FlowRow): string {
    const from = this.lanes.rail(row.from);
    const to = this.lanes.rail(row.lane);
    if (to === undefined) return this.lanes.draw(new Map());
    if (from === undefined || from === to) return this.lanes.draw(new Map([[to, '◀']]));
    const marks = new Map([
      [from, from > to ? '┤' : '├'],
      [to, from > to ? '◀' : '▶'],
    ]);
    return this.lanes.draw(marks, { from: Math.min(from, to), to: Math.max(from, to), dash: '─' });
  }

  /** From a socket or a poster to each automaton that the message reached. */
  #arrow(row: FlowRow, dash: string): string {
    const from = this.lanes.rail(row.lane);
    if (from === undefined) return this.lanes.draw(new Map());
    const marks = new Map<number, string>();
    for (const { lane, outcome } of row.to) {
      const rail = this.lanes.rail(lane);
      if (rail === undefined || rail === from) continue;
      if (outcome === 'handled') marks.set(rail, rail > from ? '▶' : '◀');
      else if (!marks.has(rail)) marks.set(rail, '✗');
    }
    const reached = [from, ...marks.keys()];
    const line = { from: Math.min(...reached), to: Math.max(...reached), dash };
    const isBoth = line.from < from && line.to > from;
    marks.set(from, isBoth ? '┼' : line.from < from ? '┤' : line.to > from ? '├' : '•');
    return this.lanes.draw(marks, line);
  }
}

function plain(text: string): string {
  return text;
}

function markOf(record: TraceRecord, { kind, shape }: FlowRow): string {
  if (record.kind === 'deliver') return record.outcome === 'handled' ? '▷' : '✗';
  if (record.kind === 'socket') return socketMarks.get(record.what) ?? '┴';
  if (record.kind === 'explain') return verdictMarks.get(record.verdict) ?? '?';
  return marks.get(shape === 'state' ? shape : kind) ?? '•';
}

const marks: ReadonlyMap<string, string> = new Map([
  ['undelivered', '✗'],
  ['state', '●'],
  ['transition', '○'],
  ['dead', '■'],
  ['timer', '◷'],
  ['snapshot', '·'],
  ['log', '│'],
]);
const socketMarks: ReadonlyMap<string, string> = new Map([
  ['connecting', '╷'],
  ['open', '┬'],
]);
const verdictMarks: ReadonlyMap<string, string> = new Map([
  ['ok', '✓'],
  ['mismatch', '✗'],
]);
