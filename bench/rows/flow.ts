import { listWithBareClient } from '../bare-client.js';
import type { FlowRound, FlowSpeed } from '../flow.js';
import { listWithEngine, runFlows } from '../flow.js';
import type { Figure, Row } from '../measure.js';
import { inTurn, median, ratios, spread } from '../measure.js';
import type { SimulatorHost } from '../simulator-host.js';
import { withSimulator } from '../simulator-host.js';

const expected = { devices: 12, users: 8 };

const perSecond = (rounds: readonly FlowSpeed[]): number[] => rounds.map((round) => round.perSecond);
const cpuMs = (rounds: readonly FlowSpeed[]): number[] => rounds.map((round) => round.cpuMs);

async function against(
  host: SimulatorHost,
  what: string,
  plan: Pick<FlowRound, 'flows' | 'atOnce'>,
  reach: number | undefined,
): Promise<Figure> {
  const { a, b } = await inTurn(
    { rounds: 15, warmUp: 3, between: () => host.settle() },
    () => runFlows({ ...plan, expected, flow: () => listWithEngine(host.address) }),
    () => runFlows({ ...plan, expected, flow: () => listWithBareClient(host.address) }),
  );
  const speeds = ratios(perSecond(a), perSecond(b));
  const ratio = median(speeds);
  const both = (of: (rounds: readonly FlowSpeed[]) => number[], digits: number): string =>
    `${median(of(a)).toFixed(digits)} against ${median(of(b)).toFixed(digits)}`;
  return {
    what,
    measured: ratio.toFixed(2),
    reach: reach === undefined ? '' : `≥ ${reach}`,
    isMet: reach === undefined ? undefined : ratio >= reach,
    detail: `${both(perSecond, 0)} flows/s, middle half ${spread(speeds)}; ${both(cpuMs, 2)} ms of this process's time a flow`,
  };
}

/** The whole flow, flows per second, against a straight client on bare ws. */
export const flowRow: Row = {
  run: () =>
    withSimulator({}, async (host) => [
      await against(host, 'whole flow, flows per second, against bare ws', { flows: 100, atOnce: 1 }, 0.9),
      await against(host, 'the same, eight flows at once', { flows: 200, atOnce: 8 }, undefined),
    ]),
};
