import type { TraceRecord } from 'pbx-automata/runtime';
import { systemClock, TraceRecorder } from 'pbx-automata/runtime';
import { traceRedactor } from 'pbx-automata/services';
import { startSimulator } from 'pbx-automata/simulator';
import { listWithEngine } from './flow.js';

/** The trace of a login with two App Services and both lists, at the simulator. */
export async function recordedFlow(): Promise<TraceRecord[]> {
  const records: TraceRecord[] = [];
  const tracer = new TraceRecorder({
    sink: (record) => {
      records.push(record);
    },
    redactor: traceRedactor(),
    clock: systemClock,
    wallClock: new Date().toISOString(),
    versions: {},
    policy: 'masked',
  });
  const simulator = await startSimulator();
  await listWithEngine(simulator, { tracer });
  await simulator.close();
  return records;
}

/** A trace of so many records: the flow again and again, each time in two runs of its own. */
export function repeated(flow: readonly TraceRecord[], count: number): TraceRecord[] {
  const [head, ...rest] = flow;
  if (head === undefined) return [];
  const runs = Math.max(...rest.map(({ run }) => run ?? 0));
  const length = (rest.at(-1)?.t ?? 0) + 100;
  const long: TraceRecord[] = [head];
  for (let round = 0; long.length < count; round += 1) {
    const offset = long.length - 1;
    for (const record of rest.slice(0, count - long.length)) {
      long.push({
        ...record,
        seq: record.seq + offset,
        t: record.t + round * length,
        ...(record.cause !== undefined && { cause: record.cause + offset }),
        ...(record.run !== undefined && { run: record.run + round * runs }),
      });
    }
  }
  return long;
}

/** A machine with so many states in a tree, each with transitions to others near and far, as a trace has it. */
export function chartOf(states: number): unknown {
  const perGroup = 10;
  const groups = Math.ceil(states / perGroup);
  const group = (at: number): object => ({
    initial: `state${at}x0`,
    states: Object.fromEntries(
      Array.from({ length: perGroup }, (_, inner) => [
        `state${at}x${inner}`,
        {
          on: {
            Next: { target: `state${at}x${(inner + 1) % perGroup}` },
            ...(inner % 3 === 0 && { Far: { guard: 'isFar', target: `#Large.group${(at + 3) % groups}` } }),
          },
        },
      ]),
    ),
    on: { Fail: { target: `#Large.group${(at + 1) % groups}`, actions: 'note' } },
  });
  return {
    id: 'Large',
    initial: 'group0',
    states: Object.fromEntries(Array.from({ length: groups }, (_, at) => [`group${at}`, group(at)])),
  };
}
