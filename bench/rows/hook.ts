import { inspect } from 'pbx-automata/inspector';
import type { FlowRound, FlowSpeed } from '../flow.js';
import { listWithEngine, runFlows } from '../flow.js';
import { recordedFlow } from '../long-trace.js';
import type { Row } from '../measure.js';
import { inTurn, median } from '../measure.js';
import { withSimulator } from '../simulator-host.js';

const plan: Omit<FlowRound, 'flow'> = { flows: 60, atOnce: 1, expected: { devices: 12, users: 8 } };

/** What it costs a program to be looked into: whole flows with the inspector open, masked, against flows without. */
export const hookRow: Row = {
  run: () =>
    withSimulator({}, async (host) => {
      const { length } = await recordedFlow();
      const run = (): Promise<FlowSpeed> => runFlows({ ...plan, flow: () => listWithEngine(host.address) });
      const { a, b } = await inTurn(
        { rounds: 9, warmUp: 2, between: () => host.settle() },
        async () => {
          const inspector = await inspect({ open: false, stays: false, say: () => undefined });
          try {
            return await run();
          } finally {
            await inspector.close();
          }
        },
        run,
      );
      const extraMs = median(a.map(({ cpuMs }, at) => cpuMs - (b[at]?.cpuMs ?? NaN)));
      const microseconds = (extraMs * 1000) / length;
      return [
        {
          what: 'inspector open, per event',
          measured: `${microseconds.toFixed(1)} µs`,
          reach: '≤ 50 µs',
          isMet: microseconds <= 50,
          detail: `${extraMs.toFixed(2)} ms of process time for the ${length} records of a flow, secrets masked`,
        },
      ];
    }),
};
