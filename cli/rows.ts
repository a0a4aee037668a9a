import type { Device } from '../protocol/messages/devices.js';
import { encode } from '../runtime/exact-json.js';

/** One entry of a list, with the members of its message. */
export type Row = Readonly<Record<string, unknown>>;

/** The lists that were read, by name; one that failed is not there. */
export type Lists = ReadonlyMap<ListName, readonly Row[]>;

export type ListName = 'devices' | 'users';

/** A value in a cell: texts as they are, whatever has members as JSON. */
export function cellText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : encode(value);
}

/** One object with a member for each list, one row in a line. */
export function* jsonOutput(lists: Lists): Iterable<string> {
  let opening = '{ ';
  for (const [name, rows] of lists) {
    yield `${opening}"${name}": [`;
    let separator = '\n';
    for (const row of rows) {
      yield separator + encode(row);
      separator = ',\n';
    }
    yield rows.length === 0 ? ']' : '\n]';
    opening = ', ';
  }
  yield opening === '{ ' ? '{}\n' : ' }\n';
}

/** Where a device can be reached: the addresses of its interfaces. */
export function addressesOf({ ethIfs }: Pick<Device, 'ethIfs'>): string {
  if (!Array.isArray(ethIfs)) return '';
  return (ethIfs as readonly unknown[])
    .flatMap((port) => (typeof port === 'object' && port !== null ? Object.entries(port) : []))
    .filter(([name, value]) => /^ipv[46]$/.test(name) && typeof value === 'string' && value !== '')
    .map(([, value]) => String(value))
    .join(' ');
}
