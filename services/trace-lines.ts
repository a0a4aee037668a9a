import { parseExact } from '../runtime/exact-json.js';
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
    else if (text.trim() !== '') this.note(`Line ${this.#number} is left out: ${faultOf(value) ?? ''}.`);
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
    return parseExact(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

type MemberType = 'string' | 'number' | 'array';

/** What whoever shows a record relies on. */
const required: Readonly<Record<string, Readonly<Record<string, MemberType>>>> = {
  machine: { hash: 'string' },
  automaton: { lane: 'string' },
  dead: { lane: 'string', why: 'string' },
  socket: { lane: 'string', what: 'string' },
  message: { lane: 'string', dir: 'string', length: 'number' },
  post: { lane: 'string', to: 'string', mt: 'string' },
  undelivered: { lane: 'string', to: 'string', mt: 'string', why: 'string' },
  deliver: { lane: 'string', origin: 'string', mt: 'string', outcome: 'string', state: 'string' },
  transition: { lane: 'string', changes: 'array' },
  snapshot: { lane: 'string', status: 'string' },
  timer: { what: 'string', delayMs: 'number' },
  explain: { lane: 'string', rule: 'string', verdict: 'string' },
  control: { what: 'string' },
  log: { category: 'string', source: 'string', text: 'string' },
  note: { note: 'string' },
  drop: { count: 'number', why: 'string' },
  end: { outcome: 'string' },
};

function isTraceRecord(value: unknown): value is TraceRecord {
  return faultOf(value) === undefined;
}

/** Why a value is no record; undefined when it is one. */
function faultOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is not a JSON object';
  const record = value as Readonly<Record<string, unknown>>;
  if (typeof record['kind'] !== 'string') return 'it has no kind';
  const members = { seq: 'number', t: 'number', ...required[record['kind']] } as const;
  for (const [name, type] of Object.entries(members)) {
    const actual = Array.isArray(record[name]) ? 'array' : typeof record[name];
    if (actual !== type) return `its member ${name} is no ${type}`;
  }
  return undefined;
}
