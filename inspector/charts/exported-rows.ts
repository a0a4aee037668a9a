import type { FlowRow, RowTarget } from '../model/flow-row.js';
import { flowRow, isPrincipal } from '../model/flow-row.js';
import type { Lane, TraceDocument } from '../model/trace-document.js';

/** What of a trace goes into a picture. */
export interface PictureOptions {
  /** First and last `seq`; default: the whole trace. */
  readonly from?: number;
  readonly to?: number;
  /** Names of sockets, automatons or servers: what happens on none of them is left out. Default: all. */
  readonly lanes?: readonly string[];
  /** Also what is usually left out: every delivery, context changes, timers set and cancelled. */
  readonly all?: boolean;
  /** The rows to show, by `seq`: what a page has filtered. Default: by the options above. */
  readonly seqs?: readonly number[];
}

/** Rows and the lanes that they touch, in drawing order. */
export interface Picture {
  readonly rows: readonly FlowRow[];
  readonly lanes: readonly Lane[];
}

/** A silence from here on is shown, in milliseconds. */
export const longSilenceMs = 1000;

/** Chooses rows and lanes. Arrows keep both ends: a lane that was not asked for appears where one of these talks to it. */
export function pictureOf(document: TraceDocument, options: PictureOptions = {}): Picture {
  const { from = -Infinity, to = Infinity, lanes, all = false, seqs } = options;
  const records =
    seqs === undefined
      ? document.records.filter(
          (record) => record.seq >= from && record.seq <= to && (all || isPrincipal(record, document)),
        )
      : seqs.map((seq) => document.bySeq(seq)).filter((record) => record !== undefined);
  const wanted =
    lanes === undefined
      ? undefined
      : new Set(document.lanes.filter(({ name }) => lanes.includes(name)).map(({ index }) => index));
  const rows: FlowRow[] = [];
  const touched = new Set<number>();
  for (const record of records) {
    const row = flowRow(document, record);
    const places = placesOf(row);
    if (wanted !== undefined && !places.some((place) => wanted.has(place))) continue;
    rows.push(row);
    for (const place of places) touched.add(place);
  }
  return { rows, lanes: document.lanes.filter(({ index }) => touched.has(index)) };
}

/** Where the row's arrows go. That some do not take a broadcast is nothing to be shown. */
export function arrowsOf({ to, isTrouble }: FlowRow): readonly RowTarget[] {
  return isTrouble ? to : to.filter(({ outcome }) => outcome === 'handled');
}

/** The lanes of a row, as places in the document's list. */
function placesOf(row: FlowRow): number[] {
  const { shape, from, lane } = row;
  const ends = [...(from === undefined ? [] : [from]), ...arrowsOf(row).map((target) => target.lane)];
  // The socket that a message goes through is between the ends of its arrow.
  if (ends.length > 1 && shape === 'message') return ends;
  return lane === undefined ? ends : [...ends, lane];
}
