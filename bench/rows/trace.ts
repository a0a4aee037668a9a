import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultRedactor, Log, traceToFile } from 'pbx-automata';
import type { FlowOptions, FlowRound, FlowSpeed } from '../flow.js';
import { listWithEngine, runFlows } from '../flow.js';
import type { Figure, Row } from '../measure.js';
import { inTurn, median, ratios, spread } from '../measure.js';
import type { SimulatorHost } from '../simulator-host.js';
import { withSimulator } from '../simulator-host.js';

const plan: Omit<FlowRound, 'flow'> = { flows: 100, atOnce: 1, expected: { devices: 12, users: 8 } };

/** Whole flows with something that observes them, against flows without. */
async function observed(
  host: SimulatorHost,
  what: string,
  reach: number,
  round: () => { options: readonly FlowOptions[]; end: () => void },
): Promise<Figure> {
  const run = (options: readonly FlowOptions[]): Promise<FlowSpeed> =>
    runFlows({ ...plan, flow: (lane) => listWithEngine(host.address, options[lane]) });
  const { a, b } = await inTurn(
    { rounds: 13, warmUp: 3, between: () => host.settle() },
    async () => {
      const { options, end } = round();
      try {
        return await run(options);
      } finally {
        end();
      }
    },
    () => run([]),
  );
  const speeds = ratios(
    a.map(({ perSecond }) => perSecond),
    b.map(({ perSecond }) => perSecond),
  );
  const ratio = median(speeds);
  const cpuMs = [a, b].map((side) => median(side.map((one) => one.cpuMs)).toFixed(2));
  return {
    what,
    measured: ratio.toFixed(2),
    reach: `≥ ${reach}`,
    isMet: ratio >= reach,
    detail: `middle half ${spread(speeds)}; process time ${cpuMs.join(' against ')} ms a flow`,
  };
}

/** What the trace costs: whole flows into a file, one after the other. */
export const traceRow: Row = {
  run: () =>
    withSimulator({}, async (host) => {
      const folder = mkdtempSync(join(tmpdir(), 'pbx-automata-bench-'));
      try {
        const figure = await observed(host, 'trace on against trace off, whole flow', 0.8, () => {
          const traces = Array.from({ length: plan.atOnce }, (_, lane) =>
            traceToFile(join(folder, `lane${lane}.jsonl`)),
          );
          return {
            options: traces.map(({ tracer }) => ({ tracer })),
            end: () => {
              for (const trace of traces) trace.close();
            },
          };
        });
        return [figure];
      } finally {
        rmSync(folder, { recursive: true });
      }
    }),
};

/** What the package's log costs while all its categories are off. */
export const logRow: Row = {
  run: () =>
    withSimulator({}, async (host) => [
      await observed(host, 'log with its categories off against no log, whole flow', 0.95, () => {
        const log = new Log();
        log.clearLogLevel();
        const options = { log: log.sink, redactor: defaultRedactor() };
        return { options: Array.from({ length: plan.atOnce }, () => options), end: () => undefined };
      }),
    ]),
};
