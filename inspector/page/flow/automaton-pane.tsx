import { Fragment } from 'preact';
import type { ComponentChildren } from 'preact';
import type { AutomatonTrack, StateAt } from '../../model/trace-document.js';
import { Icon } from '../icon.js';
import type { IconName } from '../icon.js';
import { laneKey } from '../row-filter.js';
import type { StoreProps } from '../use-store.js';

/** Left of the ladder: runs, automatons where the cursor stands, lanes. */
export function AutomatonPane({ store }: StoreProps) {
  const { document, settings, selected, cursor } = store;
  const run = settings.run ?? selected?.run ?? document.runs[0]?.run;
  const tracks = document.automatons.filter((track) => track.run === run);
  return (
    <aside class="flow-side" aria-label="Automatons and lanes">
      {document.runs.length > 1 && <RunPicker store={store} />}
      <h2 class="overline">Automatons here</h2>
      {tracks.length === 0 && <p class="muted flow-none">None has started yet.</p>}
      <ul>
        {tracks.map((track) => (
          <li key={`${track.run} ${track.nickname}`}>
            <AutomatonCard
              track={track}
              at={document.stateAt(track, cursor)}
              cursor={cursor}
              isChosen={store.automaton === track.nickname}
              choose={() => {
                store.setAutomaton(store.automaton === track.nickname ? undefined : track.nickname);
              }}
            />
          </li>
        ))}
      </ul>
      <h2 class="overline">Lanes</h2>
      <ul class="flow-lane-list">
        {document.lanes.map((lane) => {
          const key = laneKey(lane);
          return (
            <li key={key}>
              <label class="check" title={lane.note}>
                <input
                  type="checkbox"
                  checked={!settings.hiddenLanes.has(key)}
                  onChange={() => {
                    store.toggleLane(key);
                  }}
                />
                <span class="muted">
                  <Icon name={lane.kind} size={13} />
                </span>
                <span class="flow-lane-name">
                  <span class="hidden-text">{lane.kind} </span>
                  {breakable(lane.name)}
                </span>
              </label>
            </li>
          );
        })}
      </ul>
    </aside>
  );
}

function RunPicker({ store }: StoreProps) {
  const { document, settings } = store;
  return (
    <label class="flow-runs">
      <span class="overline">Run</span>
      <select
        value={settings.run ?? ''}
        onChange={({ currentTarget }) => {
          store.setRun(currentTarget.value === '' ? undefined : Number(currentTarget.value));
        }}
      >
        <option value="">all {document.runs.length}</option>
        {document.runs.map(({ run, outcome }) => (
          <option key={run} value={run}>
            {run}: {outcome ?? 'goes on'}
          </option>
        ))}
      </select>
    </label>
  );
}

interface AutomatonCardProps {
  readonly track: AutomatonTrack;
  readonly at: StateAt;
  readonly cursor: number;
  readonly isChosen: boolean;
  readonly choose: () => void;
}

function AutomatonCard({ track, at, cursor, isChosen, choose }: AutomatonCardProps) {
  const hasStopped = track.lastSeq !== undefined && track.lastSeq <= cursor;
  const { icon, tone, word } = look(track, at, hasStopped);
  const [state = '', ...phases] = at.path.split('.');
  return (
    <button
      type="button"
      class={`flow-card is-${tone}`}
      aria-pressed={isChosen}
      title={`${track.nickname}${track.machineId === undefined ? '' : `\n${track.machineId}`}`}
      onClick={choose}
    >
      <span class="flow-card-mark">
        <Icon name={icon} size={14} />
      </span>
      <span class="flow-card-text">
        <b>{breakable(track.nickname)}</b>
        <span class="flow-card-state">
          {at.status === 'none' ? (
            'not started yet'
          ) : (
            <>
              {state}
              {phases.length > 0 && <span class="muted"> · {phases.join('.')}</span>}
            </>
          )}
        </span>
        {hasStopped && (
          <span class="flow-card-why">
            {word}
            {track.failure === undefined || track.failure === '' ? '' : `: ${track.failure}`}
          </span>
        )}
      </span>
    </button>
  );
}

/** A long name may go on in the next line after each of its parts. */
function breakable(name: string): ComponentChildren {
  return name.split(/(?<=[-.:])(?![-.:])/).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

function look(
  track: AutomatonTrack,
  at: StateAt,
  hasStopped: boolean,
): { icon: IconName; tone: string; word: string } {
  if (at.status === 'none') return { icon: 'wait', tone: 'later', word: '' };
  if (!hasStopped) return { icon: 'play', tone: 'on', word: 'running' };
  const word = track.why ?? 'stopped';
  const hasFailed = (track.failure ?? '') !== '' || word === 'failed';
  if (hasFailed) return { icon: 'cross', tone: 'bad', word };
  return word === 'finished' ? { icon: 'check', tone: 'good', word } : { icon: 'wait', tone: 'warn', word };
}
