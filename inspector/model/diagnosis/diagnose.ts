import type { TraceRecord } from '../../../runtime/trace-records.js';
import type { Diagnosis } from './finding.js';

/** What went wrong in a trace, in one sentence, with the record that shows it and what to do. */
export function diagnose(records: readonly TraceRecord[]): Diagnosis {
  if (records.length === 0)
    return { verdict: 'empty', sentence: 'Nothing has been recorded yet.', findings: [] };
  const end = records.findLast((record) => record.kind === 'end');
  if (end === undefined)
    return { verdict: 'unfinished', sentence: 'The recording has no end yet.', findings: [] };
  const outcome = end.outcome;
  if (outcome === 'finished') return { verdict: 'fine', sentence: 'Every automaton finished.', findings: [] };
  return { verdict: 'failed', sentence: `The run ended: ${outcome}.`, findings: [] };
}
