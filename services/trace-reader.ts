import { createReadStream } from 'node:fs';
import { parseExact } from '../runtime/exact-json.js';
import type { TraceRecord } from '../runtime/trace-records.js';
import { traceFormat } from '../runtime/trace-records.js';
import { TraceFileError, whyNot } from './trace-file.js';

export interface ReadTraceOptions {
  /** Told of what is odd about the file and no reason to give up: a cut-off last line, a newer format. */
  readonly onNote?: (note: string) => void;
}

/** A line longer than this belongs to no trace; it would fill the memory. */
const lineLimit = 16 * 2 ** 20;

/**
 * Reads a trace record by record, so a file may be of any size. Records of unknown kinds and unknown members
 * are handed on as they are. What cannot be a record is left out with a note.
 * @throws TraceFileError `TRACE_FILE_UNREADABLE` when the file cannot be read, `TRACE_INVALID` when it does not
 * begin as a trace does
 */
export async function* readTrace(path: string, options: ReadTraceOptions = {}): AsyncGenerator<TraceRecord> {
  const note = options.onNote ?? (() => undefined);
  let number = 0;
  for await (const { text, isWhole } of lines(path)) {
    number += 1;
    const value = parseLine(text);
    if (number === 1) checkHead(path, value, note);
    const fault = faultOf(value);
    if (fault === undefined) yield value as TraceRecord;
    else if (!isWhole) note('The last line is cut off; the program was still writing, or was stopped.');
    else if (text.trim() !== '') note(`Line ${number} is left out: ${fault}.`);
  }
  if (number === 0) throw invalid(path, 'it is empty');
}

/** Not by the readline module, which also ends lines at U+2028. */
async function* lines(path: string): AsyncGenerator<{ text: string; isWhole: boolean }> {
  let rest = '';
  try {
    for await (const chunk of createReadStream(path, { encoding: 'utf8' }) as AsyncIterable<string>) {
      const parts = chunk.split('\n');
      parts[0] = rest + (parts[0] ?? '');
      rest = parts.pop() ?? '';
      for (const text of parts) yield { text, isWhole: true };
      if (rest.length > lineLimit) throw invalid(path, 'one of its lines is longer than any record');
    }
  } catch (cause) {
    if (cause instanceof TraceFileError) throw cause;
    const message = `The trace ${path} cannot be read: ${whyNot(cause)}.`;
    throw new TraceFileError('TRACE_FILE_UNREADABLE', message, { path }, { cause });
  }
  if (rest !== '') yield { text: rest, isWhole: false };
}

function parseLine(text: string): unknown {
  try {
    return parseExact(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

function checkHead(path: string, value: unknown, note: (text: string) => void): void {
  if (
    typeof value !== 'object' ||
    value === null ||
    !('format' in value) ||
    value.format !== traceFormat.name
  ) {
    throw invalid(path, 'its first line is not the head of a trace');
  }
  const version = 'version' in value ? value.version : undefined;
  if (typeof version !== 'number') throw invalid(path, 'its head names no version');
  if (version > traceFormat.version) {
    note(
      `The trace has format version ${version}; this program knows ${traceFormat.version} and shows what it understands.`,
    );
  }
}

function invalid(path: string, why: string): TraceFileError {
  const message = `${path} is not a trace: ${why}. Record one with --trace FILE.`;
  return new TraceFileError('TRACE_INVALID', message, { path });
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
