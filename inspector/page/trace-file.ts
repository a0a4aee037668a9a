import { isTraceRecord, withoutMark } from '../../runtime/trace-lines.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { traceFormat } from '../../runtime/trace-records.js';
import type { FileLimits } from './file-limits.js';
import { fileLimits } from './file-limits.js';

/** What says how a recording ends that reached its cap, and how many such records come on top. */
const isEnd = /"kind":"(?:drop|end)"/;
const endLimit = 1000;

/** What a file held, and a sentence about what is wrong with it. */
export interface ReadTrace {
  readonly records: readonly TraceRecord[];
  readonly notice?: string;
}

/** Lines that are read before the page gets to draw. */
const linesAtOnce = 4000;

/** Reads JSON lines one after the other and keeps what it can. */
class TraceReader {
  readonly records: TraceRecord[] = [];

  #broken = 0;
  #firstBroken = 0;
  #line = 0;
  isFull = false;

  constructor(private readonly limits: FileLimits) {}

  take(line: string): void {
    this.#line += 1;
    if (line.trim() === '') return;
    const isOnTop = this.records.length < this.limits.records + endLimit && isEnd.test(line);
    if (this.records.length >= this.limits.records && !isOnTop) {
      this.isFull = true;
      return;
    }
    this.#keep(parsed(line));
  }

  /** An item of a list takes the place of a line. */
  takeItem(item: unknown): void {
    this.#line += 1;
    this.#keep(item);
  }

  #keep(value: unknown): void {
    if (isTraceRecord(value)) {
      this.records.push(value);
      return;
    }
    this.#broken += 1;
    if (this.#broken === 1) this.#firstBroken = this.#line;
  }

  result(isTooLarge: boolean): ReadTrace {
    const notice = this.#notice(isTooLarge);
    return { records: this.records, ...(notice === undefined ? {} : { notice }) };
  }

  #notice(isTooLarge: boolean): string | undefined {
    const head = this.records[0];
    if (head === undefined) {
      const why = this.#broken === 0 ? 'it is empty' : 'no line of it is a record';
      return `This is not a trace: ${why}. A trace is written by the option --trace FILE of pbx-automata.`;
    }
    if (isTooLarge || this.isFull)
      return `The file is larger than the page keeps; these are its first ${this.records.length.toLocaleString('en')} records. Cut it, or read it with: pbx-automata replay FILE`;
    if (head.kind === 'head' && head.version > traceFormat.version)
      return `The trace has version ${head.version}; this page knows version ${traceFormat.version} and shows what it understands. A newer pbx-automata shows it all.`;
    if (this.#broken === 0)
      return head.kind === 'head'
        ? undefined
        : 'The beginning of the trace is missing; the page shows what is there.';
    if (this.#broken === 1 && this.#firstBroken === this.#line)
      return 'The last line is cut off, as when a program stops while it writes; everything before it is shown.';
    return this.#broken === 1
      ? `Line ${this.#firstBroken} is no record and was left out.`
      : `${this.#broken} lines are no records and were left out, the first of them line ${this.#firstBroken}.`;
  }
}

/** Reads a whole text at once: JSON lines, or one JSON list. */
export function readTrace(text: string, limits: FileLimits = fileLimits): ReadTrace {
  const reader = new TraceReader(limits);
  const whole = /^\s*\[/.test(text) ? parsed(text) : undefined;
  if (Array.isArray(whole)) for (const item of whole) reader.takeItem(item);
  else for (const line of text.trimEnd().split('\n')) reader.take(line);
  return reader.result(false);
}

/** Reads a file piece by piece, so that the page answers meanwhile. */
export async function readTraceFile(file: Blob, limits: FileLimits = fileLimits): Promise<ReadTrace> {
  const isTooLarge = file.size > limits.bytes;
  const text = await (isTooLarge ? file.slice(0, limits.bytes) : file).text();
  const reader = new TraceReader(limits);
  const lines = text.split('\n');
  // The last line of a piece is a part of one.
  if (isTooLarge) lines.pop();
  if (lines.at(-1) === '') lines.pop();
  for (let at = 0; at < lines.length && !reader.isFull; at += linesAtOnce) {
    for (const line of lines.slice(at, at + linesAtOnce)) reader.take(line);
    await new Promise((goOn) => {
      setTimeout(goOn);
    });
  }
  return reader.result(isTooLarge);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(withoutMark(text));
  } catch {
    return undefined;
  }
}
