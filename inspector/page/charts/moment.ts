import type { Chart, ChartTransition } from '../../charts/index.js';
import {
  activePaths,
  candidateTransitions,
  takenOf,
  takenTransition,
  tellsTaken,
} from '../../charts/index.js';
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
   * The transitions of the chart that were taken, with the `always` that followed; in a trace that does not tell, those
   * that it can have been, which differ only by guards.
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
    lastTransitions: chart === undefined || last === undefined ? [] : taken(document, chart, last),
  };
}

function taken(document: TraceDocument, chart: Chart, last: LastTransition): readonly ChartTransition[] {
  const { record } = last;
  const cause = record.cause === undefined ? undefined : document.bySeq(record.cause);
  const teller = cause?.kind === 'deliver' ? cause : record;
  return tellsTaken(teller) ? takenOf(chart, teller, last.to) : possible(chart, last);
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
