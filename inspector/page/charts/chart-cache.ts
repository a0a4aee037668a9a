import type { Chart } from '../../charts/index.js';
import { chartOf } from '../../charts/index.js';
import type { AutomatonTrack, TraceDocument } from '../../model/trace-document.js';

const known = new WeakMap<TraceDocument, Map<string, Chart>>();

/** The chart of an automaton's machine, made once; undefined when the trace has no definition of it. */
export function chartOfTrack(document: TraceDocument, track: AutomatonTrack): Chart | undefined {
  const { machineHash } = track;
  if (machineHash === undefined) return undefined;
  let charts = known.get(document);
  if (charts === undefined) {
    charts = new Map();
    known.set(document, charts);
  }
  const made = charts.get(machineHash);
  if (made !== undefined) return made;
  const machine = document.machine(machineHash);
  if (machine === undefined) return undefined;
  const chart = chartOf(machine.definition, machineHash);
  charts.set(machineHash, chart);
  return chart;
}
