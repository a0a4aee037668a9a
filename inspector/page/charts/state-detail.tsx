import type { Chart } from '../../charts/index.js';
import { stateAtPath } from '../../charts/index.js';
import type { PageStore } from '../page-store.js';
import { queryWord } from '../../model/query-words.js';
import { RecordLink } from '../parts/record-link.js';
import { historyOf, receptionsIn, staysIn } from './automaton-history.js';
import type { Moment } from './moment.js';
import { rootBoxOf } from './boxes.js';
import type { Box } from '../../charts/index.js';
import { TransitionRow } from './state-box.js';

interface StateDetailProps {
  readonly store: PageStore;
  readonly chart: Chart;
  readonly moment: Moment;
  readonly path: string;
  readonly onSelect: (path: string) => void;
}

const shownStays = 6;

/** What is to be known of one state: when it was entered, what leads out of it, what came while it was active. */
export function StateDetail({ store, chart, moment, path, onSelect }: StateDetailProps) {
  const state = stateAtPath(chart, path);
  if (state === undefined) return null;
  const history = historyOf(store.document, moment.track);
  const stays = staysIn(history, chart, path);
  const receptions = receptionsIn(history, chart, path);
  const boxes = boxesTo(rootBoxOf(chart), path);
  const isFiltered = store.queryText === stayQuery(path, moment.track.nickname);
  return (
    <div class="detail">
      <p class="detail-crumbs">
        {boxes.slice(1, -1).map((box) => (
          <button
            key={box.path}
            type="button"
            class="link"
            onClick={() => {
              onSelect(box.path);
            }}
          >
            {box.name} ›
          </button>
        ))}
      </p>
      <h2 class="detail-title">{state.name}</h2>
      {state.description !== undefined && <p>{state.description}</p>}
      <p class="muted">
        {stays.length === 0
          ? 'Never entered in this recording.'
          : `Entered ${stays.length === 1 ? 'once' : `${stays.length} times`}.`}
        {isFiltered && ' Flow shows only what happened in it.'}
      </p>
      <div class="detail-buttons">
        <button
          type="button"
          disabled={stays.length === 0}
          onClick={() => {
            store.setQuery(stayQuery(path, moment.track.nickname));
            store.setScreen('flow');
          }}
        >
          Show its stays in Flow
        </button>
        {isFiltered && (
          <button
            type="button"
            onClick={() => {
              store.setQuery('');
            }}
          >
            Show everything again
          </button>
        )}
      </div>
      {stays.length > 0 && (
        <ul class="part-list">
          {stays.slice(0, shownStays).map((seq) => (
            <li key={seq}>
              <RecordLink store={store} seq={seq} />
            </li>
          ))}
          {stays.length > shownStays && <li class="muted">and {stays.length - shownStays} more</li>}
        </ul>
      )}
      <h3>Messages that met it</h3>
      {receptions.length === 0 ? (
        <p class="muted">None.</p>
      ) : (
        <table class="data">
          <thead>
            <tr>
              <th scope="col">message</th>
              <th scope="col">taken</th>
              <th scope="col">not taken</th>
            </tr>
          </thead>
          <tbody>
            {receptions.map(({ mt, handled, discarded, refused }) => (
              <tr key={mt}>
                <th scope="row">{mt}</th>
                <td>
                  <Count store={store} seqs={handled} label={`${mt} taken`} />
                </td>
                <td class="detail-discarded">
                  <Count
                    store={store}
                    seqs={[...discarded, ...refused]}
                    label={`${mt} not taken`}
                    mark="✗ "
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h3>Transitions</h3>
      {boxes.every(({ rows }) => rows.length === 0) && <p class="muted">None leads out of it.</p>}
      {boxes.toReversed().map((box) =>
        box.rows.length === 0 ? null : (
          <div key={box.path}>
            {box.path !== path && (
              <p class="muted">{box.path === '' ? 'In every state' : `From ${box.path}, around it`}</p>
            )}
            <ul class="boxes-transitions">
              {box.rows.map((row) => (
                <TransitionRow key={row.id} row={row} last={moment.lastTransitions.map(({ id }) => id)} />
              ))}
            </ul>
          </div>
        ),
      )}
    </div>
  );
}

interface CountProps {
  readonly store: PageStore;
  readonly seqs: readonly number[];
  readonly label: string;
  readonly mark?: string;
}

/** How many, as a link that goes from one to the next. */
function Count({ store, seqs, label, mark = '' }: CountProps) {
  if (seqs.length === 0) return <span class="muted">–</span>;
  const next = seqs.find((seq) => seq > store.cursor) ?? seqs[0];
  return (
    <button
      type="button"
      class="link"
      aria-label={`${label}, ${seqs.length} times; go to the next`}
      onClick={() => {
        if (next !== undefined) store.select(next);
      }}
    >
      {mark}
      {seqs.length}
    </button>
  );
}

/** The boxes from the machine itself to the one at `path`. */
function boxesTo(root: Box, path: string): Box[] {
  const boxes = [root];
  for (let box: Box | undefined = root; box !== undefined && box.path !== path;) {
    box = box.children.find((child) => path === child.path || path.startsWith(`${child.path}.`));
    if (box !== undefined) boxes.push(box);
  }
  return boxes;
}

/** What Flow's query line says to show the stays of one automaton in one state, and in no other of a longer name. */
export function stayQuery(path: string, nickname: string): string {
  return `${queryWord('state', path)} ${queryWord('lane', nickname)}`;
}
