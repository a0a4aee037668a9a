import type { StoreProps } from './use-store.js';

/** Not drawn yet. */
export function ExportScreen({ store }: StoreProps) {
  return <p class="empty">{store.source.title}</p>;
}
