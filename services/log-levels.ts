import { UsageError } from '../runtime/errors.js';
import type { LogCategory } from '../runtime/log.js';
import { logCategories } from '../runtime/log.js';

/** Which categories are on, by source; `""` stands for all sources, or all categories. */
export type LogTable = ReadonlyMap<string, ReadonlyMap<LogCategory | '', boolean>>;

/** On unless said otherwise. */
export const defaultCategories: readonly LogCategory[] = ['runtime', 'error'];

/** What one `--log` option asks for. */
export interface LogRequest {
  readonly categories: readonly LogCategory[];
  /** `""`: all sources. */
  readonly source: string;
}

/**
 * Reads `CATEGORIES[@SOURCE]`, for example `smsg,state@PBXWS`; `all` stands for all categories. A source is a
 * socket, an automaton by its nickname, or any other name that log lines show.
 * @throws UsageError `LOG_CATEGORY_UNKNOWN`
 */
export function parseLogOption(text: string): LogRequest {
  const at = text.indexOf('@');
  const source = at === -1 ? '' : text.slice(at + 1).trim();
  const names = (at === -1 ? text : text.slice(0, at)).split(',').map((name) => name.trim());
  const categories = names.flatMap((name) => (name === 'all' ? [...logCategories] : [categoryOf(name)]));
  return { categories: [...new Set(categories)], source };
}

function categoryOf(name: string): LogCategory {
  const category = logCategories.find((known) => known === name);
  if (category !== undefined) return category;
  const known = logCategories.join(', ');
  const sentence = `There is no log category "${name}"; use one or more of ${known}, or all, for example --log smsg,state@PBXWS.`;
  throw new UsageError('LOG_CATEGORY_UNKNOWN', sentence, { category: name, known: logCategories });
}

/** The table for a source alone decides, if there is one; else the table for all sources. */
export class LogLevels {
  #table = new Map<string, Map<LogCategory | '', boolean>>([['', new Map()]]);

  constructor() {
    this.set('', defaultCategories, true);
  }

  set(source: string, category: LogCategory | '' | readonly LogCategory[], on: boolean): void {
    const levels = this.#table.get(source) ?? new Map<LogCategory | '', boolean>();
    this.#table.set(source, levels);
    if (category === '') levels.clear();
    for (const one of typeof category === 'string' ? [category] : category) levels.set(one, on);
  }

  replace(table: LogTable): LogTable {
    const old = this.#table;
    this.#table = new Map([...table].map(([source, levels]) => [source, new Map(levels)]));
    return old;
  }

  /** Whether some source has this category on: if not, nobody needs the text. */
  hasAnywhere(category: LogCategory): boolean {
    for (const levels of this.#table.values()) if (isOn(levels, category)) return true;
    return false;
  }

  /** @param socket the socket that the line is about, asked for only if it matters */
  has(category: LogCategory, source: string, socket: () => string | undefined): boolean {
    const general = this.#table.get('');
    const isOnly = this.#table.size === 1 && general !== undefined;
    return isOn((isOnly ? undefined : this.#tableOf(source, socket)) ?? general, category);
  }

  #tableOf(
    source: string,
    socket: () => string | undefined,
  ): ReadonlyMap<LogCategory | '', boolean> | undefined {
    // A long nickname is Class(short); each part names it too.
    const [, className = '', nickname = ''] = /^(.+)\((.+)\)$/.exec(source) ?? [];
    const names = [source, nickname, className, socket()];
    const name = names.find((one) => one !== undefined && one !== '' && this.#table.has(one));
    return name === undefined ? undefined : this.#table.get(name);
  }
}

function isOn(levels: ReadonlyMap<LogCategory | '', boolean> | undefined, category: LogCategory): boolean {
  return levels?.get(category) ?? levels?.get('') ?? false;
}
