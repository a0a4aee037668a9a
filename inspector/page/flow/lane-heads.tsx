import { laneLabel } from '../../model/lane-label.js';
import type { TraceDocument } from '../../model/trace-document.js';
import { Icon } from '../icon.js';
import type { LaneLayout } from './lane-layout.js';
import { isNamed } from './lane-layout.js';

interface LaneHeadsProps {
  readonly document: TraceDocument;
  readonly layout: LaneLayout;
  /** The record whose states are shown. */
  readonly seq: number;
  readonly run: number | undefined;
}

/** Names of the lanes, with the state that each automaton is in; they stay while the rows scroll. */
export function LaneHeads({ document, layout, seq, run }: LaneHeadsProps) {
  return (
    <div
      class={`flow-heads${layout.isSlanted ? ' slanted' : ''}`}
      role="presentation"
      style={{ height: `${layout.headHeight}px` }}
    >
      <span class="flow-seq">#</span>
      <span class="flow-time">s</span>
      <div class="flow-ladder" style={{ width: `${layout.width}px` }}>
        {layout.groups.map(({ name, left, width }) => (
          <span
            key={left}
            class="flow-group clip"
            title={name}
            style={{ left: `${left}px`, width: `${width}px` }}
          >
            {name}
          </span>
        ))}
        {layout.columns.map(({ lane, key, left, width, isHidden }) => (
          <span
            key={key}
            class={`flow-head-lane ${lane.kind}`}
            title={`${lane.kind} ${lane.name}${lane.note === '' ? '' : `\n${lane.note}`}`}
            style={{ left: `${left}px`, width: `${width}px` }}
          >
            {isHidden ? null : isNamed(lane) ? (
              <>
                <b class="clip">
                  {layout.isSlanted ? middleCut(laneLabel(lane.name)) : laneLabel(lane.name)}
                </b>
                <small class="clip">
                  {lane.kind === 'client' ? lane.note : stateOf(document, run, lane.name, seq)}
                </small>
              </>
            ) : (
              <Icon name={lane.kind} size={14} />
            )}
          </span>
        ))}
      </div>
      <span class="flow-text" />
    </div>
  );
}

/** Letters of a slanted name that can be seen. */
const slantedLetters = 14;

/** Names differ at their ends as often as at their beginnings, so a long one is cut in the middle. */
function middleCut(name: string): string {
  if (name.length <= slantedLetters) return name;
  const half = Math.floor((slantedLetters - 1) / 2);
  return `${name.slice(0, half)}…${name.slice(-half)}`;
}

function stateOf(document: TraceDocument, run: number | undefined, nickname: string, seq: number): string {
  const track = run === undefined ? undefined : document.automaton(run, nickname);
  if (track === undefined) return '';
  const { status, path } = document.stateAt(track, seq);
  if (status === 'none') return 'not started';
  return track.lastSeq !== undefined && track.lastSeq <= seq
    ? (track.why ?? path)
    : (path.split('.').at(-1) ?? '');
}
