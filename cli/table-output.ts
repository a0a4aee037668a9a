import type { TextWidth } from './aligned.js';
import { aligned } from './aligned.js';
import type { Style } from './style.js';
import { fit, printable } from '../inspector/model/text.js';
import { counted } from './counted.js';
import type { ListName, Lists, Row } from './rows.js';
import { addressesOf, cellText } from './rows.js';

interface Column {
  readonly title: string;
  readonly cell: (row: Row) => string;
}

const member = (name: string, title: string): Column => ({ title, cell: (row) => cellText(row[name]) });

/** What a person wants to see first; the rest is in --json and --csv. */
const columns: Readonly<Record<ListName, readonly Column[]>> = {
  devices: [
    member('id', 'Id'),
    member('name', 'Name'),
    member('type', 'Type'),
    member('product', 'Product'),
    member('version', 'Version'),
    member('hwId', 'Hardware id'),
    { title: 'Online', cell: ({ online }) => (typeof online === 'boolean' ? (online ? 'yes' : 'no') : '') },
    { title: 'Address', cell: (row) => addressesOf(row) },
  ],
  users: [
    member('id', 'Id'),
    member('username', 'User'),
    member('dn', 'Display name'),
    member('cn', 'Long name'),
    member('phone', 'Phone'),
    member('email', 'E-mail'),
    member('domain', 'Domain'),
  ],
};

/** Longest text of a cell, in characters. */
const longestCell = 60;

/**
 * An aligned table for each list, with a heading.
 * @param limit columns of the terminal; absent: lines may be of any length
 */
export async function tableOutput(lists: Lists, style: Style, limit?: number): Promise<Iterable<string>> {
  const widthOf = await textWidth(lists);
  return tables(lists, style, widthOf, limit);
}

function* tables(
  lists: Lists,
  style: Style,
  widthOf: TextWidth,
  limit: number | undefined,
): Iterable<string> {
  let isFirst = true;
  for (const [name, rows] of lists) {
    if (!isFirst) yield '\n';
    isFirst = false;
    yield `${style.strong(counted(rows.length, name.slice(0, -1)))}\n`;
    const shown = columns[name].filter(({ cell }) => rows.some((row) => cell(row) !== ''));
    const cells = rows.map((row) => shown.map(({ cell }) => fit(printable(cell(row)), longestCell)));
    const titles = shown.map(({ title }) => title);
    if (rows.length === 0) continue;
    let paint = style.dim;
    for (const line of aligned([titles, ...cells], widthOf, limit)) {
      yield `${paint(line)}\n`;
      paint = (text) => text;
    }
  }
}

/** Characters that take one place each, which is nearly all there are in most lists. */
const simple = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u024f]*$/;

/** How many places a text takes; the library that knows is loaded only if some text needs it. */
async function textWidth(lists: Lists): Promise<TextWidth> {
  const isSimple = [...lists].every(([name, rows]) =>
    rows.every((row) => columns[name].every(({ cell }) => simple.test(cell(row)))),
  );
  if (isSimple) return (text) => text.length;
  const { default: stringWidth } = await import('string-width');
  return (text) => (simple.test(text) ? text.length : stringWidth(text));
}
