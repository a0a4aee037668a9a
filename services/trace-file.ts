import { closeSync, fchmodSync, openSync, writeSync } from 'node:fs';
import { AutomataError } from '../runtime/errors.js';
import { encode } from '../runtime/exact-json.js';
import type { TraceRecord } from '../runtime/trace-records.js';

/**
 * A trace cannot be written (`TRACE_FILE_UNWRITABLE`), cannot be read (`TRACE_FILE_UNREADABLE`) or is none
 * (`TRACE_INVALID`). `data.path` is the file.
 */
export class TraceFileError extends AutomataError {
  override readonly name: string = 'TraceFileError';
}

export interface TraceFileOptions {
  /** Told once, when the file cannot be written; the run goes on without it. Default: a line on standard error. */
  readonly onError?: (error: TraceFileError) => void;
  /** Characters that are gathered before they are written. Default 65,536. */
  readonly bufferSize?: number;
  /** Longest time that a record waits to be written, in milliseconds. Default 250. */
  readonly flushDelayMs?: number;
}

/**
 * Every trace is for its owner's eyes only, also a masked one: it tells who talks to whom, and masking is a
 * second line of defence, not a reason to publish.
 */
const traceMode = 0o600;

/**
 * Writes a trace to a file, a line for each record, replacing what the file held. Writing is synchronous, in
 * portions, so that the file is whole when the process ends, however it ends, but for being killed. Whatever
 * goes wrong is reported once, in a sentence, and never stops the run.
 */
export class TraceFile {
  readonly #options: TraceFileOptions;
  #file: number | undefined;
  #buffer = '';
  #timer: NodeJS.Timeout | undefined;
  #failure: TraceFileError | undefined;
  readonly #flushAtExit = (): void => {
    this.close();
  };

  constructor(
    readonly path: string,
    options: TraceFileOptions = {},
  ) {
    this.#options = options;
    this.#guard(() => {
      this.#file = openSync(path, 'w', traceMode);
      // A file that was there keeps its mode otherwise.
      fchmodSync(this.#file, traceMode);
    });
    process.once('exit', this.#flushAtExit);
  }

  /**
   * The sink of a `TraceRecorder`; returns the bytes of the record.
   * @throws TraceFileError once the file has failed, so that the recorder counts what is lost
   */
  readonly sink = (record: TraceRecord): number => {
    if (this.#failure !== undefined) throw this.#failure;
    const line = `${encode(record)}\n`;
    this.#buffer += line;
    const { bufferSize = 65_536, flushDelayMs = 250 } = this.#options;
    if (this.#buffer.length >= bufferSize || record.kind === 'end') this.flush();
    else
      this.#timer ??= setTimeout(() => {
        this.flush();
      }, flushDelayMs).unref();
    return Buffer.byteLength(line);
  };

  /** Writes what is gathered. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const bytes = Buffer.from(this.#buffer);
    this.#buffer = '';
    this.#guard(() => {
      let written = 0;
      while (this.#file !== undefined && written < bytes.length) {
        written += writeSync(this.#file, bytes, written);
      }
    });
  }

  /** Writes what is gathered and closes the file; nothing stays behind. May be called twice. */
  close(): void {
    process.removeListener('exit', this.#flushAtExit);
    this.flush();
    const file = this.#file;
    this.#file = undefined;
    this.#failure ??= new TraceFileError('TRACE_FILE_UNWRITABLE', `The trace ${this.path} is closed.`);
    this.#guard(() => {
      if (file !== undefined) closeSync(file);
    });
  }

  #guard(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(cause: unknown): void {
    if (this.#failure !== undefined) return;
    const { path } = this;
    const message = `The trace cannot be written to ${path}: ${whyNot(cause)}. The run goes on without it.`;
    this.#failure = new TraceFileError('TRACE_FILE_UNWRITABLE', message, { path }, { cause });
    this.#file = undefined;
    const report =
      this.#options.onError ??
      ((error: TraceFileError): void => void process.stderr.write(`${error.message}\n`));
    report(this.#failure);
  }
}

/** What the host's error code means and what to do, in words. */
export function whyNot(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : reasons.get(code)) ?? message;
}

const reasons = new Map([
  ['ENOSPC', 'no space is left on the disk; free some or choose another file'],
  ['EDQUOT', 'your disk quota is used up; free some space or choose another file'],
  ['EACCES', 'you may not open this file; choose another one'],
  ['EPERM', 'you may not open this file; choose another one'],
  ['EROFS', 'the disk is read-only; choose another file'],
  ['ENOENT', 'there is no such file or folder'],
  ['ENOTDIR', 'a part of the path is no folder'],
  ['EISDIR', 'it is a folder; name a file in it'],
]);
