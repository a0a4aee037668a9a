import { useEffect } from 'preact/hooks';
import { placeOf } from '../places.js';
import type { PageStore } from '../page-store.js';

/** A step takes as long as it took, but within these, in milliseconds. */
const shortestMs = 60;
const longestMs = 900;

/** Moves the cursor on while the recording plays; what happened within milliseconds is slowed to be seen. */
export function usePlayback(store: PageStore): void {
  const { isPlaying, cursor, rowSeqs, document } = store;
  useEffect(() => {
    if (!isPlaying) return;
    const next = rowSeqs[placeOf(rowSeqs, cursor + 1)];
    if (next === undefined) {
      store.setPlaying(false);
      return;
    }
    const pauseMs = (document.bySeq(next)?.t ?? 0) - (document.bySeq(cursor)?.t ?? 0);
    const timer = setTimeout(
      () => {
        store.select(next);
      },
      Math.max(shortestMs, Math.min(longestMs, pauseMs)),
    );
    return () => {
      clearTimeout(timer);
    };
  }, [store, isPlaying, cursor, rowSeqs, document]);
}
