import { useMemo, useState } from 'preact/hooks';
import { AutomatonCard } from './charts/automaton-card.js';
import { trackKey } from './charts/automaton-history.js';
import { chartOfTrack } from './charts/chart-cache.js';
import { EnlargedChart } from './charts/enlarged-chart.js';
import { momentOf } from './charts/moment.js';
import type { StoreProps } from './use-store.js';
import { useStore } from './use-store.js';

/** So many cards are drawn at first: thousands of automatons must not stop the page. */
const firstCards = 48;

/** Up to so many automatons, those of all runs are shown; of more, those of the run at the cursor. */
const fewAutomatons = 12;

const allRuns = -1;

/** The charts of all automatons at the cursor; one of them enlarged. */
export function ChartsScreen({ store }: StoreProps) {
  useStore(store);
  const { document, cursor } = store;
  const [enlarged, setEnlarged] = useState<string>();
  const [selected, setSelected] = useState<string>();
  const [run, setRun] = useState<number>();
  const [limit, setLimit] = useState(firstCards);
  const [name, setName] = useState('');

  const atCursor = document.bySeq(cursor)?.run;
  const isFew = document.automatons.length <= fewAutomatons;
  const shownRun = run ?? (isFew ? allRuns : (atCursor ?? document.automatons[0]?.run));
  const tracks = useMemo(
    () => document.automatons.filter((track) => shownRun === allRuns || track.run === shownRun),
    [document, document.version, shownRun],
  );
  if (document.automatons.length === 0) return <NoAutomaton isEmpty={document.length === 0} />;

  const found = tracks.filter(({ nickname }) => nickname.toLowerCase().includes(name.toLowerCase()));
  const open = tracks.find((track) => trackKey(track) === enlarged);
  const openChart = open === undefined ? undefined : chartOfTrack(document, open);
  const runs = [...new Set(document.automatons.map((track) => track.run))];
  return (
    <div class="charts">
      {open !== undefined && <h1 class="hidden-text">Chart of {open.nickname}</h1>}
      <header class="charts-head">
        {open === undefined ? (
          <h1 class="charts-title">
            {tracks.length === 1 ? 'One automaton' : `${tracks.length} automatons`} at record {cursor}
          </h1>
        ) : (
          <button
            type="button"
            onClick={() => {
              setEnlarged(undefined);
            }}
          >
            ‹ All charts
          </button>
        )}
        {open !== undefined && (
          <label class="charts-choice">
            Automaton{' '}
            <select
              value={trackKey(open)}
              onChange={(event) => {
                setEnlarged(event.currentTarget.value);
                setSelected(undefined);
              }}
            >
              {tracks.map((track) => (
                <option key={trackKey(track)} value={trackKey(track)}>
                  {track.nickname}
                </option>
              ))}
            </select>
          </label>
        )}
        {runs.length > 1 && (
          <label class="charts-choice">
            Run{' '}
            <select
              value={shownRun === allRuns ? 'all' : run === undefined ? '' : String(run)}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setRun(value === '' ? atCursor : value === 'all' ? allRuns : Number(value));
              }}
            >
              <option value="">at the cursor</option>
              {runs.map((one) => (
                <option key={one} value={String(one)}>
                  {one}
                </option>
              ))}
              <option value="all">all</option>
            </select>
          </label>
        )}
        {open === undefined && tracks.length > 6 && (
          <label class="charts-choice">
            Find{' '}
            <input
              type="search"
              value={name}
              placeholder="nickname"
              onInput={(event) => {
                setName(event.currentTarget.value);
              }}
            />
          </label>
        )}
      </header>
      {open !== undefined && openChart !== undefined ? (
        <EnlargedChart
          store={store}
          chart={openChart}
          moment={momentOf(document, open, openChart, cursor)}
          selected={selected}
          onSelect={setSelected}
        />
      ) : (
        <div class="charts-grid">
          {found.slice(0, limit).map((track) => {
            const chart = chartOfTrack(document, track);
            return (
              <AutomatonCard
                key={trackKey(track)}
                chart={chart}
                moment={momentOf(document, track, chart, cursor)}
                onOpen={(path) => {
                  if (chart === undefined) return;
                  setEnlarged(trackKey(track));
                  setSelected(path);
                  store.setAutomaton(track.nickname);
                }}
              />
            );
          })}
        </div>
      )}
      {open === undefined && found.length > limit && (
        <button
          type="button"
          class="charts-more"
          onClick={() => {
            setLimit(limit + firstCards);
          }}
        >
          Show {Math.min(firstCards, found.length - limit)} more of {found.length}
        </button>
      )}
    </div>
  );
}

function NoAutomaton({ isEmpty }: { readonly isEmpty: boolean }) {
  return (
    <>
      <h1 class="hidden-text">Charts</h1>
      <p class="empty">
        {isEmpty
          ? 'Nothing is open yet. Open a recording, or start a scenario, to see the charts of its automatons.'
          : 'No automaton in this trace: it was recorded by a proxy or imported, so only messages are known.'}
      </p>
    </>
  );
}
