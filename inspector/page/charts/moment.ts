import type { Chart, ChartTransition } from '../../charts/index.js';
import { activePaths, takenTransition } from '../../charts/index.js';
import type { AutomatonTrack, TraceDocument } from '../../model/trace-document.js';
import type { LastTransition } from './automaton-history.js';
import { lastTransitionAt } from './automaton-history.js';

/** Where an automaton is at a record of the trace. */
export interface Moment {
  readonly track: AutomatonTrack;
  readonly stage: 'not started' | 'running' | 'stopped';
  /** State and phase; empty before the first. */
  readonly place: string;
  readonly active: ReadonlySet<string>;
  readonly last: LastTransition | undefined;
  /** The transition of the chart that it was, when the chart tells. */
  readonly lastTransition: ChartTransition | undefined;
}

/** Where `track` is when the record `seq` has happened. */
export function momentOf(
  document: TraceDocument,
  track: AutomatonTrack,
  chart: Chart | undefined,
  seq: number,
): Moment {
  const { path } = document.stateAt(track, seq);
  const last = lastTransitionAt(document, track, seq);
  const isStopped = track.lastSeq !== undefined && track.why !== undefined && track.lastSeq <= seq;
  return {
    track,
    stage: track.firstSeq > seq ? 'not started' : isStopped ? 'stopped' : 'running',
    place: path,
    active: new Set(chart === undefined ? [] : activePaths(chart, path)),
    last,
    lastTransition:
      chart === undefined || last === undefined || last.event === ''
        ? undefined
        : takenTransition(chart, last.from, last.event, last.to),
  };
}

/** Why an automaton is not running, in a word or two; else empty. */
export function stageText({ stage, track }: Moment): string {
  if (stage === 'not started') return 'not started yet';
  if (stage === 'stopped') return track.failure ?? track.why ?? 'stopped';
  return '';
}
