import type { TraceRecord } from '../../runtime/trace-records.js';
import type { Breakpoint } from '../model/attach-protocol.js';
import { changesOf, view } from '../model/record-view.js';
import type { PageStore } from './page-store.js';
import { placeOf } from './places.js';

/** Selects the row that is `by` rows below. */
export function moveBy(store: PageStore, by: number): void {
  const { rowSeqs, cursor } = store;
  if (rowSeqs.length === 0) return;
  const place = placeOf(rowSeqs, cursor);
  // When the cursor stands on no row, the next row is the one after it.
  const from = rowSeqs[place] === cursor || by < 0 ? place : place - 1;
  const next = rowSeqs[Math.max(0, Math.min(rowSeqs.length - 1, from + by))];
  if (next !== undefined) store.select(next);
}

/** Selects the next row, or the one before, on the selected row's lane. */
export function moveInLane(store: PageStore, step: 1 | -1): void {
  const { rowSeqs, document, selected } = store;
  if (selected?.lane === undefined) {
    moveBy(store, step);
    return;
  }
  for (let at = placeOf(rowSeqs, selected.seq) + step; at >= 0 && at < rowSeqs.length; at += step) {
    const seq = rowSeqs[at];
    if (seq === undefined || document.bySeq(seq)?.lane !== selected.lane || seq === selected.seq) continue;
    store.select(seq);
    return;
  }
  store.setNotice(`No ${step > 0 ? 'later' : 'earlier'} row of ${selected.lane}.`);
}

/** Selects the next record that is trouble, or the one before. */
export function moveToProblem(store: PageStore, step: 1 | -1): void {
  const { problems } = store;
  const place = placeOf(problems, step > 0 ? store.cursor + 1 : store.cursor);
  const seq = problems[step > 0 ? place : place - 1];
  if (seq === undefined) {
    store.setNotice(
      problems.length === 0
        ? 'There is no trouble in this recording.'
        : `No trouble ${step > 0 ? 'after' : 'before'} this row.`,
    );
  } else store.select(seq);
}

/** The breakpoint that stops where this record happened; none for kinds that cannot be waited for. */
export function breakpointAt(record: TraceRecord): Breakpoint | undefined {
  if (record.kind === 'message' && record.mt !== undefined)
    return { kind: 'message', mt: record.mt, direction: record.dir };
  if (record.kind === 'deliver') return { kind: 'message', mt: record.mt, automaton: record.lane };
  if (record.kind === 'post') return { kind: 'post', mt: record.mt };
  if (record.kind !== 'transition') return undefined;
  const state = changesOf(view(record)).at(-1)?.to;
  return state === undefined ? undefined : { kind: 'state', state, automaton: record.lane };
}

/** Sets a breakpoint where the selected record happened. */
export async function breakHere(store: PageStore): Promise<void> {
  const breakpoint = store.selected === undefined ? undefined : breakpointAt(store.selected);
  if (breakpoint === undefined) {
    store.setNotice('A breakpoint is set on a message, a post or a change of state; select such a row.');
    return;
  }
  await store.act({ do: 'addBreakpoint', breakpoint });
  store.setNotice('Breakpoint set. It is listed on the Control screen.');
}
