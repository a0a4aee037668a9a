import type { StoreProps } from './use-store.js';

/** Not drawn yet. */
export function CompareScreen({ store }: StoreProps) {
  return <p class="empty">{store.source.title}</p>;
}
