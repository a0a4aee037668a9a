import { ExactNumber } from '../../runtime/exact-json.js';
import { decodeMessage } from '../../runtime/message.js';
import type { LogCategory } from '../../runtime/log.js';
import { logCategories } from '../../runtime/log.js';
import { cutAt, RecordBodies } from '../../runtime/trace-bodies.js';
import type { RecordBody, TraceRecord } from '../../runtime/trace-records.js';
import { traceFormat } from '../../runtime/trace-records.js';
import type { Redactor } from '../../runtime/trace.js';
import { traceRedactor } from '../../services/redaction.js';
import { versions } from '../../services/versions.js';

/**
 * Takes each record of an imported trace.
 * @param line of the file that it comes from, from 1, where that is known
 */
export type ImportSink = (record: TraceRecord, line?: number) => unknown;

export interface ImportOptions {
  /** Masks what is a secret by name or pattern before a record exists. Default: one with a key of its own. */
  readonly redactor?: Redactor | undefined;
  /** Told, as a sentence, what was left out and why. */
  readonly onNote?: ((sentence: string) => void) | undefined;
}

/** As `ImportOptions`, for a file whose records are not to be kept in memory: each goes to `sink`. */
export interface StreamedImportOptions extends ImportOptions {
  readonly sink: ImportSink;
}

/** Makes the records of something that was recorded elsewhere; its times come from there. */
export class ImportedTrace {
  readonly #sink: ImportSink;
  readonly #bodies: RecordBodies;
  readonly #redactor: Redactor;
  #seq = 0;
  #run = 0;
  #t = 0;
  #line: number | undefined;

  /** @param wallClock time of the first event, ISO 8601 */
  constructor({ redactor = traceRedactor(), sink }: StreamedImportOptions, wallClock: string) {
    this.#redactor = redactor;
    this.#bodies = new RecordBodies(redactor);
    this.#sink = sink;
    this.#write({
      kind: 'head',
      format: traceFormat.name,
      version: traceFormat.version,
      start: wallClock,
      versions: versions(),
      redaction: 'masked',
      lanes: [],
    });
  }

  /**
   * For the records that follow.
   * @param t milliseconds since the first event; going back is standing still
   * @param line of the file, from 1
   */
  at(t: number, line?: number): void {
    this.#line = line;
    this.#t = Math.max(this.#t, Math.round(t * 1000) / 1000);
  }

  /** A run begins, with a number of its own. */
  beginRun(): void {
    this.#run += 1;
    this.#write(this.#bodies.runStarted([]));
  }

  /** The recording of a run is over, whatever became of what was recorded. */
  endRun(): void {
    this.#write(this.#bodies.end('finished', {}));
  }

  automaton(lane: string, id: string, socket: string | undefined): void {
    this.#write({ kind: 'automaton', lane, id, ...(socket !== undefined && { socket }) });
  }

  opened(lane: string, url?: string): void {
    this.#write(
      url === undefined ? { kind: 'socket', lane, what: 'open' } : this.#bodies.socket(lane, 'open', url, 0),
    );
  }

  /** @param code absent when the recording does not tell it */
  closed(lane: string, code?: number, reason = ''): void {
    this.#write(
      code === undefined
        ? { kind: 'socket', lane, what: 'close' }
        : this.#bodies.socketClosed(lane, { code, reason }, 0),
    );
  }

  failed(lane: string, sentence: string): void {
    this.#write({ kind: 'socket', lane, what: 'error', error: { message: this.#redactor.text(sentence) } });
  }

  /** @param fault what is known to be wrong with a text that is no message; else what the decoder says */
  message(lane: string, dir: 'in' | 'out', text: string, fault?: string): void {
    const decoded = decodeMessage(text);
    this.#write(
      decoded.ok
        ? this.#bodies.message(lane, dir, text, decoded.msg, 0)
        : this.#bodies.nonsense(lane, dir, text, text.length, fault ?? decoded.reason),
    );
  }

  binary(lane: string, dir: 'in' | 'out', length: number): void {
    this.#write(this.#bodies.nonsense(lane, dir, undefined, length, 'a binary message'));
  }

  /** @returns whether the text is a message; if not, it becomes a log line */
  post(lane: string, to: string, text: string): boolean {
    const decoded = decodeMessage(text);
    if (!decoded.ok) return false;
    this.#write(this.#bodies.post(lane, to === '' ? undefined : to, decoded.msg, 0));
    return true;
  }

  log(category: string, source: string, text: string): void {
    const known = logCategories.find((one) => one === category);
    this.#write(this.#log(known ?? 'debug', source, known === undefined ? `${category}: ${text}` : text));
  }

  #write(body: RecordBody): void {
    this.#seq += 1;
    const stamp = { seq: this.#seq, t: this.#t };
    this.#sink(this.#run > 0 ? { ...stamp, run: this.#run, ...body } : { ...stamp, ...body }, this.#line);
  }

  #log(category: LogCategory, source: string, text: string): RecordBody {
    const body = this.#bodies.log(category, source, text);
    // Printed objects (`print_r`) have their own way to name members, which masking does not know.
    return body.kind === 'log' ? { ...body, ...maskPrinted(body.text, this.#redactor) } : body;
  }
}

/** `[pwd] => abc` and `["pwd"]=> string(3) "abc"`, as PHP prints objects. */
function maskPrinted(text: string, redactor: Redactor): { text: string; cut?: readonly string[] } {
  const masked = text.replace(
    /(\["?([\w-]{1,40})"?(?::[\w":\\]{1,80})?\]\s*=>[^\S\n]*(?:\n\s*)?(?:string\(\d+\) )?"?)([^"\n]+)/g,
    (all, start: string, name: string, value: string) => {
      const shown = redactor.value({ [name]: value.trimEnd() }).value as Readonly<Record<string, unknown>>;
      const after = shown[name];
      return typeof after === 'string' && after !== value.trimEnd() ? start + after : all;
    },
  );
  return masked === text ? { text } : { text: masked, ...cutAt(['text']) };
}

/** The records themselves, for a recording that fits into memory. */
export function collected(make: (sink: ImportSink) => void): TraceRecord[] {
  const records: TraceRecord[] = [];
  make((record) => {
    records.push(record);
  });
  return records;
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber)
  );
}

/** `1 line`, `2 lines`. */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}
