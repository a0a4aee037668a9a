import { stringify } from 'csv-stringify/sync';
import type { Lists, Row } from './rows.js';
import { cellText } from './rows.js';

/** Rows that are encoded at once. */
const portion = 1000;

/** One table per list, with a header line each and an empty line between them (RFC 4180, but for `\n`). */
export function* csvOutput(lists: Lists): Iterable<string> {
  let isFirst = true;
  for (const rows of lists.values()) {
    if (!isFirst) yield '\n';
    isFirst = false;
    const columns = columnsOf(rows);
    yield stringify([columns]);
    for (let at = 0; at < rows.length; at += portion) {
      const part = rows.slice(at, at + portion);
      yield stringify(part.map((row) => columns.map((name) => cellText(row[name]))));
    }
  }
}

/** All members that occur, in the order in which they first do. */
function columnsOf(rows: readonly Row[]): string[] {
  const columns = new Set<string>();
  for (const row of rows) for (const name in row) columns.add(name);
  return [...columns];
}
