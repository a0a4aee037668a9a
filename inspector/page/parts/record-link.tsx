import type { PageStore } from '../page-store.js';
import { recordTitle } from './record-title.js';

interface RecordLinkProps {
  readonly store: PageStore;
  readonly seq: number;
  /** Shown instead of number and title. */
  readonly text?: string;
}

/** A record, named; a click moves the cursor of the page to it. */
export function RecordLink({ store, seq, text }: RecordLinkProps) {
  const record = store.document.bySeq(seq);
  const shown = text ?? (record === undefined ? `record ${seq}` : recordTitle(record));
  return (
    <button
      type="button"
      class={`link record-link${store.cursor === seq ? ' record-link-current' : ''}`}
      aria-current={store.cursor === seq ? 'true' : undefined}
      onClick={() => {
        store.select(seq);
      }}
    >
      <span class="record-seq">{seq}</span> {shown}
    </button>
  );
}
