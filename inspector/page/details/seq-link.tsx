import type { ComponentChildren } from 'preact';
import { flowRow } from '../../model/flow-row.js';
import type { StoreProps } from '../use-store.js';

/** A record by number and name; a click selects it. */
export function SeqLink({
  store,
  seq,
  children,
}: StoreProps & { readonly seq: number; readonly children?: ComponentChildren }) {
  const record = store.document.bySeq(seq);
  return (
    <button
      type="button"
      class="link seq-link"
      disabled={record === undefined}
      onClick={() => {
        store.select(seq);
      }}
    >
      <span class="record-seq">{seq}</span>
      <span>
        {children ?? (record === undefined ? 'not recorded' : flowRow(store.document, record).label)}
      </span>
    </button>
  );
}
