import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { expect } from 'chai';
import { assign, createActor, setup } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { createKeyedHash } from '../../protocol/keyed-hash.js';
import { createRedactor } from '../../protocol/redaction.js';
import { SimulatedClock } from '../../runtime/clock.js';
import { encode } from '../../runtime/exact-json.js';
import { TraceRecorder } from '../../runtime/trace-recorder.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import type { TraceRecorderOptions } from '../../runtime/trace-recorder.js';

interface RecordSchema {
  readonly properties: Readonly<Record<string, unknown>>;
}

interface TraceSchema extends RecordSchema {
  readonly definitions: Readonly<Record<string, RecordSchema>>;
}

const schema = JSON.parse(
  readFileSync(new URL('../../docs/trace.schema.json', import.meta.url), 'utf8'),
) as TraceSchema;
const validate = new Ajv({ strict: true, strictRequired: false }).compile(schema);

/** Fails unless the record, as it stands in a file, fits the schema and has no member that the schema does not name. */
export function expectDocumented(record: TraceRecord): void {
  const written = JSON.parse(encode(record)) as TraceRecord;
  expect(validate(written), `${JSON.stringify(written)} ${JSON.stringify(validate.errors)}`).to.equal(true);
  const named = { ...schema.properties, ...schema.definitions[record.kind]?.properties };
  expect(Object.keys(named)).to.include.members(Object.keys(written));
}

/** A hash that is the same in every test run. */
export const testHash = createKeyedHash(new Uint8Array(32).fill(7));

/** A recorder whose records are kept, with the clock it runs on. */
export function recordingRecorder(options: Partial<TraceRecorderOptions> & { secrets?: string[] } = {}): {
  recorder: TraceRecorder;
  records: TraceRecord[];
  clock: SimulatedClock;
} {
  const records: TraceRecord[] = [];
  const clock = new SimulatedClock();
  const { secrets = [], ...others } = options;
  const recorder = new TraceRecorder({
    sink: (record) => records.push(record) && undefined,
    redactor: createRedactor({ keyedHash: testHash, secrets: () => secrets }),
    clock,
    wallClock: '2026-11-20T17:40:18.000Z',
    versions: { 'pbx-automata': '0.1.0' },
    policy: 'masked',
    ...others,
  });
  return { recorder, records, clock };
}

/** A login that only moves; event `to` names where. */
export const loginMachine = setup({
  types: { context: {}, events: {} as { type: string; change?: object } },
  actions: { change: assign(({ event }) => event.change ?? {}) },
  guards: { isUser: () => true },
}).createMachine({
  id: 'UserPBXLoginAutomaton',
  initial: 'Initial',
  context: { attempt: 0 },
  states: {
    Initial: {
      initial: 'awaitingChallenge',
      on: { set: { actions: 'change' }, refused: 'Dead', ok: { target: 'Ready', guard: 'isUser' } },
      states: {
        awaitingChallenge: { on: { Authenticate: 'awaitingLoginResult' } },
        awaitingLoginResult: { on: { again: 'awaitingChallenge' } },
      },
    },
    Ready: {},
    Dead: { type: 'final' },
  },
});

/** The snapshots of a machine: the first, then one for each event. */
export function snapshotsOf(
  machine: AnyStateMachine,
  events: readonly { type: string; change?: object }[],
): AnyMachineSnapshot[] {
  const actor = createActor(machine).start();
  const snapshots = [actor.getSnapshot() as AnyMachineSnapshot];
  for (const event of events) {
    actor.send(event);
    snapshots.push(actor.getSnapshot() as AnyMachineSnapshot);
  }
  return snapshots;
}

/** Records the snapshots of the login machine as a dispatcher does. */
export function recordSnapshots(
  recorder: TraceRecorder,
  lane: string,
  events: readonly { type: string; change?: object }[],
  cause = 0,
): AnyMachineSnapshot[] {
  const snapshots = snapshotsOf(loginMachine, events);
  snapshots.forEach((snapshot, at) => {
    recorder.transition(lane, snapshots[at - 1], snapshot, cause);
  });
  return snapshots;
}
