import { arrayMerge } from '../php/index.js';
import type { PhpValue } from '../php/value.js';

/**
 * A list in a context that handlers add to at its end. Contexts are immutable, and copying 100,000 rows on every
 * message would take minutes: all versions of the list share one array, and each knows how many entries of it are its
 * own. Only the newest version grows that array; an older one that is added to begins an array of its own.
 *
 * ```ts
 * context: { devices: noRows }
 * actions: assign({ devices: ({ context, event }) => context.devices.merge(event.msg.devices) })
 * ```
 */
export class Rows {
  readonly #shared: unknown[];

  private constructor(
    shared: unknown[],
    readonly length: number,
  ) {
    this.#shared = shared;
  }

  /** The rows of a list that nobody changes any more but by what this gives. */
  static of(list: unknown[]): Rows {
    return new Rows(list, list.length);
  }

  /** The list with one entry more: PHP's `$list[] = $row`. */
  append(row: unknown): Rows {
    return this.merge([row]);
  }

  /**
   * The list and all entries of others behind it: PHP's `array_merge($list, $others)`.
   * @throws TypeError when one of the others is no list, as PHP does
   */
  merge(...others: readonly PhpValue[]): Rows {
    const shared = this.list();
    for (const other of others) addAll(shared, other);
    return new Rows(shared, shared.length);
  }

  /** All entries. Not to be changed, but by adding at its end what becomes a version of its own. */
  list(): unknown[] {
    return this.#shared.length === this.length ? this.#shared : this.#shared.slice(0, this.length);
  }

  toJSON(): readonly unknown[] {
    return this.list();
  }
}

/** No rows yet. */
export const noRows: Rows = emptyRows();

/** A version that others do not grow: each list that begins with it gets an array of its own. */
function emptyRows(): Rows {
  const rows = Rows.of([]);
  // From now on it is no newest version, so that no two automatons share an array.
  rows.append(undefined);
  return rows;
}

/**
 * PHP's `$list = array_merge($list, $others)` for a list that a draft hands out: it grows in place.
 * @throws TypeError when one of the others is no list, as PHP does
 */
export function addRows(list: PhpValue, ...others: readonly PhpValue[]): PhpValue {
  if (!Array.isArray(list)) return arrayMerge(list, ...(others as readonly unknown[]));
  for (const other of others) addAll(list, other);
  return list;
}

/** Not with `push(...rows)`: more arguments than the stack takes would throw. */
function addAll(list: unknown[], rows: unknown): void {
  if (!Array.isArray(rows)) {
    throw new TypeError(
      'array_merge() got something that is no list; look at the message that it comes from.',
    );
  }
  // A list that is merged with itself would grow for ever.
  const added = rows === list ? list.slice() : (rows as readonly unknown[]);
  for (const row of added) list.push(row);
}
