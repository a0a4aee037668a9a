import { parseExact } from '../runtime/exact-json.js';
import { faultOfRecord, isTraceRecord, withoutMark } from '../runtime/trace-lines.js';
import type { TraceRecord } from '../runtime/trace-records.js';
import { traceFormat } from '../runtime/trace-records.js';
import { TraceFileError } from './trace-file.js';

/** A line longer than this belongs to no trace; it would fill the memory. In characters. */
export const lineLimit = 16 * 2 ** 20;

/** Makes records of the lines of one trace, in order. */
export class TraceLines {
  #number = 0;

  constructor(
    private readonly path: string,
    /** Told of what is odd and no reason to give up. */
    private readonly note: (text: string) => void,
  ) {}

  /** Lines so far. */
  get count(): number {
    return this.#number;
  }

  /**
   * The record in a line; undefined when there is none.
   * @param isWhole whether the line has an end
   * @throws TraceFileError `TRACE_INVALID` when the first line is not the head of a trace
   */
  record(text: string, isWhole: boolean): TraceRecord | undefined {
    this.#number += 1;
    const value = parseLine(text);
    if (this.#number === 1) this.#checkHead(value);
    if (isTraceRecord(value)) return value;
    if (!isWhole) this.note('The last line is cut off; the program was still writing, or was stopped.');
    else if (text.trim() !== '')
      this.note(`Line ${this.#number} is left out: ${faultOfRecord(value) ?? ''}.`);
    return undefined;
  }

  #checkHead(value: unknown): void {
    if (
      typeof value !== 'object' ||
      value === null ||
      !('format' in value) ||
      value.format !== traceFormat.name
    ) {
      throw invalidTrace(this.path, 'its first line is not the head of a trace');
    }
    const version = 'version' in value ? value.version : undefined;
    if (typeof version !== 'number') throw invalidTrace(this.path, 'its head names no version');
    if (version > traceFormat.version) {
      this.note(
        `The trace has format version ${version}; this program knows ${traceFormat.version} and shows what it understands.`,
      );
    }
  }
}

export function invalidTrace(path: string, why: string): TraceFileError {
  const message = `${path} is not a trace: ${why}. Record one with --trace FILE.`;
  return new TraceFileError('TRACE_INVALID', message, { path });
}

function parseLine(text: string): unknown {
  try {
    return parseExact(withoutMark(text));
  } catch {
    return undefined;
  }
}
