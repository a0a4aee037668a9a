import { useEffect, useState } from 'preact/hooks';
import type { PageStore } from './page-store.js';

/** What every screen and pane gets. */
export interface StoreProps {
  readonly store: PageStore;
}

/** Draws the component again when the store has changed. @returns the store's version, for memos */
export function useStore(store: PageStore): number {
  const [version, setVersion] = useState(store.version);
  useEffect(() => {
    const redraw = (): void => {
      setVersion(store.version);
    };
    redraw();
    return store.subscribe(redraw);
  }, [store]);
  return version;
}
