import { moveBy } from './navigation.js';
import type { PageStore } from './page-store.js';

/** Id of the query line, which `f` goes to. */
export const queryId = 'query';

/** Holds a live run or lets it go on; plays a recording or stops. */
export function playOrHold(store: PageStore): void {
  if (store.canControl && store.control !== undefined)
    store.act({ do: store.control.isHeld ? 'resume' : 'hold' }).catch(shown);
  else store.setPlaying(!store.isPlaying);
}

/** Lets one act pass; in a recording, goes one row on. */
export function step(store: PageStore): void {
  if (store.canControl) store.act({ do: 'step' }).catch(shown);
  else moveBy(store, 1);
}

/** The store has shown the refusal as its notice. */
export function shown(): void {}
