import { activePaths } from '../../charts/index.js';
import type { Chart } from '../../charts/index.js';
import type { AutomatonTrack, TraceDocument } from '../../model/trace-document.js';
import type { DeliverRecord, TransitionRecord } from '../../../runtime/trace-records.js';

/** What one automaton did, in the order of the trace: read once, kept up as the trace grows. */
export interface AutomatonHistory {
  readonly transitions: readonly TransitionRecord[];
  readonly deliveries: readonly DeliverRecord[];
}

interface GrowingHistory {
  readonly transitions: TransitionRecord[];
  readonly deliveries: DeliverRecord[];
}

interface DocumentHistory {
  position: number;
  readonly byAutomaton: Map<string, GrowingHistory>;
}

const nothing: AutomatonHistory = { transitions: [], deliveries: [] };
const known = new WeakMap<TraceDocument, DocumentHistory>();

/** Names an automaton of a trace: nicknames come again in another run. */
export function trackKey(track: { readonly run: number; readonly nickname: string }): string {
  return `${track.run}/${track.nickname}`;
}

/** Costs only what was appended to the trace since the last call. */
export function historyOf(document: TraceDocument, track: AutomatonTrack): AutomatonHistory {
  const history = known.get(document) ?? { position: 0, byAutomaton: new Map<string, GrowingHistory>() };
  known.set(document, history);
  for (; history.position < document.length; history.position++) {
    const record = document.records[history.position];
    if (record?.kind !== 'transition' && record?.kind !== 'deliver') continue;
    const key = trackKey({ run: record.run ?? 0, nickname: record.lane });
    let own = history.byAutomaton.get(key);
    if (own === undefined) {
      own = { transitions: [], deliveries: [] };
      history.byAutomaton.set(key, own);
    }
    if (record.kind === 'transition') own.transitions.push(record);
    else own.deliveries.push(record);
  }
  return history.byAutomaton.get(trackKey(track)) ?? nothing;
}

/** The newest transition at or before `seq`, and what led to it. */
export interface LastTransition {
  readonly record: TransitionRecord;
  readonly from: string;
  readonly to: string;
  /** The `mt` that led to it; empty for the first state of an automaton. */
  readonly event: string;
}

/** The transition that an automaton made last, at `seq`; undefined before its first. */
export function lastTransitionAt(
  document: TraceDocument,
  track: AutomatonTrack,
  seq: number,
): LastTransition | undefined {
  const record = lastBefore(historyOf(document, track).transitions, seq);
  if (record === undefined) return undefined;
  const first = record.changes.find((change) => change.from !== undefined);
  const last = record.changes.findLast((change) => change.to !== undefined);
  const cause = record.cause === undefined ? undefined : document.bySeq(record.cause);
  return {
    record,
    from: first?.from ?? '',
    to: last?.to ?? '',
    event: cause?.kind === 'deliver' ? cause.mt : '',
  };
}

function lastBefore<R extends { readonly seq: number }>(records: readonly R[], seq: number): R | undefined {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((records[middle]?.seq ?? Infinity) <= seq) low = middle + 1;
    else high = middle;
  }
  return records[low - 1];
}

/** What became of one type of message in one state. */
export interface Reception {
  readonly mt: string;
  readonly handled: readonly number[];
  readonly discarded: readonly number[];
  readonly refused: readonly number[];
}

/** The messages that met a state or a phase inside it, by type, as often as they came; records by `seq`. */
export function receptionsIn(history: AutomatonHistory, chart: Chart, path: string): Reception[] {
  const isIn = placesIn(chart, path);
  const byType = new Map<string, { mt: string; handled: number[]; discarded: number[]; refused: number[] }>();
  for (const delivery of history.deliveries) {
    if (!isIn(delivery.state)) continue;
    let reception = byType.get(delivery.mt);
    if (reception === undefined) {
      reception = { mt: delivery.mt, handled: [], discarded: [], refused: [] };
      byType.set(delivery.mt, reception);
    }
    reception[delivery.outcome].push(delivery.seq);
  }
  return [...byType.values()];
}

/** When an automaton came to a state, or to a phase inside it, from outside of it. */
export function staysIn(history: AutomatonHistory, chart: Chart, path: string): number[] {
  const isIn = placesIn(chart, path);
  const stays: number[] = [];
  for (const transition of history.transitions) {
    const enters = transition.changes.some(
      ({ from, to }) => to !== undefined && isIn(to) && !(from !== undefined && isIn(from)),
    );
    if (enters) stays.push(transition.seq);
  }
  return stays;
}

/** Whether a place as records name it (state and phase, parallel ones in brackets) is in a state of the chart. */
function placesIn(chart: Chart, path: string): (place: string) => boolean {
  const answers = new Map<string, boolean>();
  return (place) => {
    let answer = answers.get(place);
    if (answer === undefined) {
      answer = path === '' || activePaths(chart, place).includes(path);
      answers.set(place, answer);
    }
    return answer;
  };
}
