import { Transitioner, setupAutomaton } from 'pbx-automata';
import { type Draft, type Rows, handlersOf, messageOf, noRows } from 'pbx-automata/porting/machine';
import { isTruthy } from 'pbx-automata/porting/php';
import type { AnyStateMachine } from 'xstate';
import { assign } from 'xstate';
import { deviceTexts } from '../device-texts.js';
import { FeedSocket } from '../feed-socket.js';
import type { Figure, Row } from '../measure.js';
import { inTurn, median, ratios, spread } from '../measure.js';

interface GetDevicesResult {
  readonly mt: 'GetDevicesResult';
  readonly devices: readonly unknown[];
  readonly last?: boolean;
}

interface Members {
  readonly devices: Rows;
}

interface Output {
  readonly ok: true;
  readonly devices: readonly unknown[];
}

const handlers = handlersOf<Members>();
const types = { context: {} as Members, messages: {} as GetDevicesResult, output: {} as Output };

/** As `pbx-automata port --style machine` writes it where the handler is split. */
const WithActions = setupAutomaton({
  types,
  accepts: { GetDevicesResult: 'wire' },
  guards: { isLast: ({ event }) => isTruthy(messageOf(event, 'GetDevicesResult').last) },
}).createMachine({
  id: 'WithActions',
  initial: 'Initial',
  context: { devices: noRows },
  states: {
    Initial: {
      on: {
        GetDevicesResult: [
          {
            guard: 'isLast',
            target: 'Dead',
            actions: assign({ devices: ({ context, event: { msg } }) => context.devices.merge(msg.devices) }),
          },
          {
            actions: assign({ devices: ({ context, event: { msg } }) => context.devices.merge(msg.devices) }),
          },
        ],
      },
    },
    Dead: { type: 'final' },
  },
  output: ({ context }) => ({ ok: true, devices: context.devices.list() }),
});

/** The same where it stays a function behind the chart. */
const WithHandler = setupAutomaton({
  types,
  accepts: { GetDevicesResult: 'wire' },
  guards: { initialGetDevicesResultReturnsDead: handlers.returns(initialGetDevicesResult, 'Dead') },
  actions: { initialGetDevicesResult: handlers.run(initialGetDevicesResult) },
}).createMachine({
  id: 'WithHandler',
  initial: 'Initial',
  context: { devices: noRows },
  states: {
    Initial: {
      on: {
        GetDevicesResult: [
          { guard: 'initialGetDevicesResultReturnsDead', target: 'Dead', actions: 'initialGetDevicesResult' },
          { actions: 'initialGetDevicesResult' },
        ],
      },
    },
    Dead: { type: 'final' },
  },
  output: ({ context }) => ({ ok: true, devices: context.devices.list() }),
});

function initialGetDevicesResult(self: Draft<Members>, msg: GetDevicesResult): 'Dead' | undefined {
  for (const device of msg.devices) self.devices.push(device);
  return isTruthy(msg.last) ? 'Dead' : undefined;
}

/** Milliseconds from the start of a run to its end, with all devices there from the beginning. */
async function timeToList(machine: AnyStateMachine, texts: readonly string[]): Promise<number> {
  const transitioner = new Transitioner();
  const socket = new FeedSocket('devices');
  const lister = transitioner.add(machine, { socket });
  const startedAt = performance.now();
  const result = transitioner.run();
  for (const text of texts) socket.feed(text);
  await result;
  const elapsedMs = performance.now() - startedAt;
  const { devices } = lister.output as { readonly devices: readonly unknown[] };
  if (devices.length !== texts.length * chunkSize) throw new Error('Devices are missing.');
  return elapsedMs;
}

const chunkSize = 100;

async function growth(machine: AnyStateMachine, what: string): Promise<Figure> {
  const [many, few] = [deviceTexts(100_000, chunkSize), deviceTexts(10_000, chunkSize)];
  const { a, b } = await inTurn(
    { rounds: 11, warmUp: 2 },
    () => timeToList(machine, many),
    () => timeToList(machine, few),
  );
  const times = ratios(a, b);
  const ratio = median(times);
  return {
    what,
    measured: ratio.toFixed(1),
    reach: '≤ 12',
    isMet: ratio <= 12,
    detail: `${median(a).toFixed(0)} against ${median(b).toFixed(0)} ms, middle half ${spread(times)}`,
  };
}

/** Whether long lists of ported machines cost in proportion to their length. */
export const portedRow: Row = {
  run: async () => [
    await growth(
      WithActions,
      'time of 100,000 devices in a ported machine with actions, against ten times fewer',
    ),
    await growth(
      WithHandler,
      'time of 100,000 devices in a ported machine with handlers, against ten times fewer',
    ),
  ],
};
