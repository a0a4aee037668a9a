import type { Clock } from '../runtime/clock.js';
import { systemClock } from '../runtime/clock.js';
import type { LogCategory, LogSink } from '../runtime/log.js';
import type { Redactor } from '../runtime/trace.js';
import { DebugChannels } from './debug-channels.js';
import { LineStamp, printable } from './log-line.js';
import type { LogTable } from './log-levels.js';
import { defaultCategories, LogLevels, parseLogOption } from './log-levels.js';

export interface LogOptions {
  /** Takes one line, or several, without the last line end. Default: standard error. */
  readonly write?: ((line: string) => void) | undefined;
  readonly clock?: Clock | undefined;
  /** The date at the clock's present moment, in milliseconds since 1970. Default: now. */
  readonly startedAt?: number | undefined;
  /** Masks secrets before a line is written. */
  readonly redactor?: Pick<Redactor, 'text'> | undefined;
  /** Where `DEBUG` is looked up. Default: `process.env`. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/**
 * The log of the original: categories switched by source, one line per entry with date and time, seconds since
 * the line before and since the first, category, source and text. Each category is a namespace of the package
 * debug, so `DEBUG=pbx:smsg` switches it on too, for all sources.
 */
export class Log {
  /** Hand this to a Transitioner. */
  readonly sink: LogSink;
  readonly #levels = new LogLevels();
  readonly #write: (line: string) => void;
  readonly #redactor: Pick<Redactor, 'text'> | undefined;
  readonly #stamp: LineStamp;
  readonly #listeners = new Set<(line: string) => void>();
  #channels: DebugChannels | undefined;
  #isOn = true;

  constructor(options: LogOptions = {}) {
    const { clock = systemClock, startedAt = performance.timeOrigin + performance.now() } = options;
    this.#write =
      options.write ??
      ((line) => {
        process.stderr.write(`${line}\n`);
      });
    this.#redactor = options.redactor;
    this.#stamp = new LineStamp(clock, startedAt);
    // Loading debug takes milliseconds: only when it has a say, or a line to carry.
    const { DEBUG = '' } = options.environment ?? process.env;
    if (DEBUG !== '') this.#channels = new DebugChannels(this.#write);
    this.sink = (category, source, text) => {
      this.#take(category, source, text);
    };
  }

  /** Switches the whole log on, or off with `false`; levels stay as they are. */
  logon(mode = true): void {
    this.#isOn = mode;
  }

  logoff(): void {
    this.logon(false);
  }

  /**
   * @param source `""` for all sources that have no table of their own; a table of its own alone decides
   * @param category `""` for all categories
   */
  setLogLevel(source: string, category: LogCategory | '' | readonly LogCategory[], on: boolean): void {
    this.#levels.set(source, category, on);
  }

  /**
   * Replaces all levels.
   * @param table default: nothing is on
   * @returns the levels until now, to be put back later
   */
  clearLogLevel(table: LogTable = new Map()): LogTable {
    return this.#levels.replace(table);
  }

  /** Hands on every line that is written from now on, as it is written. Returns how to stop that. */
  onLine(listener: (line: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Writes one entry, if its category is on for its source. */
  log(text: string, category: LogCategory = 'runtime', source = 'script'): void {
    this.#take(category, source, text);
  }

  #take(category: LogCategory, source: string, text: string | (() => string)): void {
    if (!this.#isOn) return;
    const isForced = this.#channels?.isWanted(category) === true;
    if (!isForced && !this.#levels.hasAnywhere(category)) return;
    let made: string | undefined;
    const body = (): string => (made ??= typeof text === 'string' ? text : text());
    if (!isForced && !this.#levels.has(category, source, () => socketOf(source, body()))) return;
    const masked = this.#redactor === undefined ? body() : this.#redactor.text(body());
    this.#channels ??= new DebugChannels(this.#write);
    const line = `${this.#stamp.next()} ${category} ${printable(source)}:  ${printable(masked)}`;
    this.#channels.carry(category, line);
    for (const listener of this.#listeners) listener(line);
  }
}

/** The log of a program that makes none of its own. Writes to standard error. */
export const defaultLog = new Log();

/**
 * A sink as the command line's `--log` options ask for it: `runtime` and `error`, and what they name besides.
 * @param options.categories texts like `smsg,state@PBXWS`, see `parseLogOption`
 * @throws UsageError `LOG_CATEGORY_UNKNOWN`
 */
export function createLog(
  options: LogOptions & { readonly categories?: string | readonly string[] | undefined },
): LogSink {
  const log = new Log(options);
  const { categories: requests = [] } = options;
  for (const request of typeof requests === 'string' ? [requests] : requests) {
    const { source, categories } = parseLogOption(request);
    // To look closer at one source must not hide its errors.
    log.setLogLevel(source, [...defaultCategories, ...categories], true);
  }
  return log.sink;
}

/** The Transitioner's lines about messages name the socket: `sent->PBXWS {...}`. */
function socketOf(source: string, text: string): string | undefined {
  return source === 'Transitioner' ? /^(?:sent->|received<-)(\S+)/.exec(text)?.[1] : undefined;
}
