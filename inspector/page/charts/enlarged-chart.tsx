import { useMemo, useState } from 'preact/hooks';
import type { Chart } from '../../charts/index.js';
import type { PageStore } from '../page-store.js';
import { RecordLink } from '../parts/record-link.js';
import { TabList } from '../parts/tab-list.js';
import { Boxes } from './boxes.js';
import { Graph } from './graph.js';
import type { Moment } from './moment.js';
import { stageText } from './moment.js';
import { StateDetail, stayQuery } from './state-detail.js';

interface EnlargedChartProps {
  readonly store: PageStore;
  readonly chart: Chart;
  readonly moment: Moment;
  readonly selected: string | undefined;
  readonly onSelect: (path: string | undefined) => void;
}

const views = [
  { id: 'boxes', title: 'Boxes' },
  { id: 'graph', title: 'Graph' },
] as const;

/** One chart in full, as boxes or as graph, and what is to be known of the selected state. */
export function EnlargedChart({ store, chart, moment, selected, onSelect }: EnlargedChartProps) {
  const [view, setView] = useState<'boxes' | 'graph'>('boxes');
  const { active, last, lastTransitions, place, track } = moment;
  const lastIds = lastTransitions.map(({ id }) => id);
  const litNames = [...active, '', ...lastIds].join('\n');
  const lit = useMemo(
    () => ({ active, last: lastIds, selected }),
    // The set is made anew at each cursor; what is in it seldom changes.
    [litNames, selected],
  );
  const select = (path: string): void => {
    if (path === selected) {
      onSelect(undefined);
      if (store.queryText === stayQuery(path, track.nickname)) store.setQuery('');
      return;
    }
    onSelect(path);
    store.setQuery(stayQuery(path, track.nickname));
  };
  const why = stageText(moment);
  return (
    <div class="enlarged">
      <div class="enlarged-main">
        <div class="enlarged-bar">
          <TabList
            label="View of the chart"
            tabs={views}
            current={view}
            onChoose={setView}
            panel="chart-view"
          />
          <span class="enlarged-machine">{chart.id}</span>
          <span class="enlarged-place">
            ● {place === '' ? 'nowhere yet' : place}
            {why !== '' && <span class="card-why">{why}</span>}
          </span>
          {last !== undefined && <RecordLink store={store} seq={last.record.seq} />}
        </div>
        <div id="chart-view" role="tabpanel" class="enlarged-view" aria-label={view}>
          {view === 'boxes' ? (
            <Boxes chart={chart} lit={lit} onSelect={select} />
          ) : (
            <Graph chart={chart} lit={lit} onSelect={select} />
          )}
        </div>
      </div>
      <aside class="enlarged-side" aria-label="Selected state">
        {selected === undefined ? (
          <p class="muted">
            Select a state: Flow then shows only what happened to {track.nickname} in it, and here you see
            what came and what leads out of it.
          </p>
        ) : (
          <StateDetail store={store} chart={chart} moment={moment} path={selected} onSelect={select} />
        )}
      </aside>
    </div>
  );
}
