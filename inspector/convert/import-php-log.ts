import { decodeMessage } from '../../runtime/message.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { ImportError } from './import-error.js';
import type { ImportOptions, StreamedImportOptions } from './imported-trace.js';
import { collected, counted, ImportedTrace } from './imported-trace.js';
import type { PhpLogLine } from './php-log-lines.js';
import { decodeEntities, phpLogLines } from './php-log-lines.js';

/**
 * A log of the PHP library as a trace: messages, posts, closed sockets, and other lines as `log`. The text may
 * have been printed into an HTML page, cut, and mixed with other output; that is counted and left out.
 * Times are those of the log, taken as this machine's local time. Secrets are masked.
 * @throws ImportError `IMPORT_INVALID` when it has no line of such a log
 */
export function importPhpLog(text: string, options: ImportOptions = {}): TraceRecord[] {
  return collected((sink) => {
    streamPhpLog(text, { ...options, sink });
  });
}

/** As `importPhpLog`, without keeping the records. */
export function streamPhpLog(text: string, options: StreamedImportOptions): void {
  let conversion: Conversion | undefined;
  let strayLines = 0;
  for (const line of phpLogLines(text)) {
    if ('stamp' in line) {
      conversion ??= new Conversion(text, line, options);
      strayLines += conversion.take(line);
    } else strayLines += countTexts(line.others);
  }
  if (conversion === undefined) {
    const sentence =
      'This is no log of the PHP library: no line has its form, such as "20.11.2026 17:40:18.7245 0.000 0000.000 smsg AppPlatform\\Transitioner:  sent->PBXWS {…}"; let the program call Log::logon() and keep what it prints.';
    throw new ImportError('IMPORT_INVALID', sentence, { what: 'PHP log' });
  }
  conversion.end();
  const note = options.onNote ?? (() => undefined);
  if (strayLines > 0)
    note(`${counted(strayLines, 'line was no log line', 'lines were no log lines')}; left out.`);
  if (!conversion.hasMessages) {
    note(
      "The log has no messages: the PHP library writes them in the category smsg, which is off by default; switch it on with Log::setLogLevel('', 'smsg', true).",
    );
  }
}

/** A stamp may go back this far without being another day's: clocks are set. */
const clockChangeMs = 1000;

/** `sent->PBXWS {…}`, `received<-PBXWS nothing`, `posting A->B: {…}` */
const sent = /^sent->(\S+)\s+([^]*)$/;
const received = /^received<-(\S+)\s+([^]*)$/;
const posting = /^posting (.*?)->(.*?):\s+([^]*)$/;

class Conversion {
  readonly #trace: ImportedTrace;
  readonly #sockets: ReadonlySet<string>;
  readonly #open = new Set<string>();
  readonly #automatons = new Set<string>();
  #last: PhpLogLine;
  #t = 0;
  hasMessages = false;

  constructor(text: string, first: PhpLogLine, options: StreamedImportOptions) {
    this.#last = first;
    this.#trace = new ImportedTrace(options, localTime(first.stamp));
    this.#sockets = new Set(
      [...text.matchAll(/\b(?:sent-(?:>|&gt;)|received(?:<|&lt;)-)(\S+)/g)].map((match) => match[1] ?? ''),
    );
    this.#trace.beginRun();
  }

  /** @returns how many of the lines behind it do not belong to it */
  take(line: PhpLogLine): number {
    this.#keepTime(line);
    this.#noteAutomaton(line.source);
    const { text, used } = whole(line);
    const isMessage = line.category === 'smsg' && (this.#wire(text) || this.#post(text));
    if (!isMessage) this.#trace.log(line.category, line.source, text);
    return countTexts(line.others.slice(used));
  }

  end(): void {
    this.#trace.endRun();
  }

  #keepTime(line: PhpLogLine): void {
    const last = this.#last;
    this.#last = line;
    // The seconds since the first line begin anew with each program that writes into the same file.
    if (line.sinceFirstMs < last.sinceFirstMs - 1) this.#nextProgram();
    const step = line.stamp - last.stamp;
    this.#t += step >= 0 ? step : step > -clockChangeMs ? 0 : Math.max(0, line.sinceLineMs);
    this.#trace.at(this.#t, line.line);
  }

  #nextProgram(): void {
    this.#trace.endRun();
    this.#trace.beginRun();
    this.#open.clear();
    this.#automatons.clear();
  }

  /** `AppPlatform\UserPBXLoginWithAppAutomaton(UserPBXLogin)`: class and nickname of who writes. */
  #noteAutomaton(source: string): void {
    const match = /^(?:.*\\)?(\w+)\((.+)\)$/.exec(source);
    const nickname = match?.[2] ?? '';
    if (nickname === '' || this.#automatons.has(nickname)) return;
    this.#automatons.add(nickname);
    this.#trace.automaton(nickname, match?.[1] ?? '', this.#socketOf(nickname));
  }

  /** As the connector names them: `UserPBXLogin` is on `PBXWS`, `X-A` on `X-WS`. */
  #socketOf(nickname: string): string | undefined {
    const name = nickname === 'UserPBXLogin' ? 'PBXWS' : nickname.replace(/-A$/, '-WS');
    return name !== nickname && this.#sockets.has(name) ? name : undefined;
  }

  #wire(text: string): boolean {
    const out = sent.exec(text);
    const match = out ?? received.exec(text);
    const [, lane = '', content = ''] = match ?? [];
    if (match === null) return false;
    if (out === null && content.trim() === 'nothing') {
      if (this.#open.delete(lane)) this.#trace.closed(lane);
      return true;
    }
    this.hasMessages = true;
    if (!this.#open.has(lane)) {
      this.#open.add(lane);
      this.#trace.opened(lane);
    }
    const json = readable(content.trimEnd());
    const fault = json.startsWith('{') && !isJson(json) ? 'not JSON, or cut off in the log' : undefined;
    this.#trace.message(lane, out === null ? 'in' : 'out', json, fault);
    return true;
  }

  #post(text: string): boolean {
    const [, from = '', to = '', content = ''] = posting.exec(text) ?? [];
    if (from === '') return false;
    if (!this.#automatons.has(from)) {
      this.#automatons.add(from);
      this.#trace.automaton(from, from, this.#socketOf(from));
    }
    return this.#trace.post(from, to, readable(content.trimEnd()));
  }
}

