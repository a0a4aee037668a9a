import { readFile } from 'node:fs/promises';
import { ImportError } from '../inspector/convert/import-error.js';
import type { StreamedImportOptions } from '../inspector/convert/imported-trace.js';
import { encode } from '../runtime/exact-json.js';
import type { TraceRecord } from '../runtime/trace-records.js';
import { TraceFile, whyNot } from '../services/trace-file.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import type { CliIo } from './io.js';
import type { Terminal } from './terminal.js';
import { writeAll } from './write.js';

export interface ImportArguments {
  readonly out?: string;
}

/** Largest file that is read, in bytes: its text and what is parsed from it must fit into the memory at once. */
const largestFile = 400 * 2 ** 20;

/** `pbx-automata import-har FILE`: a browser's recording becomes a trace. */
export async function importHarFile(
  path: string,
  args: ImportArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<ExitCode> {
  const { streamHar } = await import('../inspector/convert/import-har.js');
  const { textOfBytes } = await import('../inspector/convert/text-of-bytes.js');
  const bytes = await readWhole(path);
  return convert(path, args, io, terminal, (options) => {
    streamHar(parse(textOfBytes(bytes)), options);
  });
}

/** `pbx-automata import-log FILE`: a log of the PHP library becomes a trace. */
export async function importLogFile(
  path: string,
  args: ImportArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<ExitCode> {
  const { streamPhpLog } = await import('../inspector/convert/import-php-log.js');
  const { textOfBytes } = await import('../inspector/convert/text-of-bytes.js');
  const bytes = await readWhole(path);
  return convert(path, args, io, terminal, (options) => {
    streamPhpLog(textOfBytes(bytes), options);
  });
}

/** Opens the output with the first record only, so that a file that cannot be imported replaces nothing. */
async function convert(
  path: string,
  { out }: ImportArguments,
  io: CliIo,
  terminal: Terminal,
  run: (options: StreamedImportOptions) => void,
): Promise<ExitCode> {
  const lines: string[] = [];
  let failure: Error | undefined;
  let file: TraceFile | undefined;
  let count = 0;
  const sink = (record: TraceRecord): unknown => {
    count += 1;
    if (out === undefined) return lines.push(`${encode(record)}\n`);
    file ??= new TraceFile(out, { onError: (error) => (failure ??= error) });
    return file.sink(record);
  };
  const onNote = (sentence: string): void => {
    terminal.say(`Note: ${sentence}`, terminal.style.accent);
  };
  try {
    run({ sink, onNote });
  } catch (error) {
    throw error instanceof ImportError ? named(error, path) : error;
  } finally {
    file?.close();
  }
  if (failure !== undefined) throw failure;
  await writeAll(io.stdout, lines);
  if (out !== undefined) {
    terminal.say(`${out}: ${count} records. Look at them with: pbx-automata replay ${out}`);
  }
  return exitCodes.done;
}

async function readWhole(path: string): Promise<Uint8Array> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    throw new ImportError(
      'IMPORT_FILE_UNREADABLE',
      `${path} cannot be read: ${whyNot(cause)}.`,
      { path },
      { cause },
    );
  }
  if (bytes.length <= largestFile) return bytes;
  const sentence = `${path} is larger than 400 MB, which does not fit into the memory as a whole; split it, or record less.`;
  throw new ImportError('IMPORT_FILE_UNREADABLE', sentence, { path });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (cause) {
    const sentence =
      'This is no HAR: it is not JSON, or cut off; save it again with "Export HAR" in the network tab of the browser\'s developer tools.';
    throw new ImportError('IMPORT_INVALID', sentence, { what: 'HAR' }, { cause });
  }
}

function named(error: ImportError, path: string): ImportError {
  const options = { cause: error.cause };
  return new ImportError(error.code, `${path}: ${error.message}`, { ...error.data, path }, options);
}
