import type { Chart, ChartTransition } from '../../charts/index.js';
import { activePaths, candidateTransitions, takenTransition } from '../../charts/index.js';
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
  /**
   * The transitions of the chart that it can have been: several when they differ only by guards, of whose answers a trace
   * says nothing.
   */
  readonly lastTransitions: readonly ChartTransition[];
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
    lastTransitions: chart === undefined || last === undefined ? [] : possible(chart, last),
  };
}

function possible(chart: Chart, { from, event, to }: LastTransition): ChartTransition[] {
  if (event === '') return [];
  const taken = takenTransition(chart, from, event, to);
  if (taken === undefined) return [];
  const ends = taken.targets.join(' ');
  const alike = candidateTransitions(chart, from, event).filter(
    ({ source, targets }) => source === taken.source && targets.join(' ') === ends,
  );
  return alike.includes(taken) ? alike : [taken];
}

/** Why an automaton is not running, in a word or two; else empty. */
export function stageText({ stage, track }: Moment): string {
  if (stage === 'not started') return 'not started yet';
  if (stage === 'stopped') return track.failure ?? track.why ?? 'stopped';
  return '';
}
