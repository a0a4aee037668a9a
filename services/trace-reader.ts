import { createReadStream } from 'node:fs';
import type { TraceRecord } from '../runtime/trace-records.js';
import { TraceFileError, whyNot } from './trace-file.js';
import { invalidTrace, lineLimit, TraceLines } from './trace-lines.js';

export interface ReadTraceOptions {
  /** Told of what is odd about the file and no reason to give up: a cut-off last line, a newer format. */
  readonly onNote?: (note: string) => void;
  /** Told of each line that is read, before its record is handed on. */
  readonly onLine?: (characters: number) => void;
}

/**
 * Reads a trace record by record, so a file may be of any size. Records of unknown kinds and unknown members
 * are handed on as they are. What cannot be a record is left out with a note.
 * @throws TraceFileError `TRACE_FILE_UNREADABLE` when the file cannot be read, `TRACE_INVALID` when it does not
 * begin as a trace does
 */
export async function* readTrace(path: string, options: ReadTraceOptions = {}): AsyncGenerator<TraceRecord> {
  const parser = new TraceLines(path, options.onNote ?? (() => undefined));
  for await (const { text, isWhole } of lines(path)) {
    options.onLine?.(text.length + 1);
    const record = parser.record(text, isWhole);
    if (record !== undefined) yield record;
  }
  if (parser.count === 0) throw invalidTrace(path, 'it is empty');
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
      if (rest.length > lineLimit) throw invalidTrace(path, 'one of its lines is longer than any record');
    }
  } catch (cause) {
    if (cause instanceof TraceFileError) throw cause;
    throw unreadable(path, cause);
  }
  if (rest !== '') yield { text: rest, isWhole: false };
}

/** The error for a trace that the host does not let be read. */
export function unreadable(path: string, cause: unknown): TraceFileError {
  const message = `The trace ${path} cannot be read: ${whyNot(cause)}.`;
  return new TraceFileError('TRACE_FILE_UNREADABLE', message, { path }, { cause });
}
