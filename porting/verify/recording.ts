import { open, readFile } from 'node:fs/promises';
import { createRedactor } from '../../protocol/redaction.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import type { Redactor } from '../../runtime/trace.js';
import type { RecordedPlace } from './report.js';

/** What is verified against: the path of a file, a text with the log of a PHP program, or records of a trace. */
export type RecordingSource =
  string | { readonly text: string } | { readonly records: readonly TraceRecord[] } | readonly TraceRecord[];

/** A recording, read. */
export interface Recording {
  readonly records: readonly TraceRecord[];
  /** Whether it is a trace of this package's, which tells of states and deliveries, or was made of something else. */
  readonly isPhpLog: boolean;
  /** It was recorded from outside, by a proxy or a browser: nothing tells of automatons and their posts. */
  readonly showsSocketsOnly: boolean;
  readonly placeOf: (record: { readonly seq: number }) => RecordedPlace;
}

/**
 * Reads a recording. What kind it is, its beginning says, not its name.
 * @throws TraceFileError `TRACE_FILE_UNREADABLE`, `TRACE_INVALID`
 * @throws ImportError `IMPORT_INVALID`
 */
export async function readRecording(
  source: RecordingSource,
  onNote: (sentence: string) => void,
): Promise<Recording> {
  if (typeof source === 'string') {
    return (await beginsAsTrace(source)) ? readTraceFile(source, onNote) : readLogFile(source, onNote);
  }
  if ('text' in source) return ofPhpLog(source.text, onNote);
  return ofTrace('records' in source ? source.records : source);
}

function ofTrace(records: readonly TraceRecord[], lines?: ReadonlyMap<number, number>): Recording {
  return {
    records,
    isPhpLog: false,
    showsSocketsOnly: showsSocketsOnly(records),
    placeOf: ({ seq }) => (lines === undefined ? { seq } : { seq, line: lines.get(seq) }),
  };
}

/** Kinds of records that only those make who see inside the program. */
const insideKinds: ReadonlySet<string> = new Set([
  'automaton',
  'deliver',
  'transition',
  'post',
  'undelivered',
]);

/** An imported PHP log, which has posts if there were any, does not know the addresses of its sockets. */
function showsSocketsOnly(records: readonly TraceRecord[]): boolean {
  return (
    records.some((record) => record.kind === 'socket' && record.url !== undefined) &&
    !records.some(({ kind }) => insideKinds.has(kind))
  );
}

async function readTraceFile(path: string, onNote: (sentence: string) => void): Promise<Recording> {
  const { readTrace } = await import('../../services/trace-reader.js');
  const records: TraceRecord[] = [];
  const lines = new Map<number, number>();
  let line = 0;
  for await (const record of readTrace(path, { onNote, onLine: () => (line += 1) })) {
    records.push(record);
    lines.set(record.seq, line);
  }
  return ofTrace(records, lines);
}

async function readLogFile(path: string, onNote: (sentence: string) => void): Promise<Recording> {
  const { textOfBytes } = await import('../../inspector/convert/text-of-bytes.js');
  const { ImportError } = await import('../../inspector/convert/import-error.js');
  const text = textOfBytes(await readFile(path));
  try {
    return await ofPhpLog(text, onNote);
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
    const data = { ...error.data, path };
    throw new ImportError(error.code, `${path}: ${error.message}`, data, { cause: error.cause });
  }
}

/** As `import-log` makes it, but whole and with nothing masked: it stays in the memory. */
async function ofPhpLog(text: string, onNote: (sentence: string) => void): Promise<Recording> {
  const { streamPhpLog } = await import('../../inspector/convert/import-php-log.js');
  const records: TraceRecord[] = [];
  const lines = new Map<number, number>();
  const sink = (record: TraceRecord, line?: number): void => {
    records.push(record);
    if (line !== undefined) lines.set(record.seq, line);
  };
  streamPhpLog(text, { sink, redactor: untouched, onNote });
  return {
    records,
    isPhpLog: true,
    showsSocketsOnly: false,
    placeOf: ({ seq }) => ({ seq, line: lines.get(seq) }),
  };
}

const plain = createRedactor({ reveal: 'everything', keyedHash: (text) => String(text.length) });

/** Leaves everything as it is: nothing of it is written anywhere. */
const untouched: Redactor = {
  value: (value) => ({ value, cut: [] }),
  text: (text) => text,
  fingerprint: (text) => plain.fingerprint(text),
};

/** A trace begins with a JSON object, which no line of a PHP log does. */
async function beginsAsTrace(path: string): Promise<boolean> {
  let file;
  try {
    file = await open(path);
  } catch (cause) {
    const { unreadable } = await import('../../services/trace-reader.js');
    throw unreadable(path, cause);
  }
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4096), 0, 4096, 0);
    const beginning = buffer.toString('utf8', 0, bytesRead);
    return (
      /^\uFEFF?\s*\{/.test(beginning) && !/\d{2}[./]\d{2}[./]\d{2,4} \d{2}:\d{2}:\d{2}\./.test(beginning)
    );
  } catch (cause) {
    const { unreadable } = await import('../../services/trace-reader.js');
    throw unreadable(path, cause);
  } finally {
    await file.close();
  }
}
