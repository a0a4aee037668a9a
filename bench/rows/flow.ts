import { listWithBareClient } from '../bare-client.js';
import type { FlowRound } from '../flow.js';
import { listWithEngine, runFlows } from '../flow.js';
import type { Row } from '../measure.js';
import { inTurn, median, ratios, spread } from '../measure.js';
import { withSimulator } from '../simulator-host.js';

const plan: Omit<FlowRound, 'flow'> = { flows: 200, atOnce: 4, expected: { devices: 12, users: 8 } };

/** The whole flow, flows per second, against a straight client on bare ws. */
export const flowRow: Row = {
  run: () =>
    withSimulator({}, async (host) => {
      const { a, b } = await inTurn(
        { rounds: 15, warmUp: 3, between: () => host.settle() },
        () => runFlows({ ...plan, flow: () => listWithEngine(host.address) }),
        () => runFlows({ ...plan, flow: () => listWithBareClient(host.address) }),
      );
      const speed = ratios(
        a.map(({ perSecond }) => perSecond),
        b.map(({ perSecond }) => perSecond),
      );
      const cpu = ratios(
        b.map(({ cpuMs }) => cpuMs),
        a.map(({ cpuMs }) => cpuMs),
      );
      const perSecond = [a, b].map((side) => median(side.map((round) => round.perSecond)).toFixed(0));
      const cpuMs = [a, b].map((side) => median(side.map((round) => round.cpuMs)).toFixed(2));
      return [
        {
          what: 'whole flow, flows per second, against a client on bare ws',
          measured: median(speed).toFixed(2),
          reach: '≥ 0.9',
          isMet: median(speed) >= 0.9,
          detail: `${perSecond.join(' against ')} flows/s, middle half ${spread(speed)}; process time ${cpuMs.join(' against ')} ms a flow, ratio ${median(cpu).toFixed(2)}`,
        },
      ];
    }),
};