/** Most lines that one text is put together from. */
const longestText = 100_000;

/** The text with those of the lines behind it that belong to it. */
function whole({ category, text, others }: PhpLogLine): { text: string; used: number } {
  if (category === 'smsg') return wholeMessage(text, others);
  let used = 0;
  if (category === 'lmsg') used = others.length;
  else while (used < others.length && isPrinted(others[used] ?? '', used)) used += 1;
  const lines = others.slice(0, Math.min(used, longestText)).map((line) => line.trimEnd());
  while (lines.at(-1) === '') lines.pop();
  return { text: [text, ...lines].join('\n').trim(), used };
}

/** A message may be spread over several lines, if that makes it whole. */
function wholeMessage(text: string, others: readonly string[]): { text: string; used: number } {
  const start = text.indexOf('{');
  if (start === -1 || isJson(readable(text.slice(start).trimEnd()))) return { text, used: 0 };
  let longer = text;
  for (const [at, line] of others.slice(0, 1000).entries()) {
    longer += `\n${line}`;
    // Only where it could end, as each attempt reads all of it.
    if (/[}](?:\s|<[^<>]*>)*$/.test(line) && isJson(readable(longer.slice(start).trimEnd())))
      return { text: longer, used: at + 1 };
  }
  return { text, used: 0 };
}

/** A line of what `print_r` and `var_dump` print; the first one names what is printed. */
function isPrinted(line: string, at: number): boolean {
  if (at === 0)
    return /^\s*(?:Array|[\w\\]+ Object|\(|array\(\d+\) \{|object\([\w\\]+\)#\d+ .*\{)\s*$/.test(line);
  return /^\s*(?:Array|[\w\\]+ Object|[(){}]|\[[^\]]*\]\s*=>.*|(?:string|int|float|bool|array|object)\(.*|NULL|)\s*$/.test(
    line,
  );
}

/** The text itself or, where the log was printed into a page, what the page shows. */
function readable(text: string): string {
  if (!text.includes('&') || isJson(text)) return text;
  const shown = decodeEntities(text);
  return isJson(shown) ? shown : text;
}

function isJson(text: string): boolean {
  return decodeMessage(text).ok;
}

function countTexts(lines: readonly string[]): number {
  return lines.filter((line) => line.replace(/<\/?(?:pre|br|html|body|head)\b[^<>]*>/gi, '').trim() !== '')
    .length;
}

/** ISO 8601 of a calendar time, taken as this machine's. */
function localTime(stamp: number): string {
  const calendar = new Date(stamp);
  const local = new Date(
    calendar.getUTCFullYear(),
    calendar.getUTCMonth(),
    calendar.getUTCDate(),
    calendar.getUTCHours(),
    calendar.getUTCMinutes(),
    calendar.getUTCSeconds(),
    calendar.getUTCMilliseconds(),
  );
  return Number.isNaN(local.getTime()) ? new Date(0).toISOString() : local.toISOString();
}
