import { expect } from 'chai';
import fc from 'fast-check';
import { MemorySocket } from '../../runtime/memory-socket.js';
import { Transitioner } from '../../runtime/transitioner.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { opened } from '../support/engine-kit.js';
import { inputs, machineOf, plans } from '../support/random-plans.js';
import { recordingRecorder } from '../support/traces.js';

type Given = typeof plans extends fc.Arbitrary<infer Plans> ? Plans : never;
type Arriving = typeof inputs extends fc.Arbitrary<infer Inputs> ? Inputs : never;

/** Runs a set-up and hands in what arrives one by one; `goOn` lets each thing take its course. */
async function traceOf(
  given: Given,
  arriving: Arriving,
  goOn: (transitioner: Transitioner) => void,
  prepare: (transitioner: Transitioner) => void,
): Promise<TraceRecord[]> {
  const { recorder, records, clock } = recordingRecorder();
  const sockets = { S: await opened(new MemorySocket('S')), T: await opened(new MemorySocket('T')) };
  const transitioner = new Transitioner({ clock, tracer: recorder });
  for (const plan of given) {
    const socket = plan.socket && sockets[plan.socket];
    transitioner.add(machineOf(plan), { nickname: plan.nickname, socket });
  }
  prepare(transitioner);
  void transitioner.run();
  goOn(transitioner);
  for (const { socket, mt } of arriving) {
    sockets[socket].peer.send({ mt });
    goOn(transitioner);
  }
  return withoutControl(records);
}

/** Without what a person did: numbers and causes as they would be then. */
function withoutControl(records: readonly TraceRecord[]): TraceRecord[] {
  const kept = records.filter(({ kind }) => kind !== 'control');
  const numbers = new Map(kept.map(({ seq }, at) => [seq, at + 1]));
  return kept.map((record) => ({
    ...record,
    seq: numbers.get(record.seq) ?? 0,
    ...(record.cause !== undefined && { cause: numbers.get(record.cause) ?? -1 }),
  }));
}

describe('RunControl, stepping', function () {
  // Hundreds of runs, on a machine that may be busy.
  this.timeout(30_000);

  it('a run that is stepped act by act leaves the trace of one that runs freely', async () => {
    let acts = 0;
    await fc.assert(
      fc.asyncProperty(plans, inputs, async (given, arriving) => {
        const freely = await traceOf(
          given,
          arriving,
          () => undefined,
          () => undefined,
        );
        const stepped = await traceOf(
          given,
          arriving,
          ({ control }) => {
            while (control.pending !== undefined) {
              control.step();
              acts += 1;
            }
          },
          ({ control }) => {
            control.hold();
          },
        );
        expect(stepped).to.deep.equal(freely);
      }),
      { numRuns: 80 },
    );
    expect(acts).to.be.greaterThan(500);
  });

  it('so does one that breakpoints hold again and again', async () => {
    await fc.assert(
      fc.asyncProperty(plans, inputs, async (given, arriving) => {
        const freely = await traceOf(
          given,
          arriving,
          () => undefined,
          () => undefined,
        );
        const broken = await traceOf(
          given,
          arriving,
          ({ control }) => {
            while (control.isHeld) control.resume();
          },
          ({ control }) => {
            for (const mt of ['M0', 'M1', 'X', 'Start']) control.addBreakpoint({ kind: 'message', mt });
            control.addBreakpoint({ kind: 'post' });
            for (const state of ['S1', 'S2', 'Dead', 'Initial.p1']) {
              control.addBreakpoint({ kind: 'state', state });
            }
          },
        );
        expect(broken).to.deep.equal(freely);
      }),
      { numRuns: 50 },
    );
  });
});
