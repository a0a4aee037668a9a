import type { DeliverRecord, TransitionRecord } from '../../runtime/trace-records.js';
import { stateAtPath } from './active.js';
import type { Chart, ChartTransition } from './chart-types.js';
import { listOf, membersOf, textOf } from './definition.js';
import { candidateTransitions, takenTransition } from './transitions.js';

/**
 * The transitions that were taken for a delivery, or for a change of state that came of none, in order; the `always`
 * that followed are among them. Of a trace that does not tell (docs/trace.md, "Which transition was taken"), the one
 * that it must or may have been, without what followed; none when that is not to be found out.
 * @param to state and phase afterwards, when the trace does not tell and the record does not say
 */
export function takenOf(
  chart: Chart,
  record: DeliverRecord | TransitionRecord,
  to?: string,
): readonly ChartTransition[] {
  const recorded = recordedTransitions(chart, record);
  if (recorded !== undefined) return recorded;
  if (record.kind !== 'deliver' || record.outcome !== 'handled') return [];
  const candidates = candidateTransitions(chart, record.state, record.mt);
  // Of one way only, no comparison is needed.
  if (candidates.length === 1) return candidates;
  const taken = takenTransition(chart, record.state, record.mt, to ?? record.state);
  return taken === undefined ? [] : [taken];
}

/** Whether a trace tells which transitions were taken, so that nothing is concluded from what came after. */
export function tellsTaken(record: DeliverRecord | TransitionRecord): boolean {
  return Array.isArray(record.taken) && record.taken.length > 0;
}

/** Undefined when the trace does not tell, or tells of another chart. The record may come from any file. */
function recordedTransitions(
  chart: Chart,
  record: DeliverRecord | TransitionRecord,
): ChartTransition[] | undefined {
  if (!tellsTaken(record)) return undefined;
  const found: ChartTransition[] = [];
  for (const one of listOf(record.taken)) {
    const { from, on, at } = membersOf(one);
    const event = textOf(on) ?? (record.kind === 'deliver' ? record.mt : '');
    const alike = stateAtPath(chart, textOf(from) ?? '?')?.transitions.filter(
      ({ descriptor }) => descriptor === event,
    );
    const transition = typeof at === 'number' ? alike?.[at] : undefined;
    if (transition === undefined) return undefined;
    found.push(transition);
  }
  return found;
}
