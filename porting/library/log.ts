import type { LogCategory } from '../../runtime/log.js';
import type { LogTable } from '../../services/log-levels.js';
import { defaultLog } from '../../services/log.js';
import { keptCharacters, maskedText } from '../classes/masked-text.js';
import { isTruthy, text as toText } from '../php/convert.js';
import { PhpArray } from '../php/php-array.js';
import type { PhpValue } from '../php/value.js';

/** What `getLogmsg` keeps: as many characters as the longest line may have. */
const kept: string[] = [];
let keptLength = 0;

// As in PHP, where the log begins with the program.
defaultLog.onLine((line) => {
  const text = `${line.replace(/\n/g, '\r\n')}\r\n`;
  kept.push(text);
  keptLength += text.length;
  // Rarely, and then half of it: a long log must not be moved for each of its lines.
  if (keptLength < 2 * keptCharacters) return;
  let count = 0;
  for (; count < kept.length && keptLength > keptCharacters; count += 1)
    keptLength -= kept[count]?.length ?? 0;
  kept.splice(0, count);
});

/**
 * The PHP library's log, whose methods are static: `Log.log('got it')`. It is the one log of this process, `defaultLog`, which the Transitioner and everything else
 * here writes to, on standard error; secrets in it are masked. A category may have any name.
 */
export const Log = {
  /** Switches the whole log on, or off with false; levels stay as they are. */
  logon(mode: PhpValue = true): void {
    defaultLog.logon(isTruthy(mode));
  },

  logoff(): void {
    defaultLog.logoff();
  },

  /**
   * Switches categories of a source. The table for a source, if there is one, decides alone; else the one for `""`.
   * @param source class, nickname or socket, with or without the namespace `AppPlatform\`; `""`: all that have no table
   * @param category one, several in an array, or `""` for all
   */
  setLogLevel(source: PhpValue, category: PhpValue, on: PhpValue = true): void {
    const categories = isList(category) ? valuesOf(category) : [category];
    for (const one of categories) {
      defaultLog.setLogLevel(sourceName(source), categoryName(one), isTruthy(on));
    }
  },

  /**
   * Replaces all levels.
   * @param table one that this has returned, or an array of arrays: source, category, on; default: nothing is on
   * @returns the levels until now, to be put back later
   */
  clearLogLevel(table: PhpValue = []): LogTable {
    return defaultLog.clearLogLevel(toTable(table));
  },

  /** Writes one line, if its category is on for its source. */
  log(text: PhpValue, category: PhpValue = 'runtime', source: PhpValue = 'script'): void {
    defaultLog.log(maskedText(toText(text)), categoryName(category), sourceName(source));
  },

  /** What was logged so far, lines ending with CR LF; of more than a million characters the last ones. */
  getLogmsg(): string {
    return kept.join('').slice(-keptCharacters);
  },
};

/** Programs name classes with the namespace, log lines here without. */
function sourceName(source: unknown): string {
  return toText(source).replace(/^\\?AppPlatform\\/i, '');
}

/** A program may use categories that nobody has heard of. */
function categoryName(category: unknown): LogCategory {
  return toText(category) as LogCategory;
}

function isList(value: unknown): value is unknown[] | PhpArray {
  return Array.isArray(value) || value instanceof PhpArray;
}

function valuesOf(list: unknown[] | PhpArray): unknown[] {
  return Array.isArray(list) ? list : list.values();
}

function entriesOf(value: unknown): [string, unknown][] {
  if (value instanceof PhpArray) return value.entries().map(([key, inner]) => [String(key), inner]);
  if (value instanceof Map) return [...value].map(([key, inner]) => [String(key), inner]);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value);
}

function toTable(value: unknown): LogTable {
  return new Map(
    entriesOf(value).map(([source, levels]) => [
      sourceName(source),
      new Map(entriesOf(levels).map(([category, on]) => [categoryName(category), isTruthy(on)])),
    ]),
  );
}
