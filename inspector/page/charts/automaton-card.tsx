import type { Chart } from '../../charts/index.js';
import { MiniChart } from './mini-chart.js';
import type { Moment } from './moment.js';
import { stageText } from './moment.js';

interface AutomatonCardProps {
  readonly moment: Moment;
  readonly chart: Chart | undefined;
  readonly onOpen: (path: string | undefined) => void;
}

/** One automaton of many: who, where, by what, and its chart as small as it can be read. */
export function AutomatonCard({ moment, chart, onOpen }: AutomatonCardProps) {
  const { track, last, place, stage } = moment;
  const why = stageText(moment);
  return (
    <article class={`card card-${stage.replace(' ', '-')}`} aria-label={track.nickname}>
      <header class="card-head">
        <button
          type="button"
          class="card-name"
          onClick={() => {
            onOpen(undefined);
          }}
          title="Enlarge"
        >
          {track.nickname}
        </button>
        {track.machineId !== undefined && <span class="card-machine">{track.machineId}</span>}
      </header>
      <p class="card-place">
        {place !== '' && <span class="card-state">{place}</span>}
        {why !== '' && <span class="card-why">{why}</span>}
      </p>
      <p class="card-last">{last === undefined ? ' ' : lastText(last)}</p>
      <div
        class="card-chart"
        onClick={({ target }) => {
          if (target instanceof Element) onOpen(target.closest<HTMLElement>('[data-path]')?.dataset['path']);
        }}
      >
        {chart === undefined ? (
          <p class="muted">The trace has no definition of this automaton.</p>
        ) : (
          <MiniChart chart={chart} active={moment.active} left={last?.from} />
        )}
      </div>
    </article>
  );
}

function lastText({ event, from, to }: NonNullable<Moment['last']>): string {
  if (from === '') return `began in ${to}`;
  return `${event === '' ? 'at once' : event}: from ${lastName(from)}`;
}

function lastName(path: string): string {
  return path.split('.').at(-1) ?? path;
}
