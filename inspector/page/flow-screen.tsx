import { useState } from 'preact/hooks';
import { DetailPane } from './details/detail-pane.js';
import { AutomatonPane } from './flow/automaton-pane.js';
import { HeldLine } from './flow/held-line.js';
import { LadderList } from './flow/ladder-list.js';
import { PaneEdge } from './flow/pane-edge.js';
import { rememberedWidths, rememberWidths } from './flow/pane-widths.js';
import type { PaneWidths } from './flow/pane-widths.js';
import { QueryLine } from './flow/query-line.js';
import { Scrubber } from './flow/scrubber.js';
import { usePlayback } from './flow/use-playback.js';
import { isNarrowed } from './row-filter.js';
import type { StoreProps } from './use-store.js';
import { useStore } from './use-store.js';

/** Home: the ladder, what the selected row means, and where every automaton stands. */
export function FlowScreen({ store }: StoreProps) {
  useStore(store);
  usePlayback(store);
  const [widths, setWidths] = useState(rememberedWidths);
  const resize = (next: PaneWidths): void => {
    setWidths(next);
    rememberWidths(next);
  };
  return (
    <div class="flow" style={{ gridTemplateColumns: columns(widths) }}>
      <h1 class="hidden-text">Flow</h1>
      <AutomatonPane store={store} />
      <PaneEdge
        side="left"
        label="Width of the automatons' pane"
        width={widths.left === 0 ? usualLeft : widths.left}
        resize={(left) => {
          resize({ ...widths, left });
        }}
      />
      <section class="flow-centre" aria-label="Flow">
        <QueryLine store={store} />
        {store.rowSeqs.length === 0 ? <NoRows store={store} /> : <LadderList store={store} />}
        <HeldLine store={store} />
      </section>
      <PaneEdge
        side="right"
        label="Width of the record's pane"
        width={widths.right === 0 ? Math.max(300, innerWidth / 4) : widths.right}
        resize={(right) => {
          resize({ ...widths, right });
        }}
      />
      <DetailPane store={store} />
      <Scrubber store={store} />
    </div>
  );
}

/** Width of the left pane until somebody changes it, in CSS pixels. */
const usualLeft = 228;

/** A width of 0 stands for the usual one. */
function columns({ left, right }: PaneWidths): string {
  const detail = right === 0 ? 'minmax(300px, 25vw)' : `${right}px`;
  return `${left === 0 ? usualLeft : left}px auto minmax(0, 1fr) auto ${detail}`;
}

function NoRows({ store }: StoreProps) {
  if (store.document.length === 0)
    return (
      <p class="empty">
        {store.connection === 'lost'
          ? 'The process does not answer. The page keeps asking.'
          : 'Nothing has been recorded yet. Rows appear as things happen.'}
      </p>
    );
  if (!isNarrowed(store.settings))
    return <p class="empty">Nothing has happened in this recording. “all” shows how it was set up.</p>;
  return (
    <div class="empty">
      <p>No row fits the query and the kinds that are switched on.</p>
      <p>
        <button
          type="button"
          onClick={() => {
            store.showEverything();
          }}
        >
          Show all rows
        </button>
      </p>
    </div>
  );
}
