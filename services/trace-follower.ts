import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import type { TraceRecord } from '../runtime/trace-records.js';
import { invalidTrace, lineLimit, TraceLines } from './trace-lines.js';
import { unreadable } from './trace-reader.js';

/** What has become of a trace that is followed. */
export type TraceGrowth =
  | { readonly kind: 'records'; readonly records: readonly TraceRecord[] }
  /** Nothing came between two looks. */
  | { readonly kind: 'quiet' }
  /** The file was emptied or replaced: what comes next is another trace. */
  | { readonly kind: 'restarted'; readonly why: string };

export interface FollowTraceOptions {
  readonly onNote?: (note: string) => void;
  /** Waits until it is worth looking again; false ends it. Called when the end of the file is reached. */
  readonly wait: () => Promise<boolean>;
}

/** Bytes that are read at once. */
const portionBytes = 256 * 1024;
/** Bytes at the beginning by which a file is known again; the head is that long. */
const beginningBytes = 512;

/**
 * Reads a trace and goes on as the file grows; each byte is read once. A line that has no end yet waits for the
 * rest. It ends when `wait` says so.
 * @throws TraceFileError `TRACE_FILE_UNREADABLE` when the file cannot be read at the start, `TRACE_INVALID` when
 * it does not begin as a trace does
 */
export async function* followTrace(path: string, options: FollowTraceOptions): AsyncGenerator<TraceGrowth> {
  const { onNote = () => undefined, wait } = options;
  let reading = await Reading.begin(path, onNote);
  let hasGrown = false;
  try {
    for (;;) {
      const records = await reading.next();
      if (records !== undefined) {
        hasGrown = true;
        if (records.length > 0) yield { kind: 'records', records };
        continue;
      }
      if (!hasGrown) yield { kind: 'quiet' };
      hasGrown = false;
      if (!(await wait())) return;
      const why = await reading.whyStale();
      if (why === undefined) continue;
      const fresh = await Reading.begin(path, onNote).catch(() => undefined);
      if (fresh === undefined) continue;
      await reading.end();
      reading = fresh;
      yield { kind: 'restarted', why };
    }
  } finally {
    await reading.end();
  }
}

/** One file while it is read from its beginning. */
class Reading {
  readonly #decoder = new StringDecoder('utf8');
  readonly #lines: TraceLines;
  readonly #buffer = Buffer.allocUnsafe(portionBytes);
  #beginning = Buffer.alloc(0);
  #offset = 0;
  #rest = '';

  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    onNote: (note: string) => void,
  ) {
    this.#lines = new TraceLines(path, onNote);
  }

  static async begin(path: string, onNote: (note: string) => void): Promise<Reading> {
    try {
      return new Reading(path, await open(path, 'r'), onNote);
    } catch (cause) {
      throw unreadable(path, cause);
    }
  }

  /** The next records, perhaps none yet; undefined at the end of the file. */
  async next(): Promise<TraceRecord[] | undefined> {
    const read = await this.#read();
    if (read === 0) return undefined;
    const bytes = this.#buffer.subarray(0, read);
    if (this.#beginning.length < beginningBytes) {
      const missing = beginningBytes - this.#beginning.length;
      this.#beginning = Buffer.concat([this.#beginning, bytes.subarray(0, missing)]);
    }
    this.#offset += read;
    const parts = this.#decoder.write(bytes).split('\n');
    parts[0] = this.#rest + (parts[0] ?? '');
    this.#rest = parts.pop() ?? '';
    if (this.#rest.length > lineLimit)
      throw invalidTrace(this.path, 'one of its lines is longer than any record');
    return parts.flatMap((text) => this.#lines.record(text, true) ?? []);
  }

  /** Why this is no longer the file at the path, or not the same trace; undefined when it is. */
  async whyStale(): Promise<string | undefined> {
    const [own, named] = await Promise.all([this.file.stat(), stat(this.path).catch(() => undefined)]);
    // Gone for now: what was read stays, and whoever writes it anew makes another file.
    if (named === undefined) return undefined;
    if (named.ino !== own.ino || named.dev !== own.dev) return 'another file has taken its place';
    if (own.size < this.#offset) return 'it has become shorter';
    const { buffer } = await this.file.read(
      Buffer.alloc(this.#beginning.length),
      0,
      this.#beginning.length,
      0,
    );
    return buffer.equals(this.#beginning) ? undefined : 'it begins differently now';
  }

  async end(): Promise<void> {
    await this.file.close();
  }

  async #read(): Promise<number> {
    try {
      return (await this.file.read(this.#buffer, 0, portionBytes, this.#offset)).bytesRead;
    } catch (cause) {
      throw unreadable(this.path, cause);
    }
  }
}
