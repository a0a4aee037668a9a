import { DetailPane } from './details/detail-pane.js';
import { AutomatonPane } from './flow/automaton-pane.js';
import { HeldLine } from './flow/held-line.js';
import { LadderList } from './flow/ladder-list.js';
import { QueryLine } from './flow/query-line.js';
import { Scrubber } from './flow/scrubber.js';
import { usePlayback } from './flow/use-playback.js';
import type { StoreProps } from './use-store.js';
import { useStore } from './use-store.js';

/** Home: the ladder, what the selected row means, and where every automaton stands. */
export function FlowScreen({ store }: StoreProps) {
  useStore(store);
  usePlayback(store);
  return (
    <div class="flow">
      <h1 class="hidden-text">Flow</h1>
      <AutomatonPane store={store} />
      <section class="flow-centre" aria-label="Flow">
        <QueryLine store={store} />
        {store.rowSeqs.length === 0 ? <NoRows store={store} /> : <LadderList store={store} />}
        <HeldLine store={store} />
      </section>
      <DetailPane store={store} />
      <Scrubber store={store} />
    </div>
  );
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
