import { expect } from 'chai';
import { and, fromPromise, not, raise } from 'xstate';
import type { AutomatonOutput } from '../../runtime/automaton.js';
import { setupAutomaton } from '../../runtime/automaton.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { Message } from '../../runtime/message.js';
import type { DeliverRecord, TraceRecord, TransitionRecord } from '../../runtime/trace-records.js';
import { teeTracer } from '../../runtime/tee-tracer.js';
import type { RunTracer } from '../../runtime/trace.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { opened, settled } from '../support/engine-kit.js';
import { RecordingTracer } from '../support/recording-tracer.js';
import { expectDocumented, recordingRecorder } from '../support/traces.js';

type Mt = 'Go' | 'Pick' | 'Chain' | 'Split' | 'Both' | 'Break' | 'Ask' | 'Wait' | 'Raise' | 'Raised' | 'Not';

let asked = 0;

const { createMachine } = setupAutomaton({
  types: { context: {}, messages: {} as Message<Mt>, output: {} as AutomatonOutput },
  accepts: {
    Go: 'wire',
    Pick: 'wire',
    Chain: 'wire',
    Split: 'wire',
    Both: 'wire',
    Break: 'wire',
    Ask: 'wire',
    Wait: 'wire',
    Raise: 'wire',
    Raised: 'wire',
    Not: 'wire',
  },
  actors: { answer: fromPromise(() => Promise.resolve(1)) },
  guards: {
    isNever: () => {
      asked += 1;
      return false;
    },
    isAlways: () => true,
    isBroken: () => {
      throw new Error('broken');
    },
  },
});

const machine = createMachine({
  id: 'Taking',
  context: {},
  output: { ok: true },
  initial: 'Initial',
  on: { Go: {} },
  states: {
    Initial: {
      initial: 'entered',
      states: {
        entered: { always: 'idle' },
        idle: {
          on: {
            Pick: [
              { guard: 'isNever', target: 'chained' },
              { guard: () => false },
              { guard: 'isAlways' },
              { target: 'chained' },
            ],
            Not: [{ guard: and(['isAlways', 'isNever']) }, { guard: not('isNever') }],
            Chain: 'chained',
            Split: 'split',
            Break: { guard: 'isBroken', target: 'chained' },
            Ask: 'asking',
            Wait: 'waiting',
            Raise: { actions: raise({ type: 'Raised' } as never) },
            Raised: {},
          },
        },
        chained: { always: [{ guard: 'isNever', target: 'idle' }, { target: 'idle' }] },
        asking: { invoke: { id: 'asked', src: 'answer', onDone: 'idle' } },
        waiting: { after: { 50: { guard: 'isAlways', target: 'idle' } } },
        split: {
          type: 'parallel',
          states: {
            left: { initial: 'a', states: { a: { on: { Both: 'b' } }, b: {} } },
            right: {
              initial: 'c',
              states: { c: { on: { Both: [{ guard: 'isNever' }, { target: 'd' }] } }, d: {} },
            },
          },
        },
      },
    },
    Dead: { type: 'final' },
  },
});

interface Rig {
  readonly records: TraceRecord[];
  readonly say: (...mts: readonly string[]) => Promise<void>;
  readonly pass: (ms: number) => void;
}

async function running(wanting: (tracer: RunTracer) => RunTracer = (tracer) => tracer): Promise<Rig> {
  const { recorder, records, clock } = recordingRecorder();
  const socket = await opened(new MemorySocket('S'));
  const transitioner = new Transitioner({
    clock,
    tracer: wanting(teeTracer([recorder, recordingRecorder().recorder])),
  });
  transitioner.add(machine, { socket });
  void transitioner.run();
  return {
    records,
    say: async (...mts) => {
      for (const mt of mts) socket.peer.send({ mt });
      await settled();
    },
    pass: (ms) => {
      clock.advance(ms);
    },
  };
}

/** What was taken for the last delivery of a message. */
function takenFor(records: readonly TraceRecord[], mt: string): DeliverRecord['taken'] {
  const delivered = records.findLast((record) => record.kind === 'deliver' && record.mt === mt);
  expect(delivered, mt).to.include({ kind: 'deliver' });
  return (delivered as DeliverRecord).taken;
}

function moves(records: readonly TraceRecord[]): readonly TransitionRecord[] {
  return records.filter((record) => record.kind === 'transition');
}

describe('the trace, transitions that were taken', () => {
  it('are not noted when no tracer wants them, and everything else is', async () => {
    const { records, say } = await running((tracer) => ({ ...tracer, wantsTaken: false }));
    await say('Pick');
    expect(takenFor(records, 'Pick')).to.equal(undefined);
    expect(records.filter((record) => 'taken' in record)).to.deep.equal([]);
  });

  it('are noted when one of several tracers wants them', () => {
    const wants = (...all: (boolean | undefined)[]): boolean | undefined =>
      teeTracer(
        all.map((wantsTaken) => ({
          ...teeTracer([new RecordingTracer(), new RecordingTracer()]),
          ...(wantsTaken !== undefined && { wantsTaken }),
        })),
      ).wantsTaken;
    expect([wants(false, false), wants(false, true), wants(false, undefined)]).to.deep.equal([
      false,
      true,
      true,
    ]);
  });

  it('the guard that said yes, and its place behind those that said no', async () => {
    const { records, say } = await running();
    await say('Pick');
    expect(takenFor(records, 'Pick')).to.deep.equal([{ from: 'Initial.idle', at: 2, guard: 'isAlways' }]);
    await say('Not');
    expect(takenFor(records, 'Not')).to.deep.equal([{ from: 'Initial.idle', at: 1, guard: 'not' }]);
    for (const record of records) expectDocumented(record);
  });

  it('the always that follow, in the same list, and what is raised', async () => {
    const { records, say } = await running();
    await say('Chain', 'Raise');
    expect(takenFor(records, 'Chain')).to.deep.equal([
      { from: 'Initial.idle', at: 0 },
      { from: 'Initial.chained', on: '', at: 1 },
    ]);
    expect(takenFor(records, 'Raise')).to.deep.equal([
      { from: 'Initial.idle', at: 0 },
      { from: 'Initial.idle', on: 'Raised', at: 0 },
    ]);
  });

  it('one of each parallel region, and the whole machine with an empty path', async () => {
    const { records, say } = await running();
    await say('Split', 'Both', 'Go');
    expect(takenFor(records, 'Both')).to.deep.equal([
      { from: 'Initial.split.left.a', at: 0 },
      { from: 'Initial.split.right.c', at: 1 },
    ]);
    expect(takenFor(records, 'Go')).to.deep.equal([{ from: '', at: 0 }]);
  });

  it('nothing for what is discarded or refused, nor for what follows it', async () => {
    const { records, say } = await running();
    await say('Raised', 'Both', 'Unheard', 'Start');
    for (const mt of ['Both', 'Unheard', 'Start']) expect(takenFor(records, mt), mt).to.equal(undefined);
  });

  it('a timer, an invoked actor and the start: the transition has it, and deliveries afterwards have not', async () => {
    const { records, say, pass } = await running();
    expect(moves(records)[0]?.taken).to.deep.equal([{ from: 'Initial.entered', on: '', at: 0 }]);
    await say('Ask');
    expect(moves(records).at(-1)?.taken).to.deep.equal([
      { from: 'Initial.asking', on: 'xstate.done.actor.asked', at: 0 },
    ]);
    await say('Wait');
    expect(moves(records).at(-1), 'a delivery has it itself').not.to.have.property('taken');
    pass(50);
    expect(moves(records).at(-1)?.taken).to.deep.equal([
      { from: 'Initial.waiting', on: 'xstate.after.50.Taking.Initial.waiting', at: 0, guard: 'isAlways' },
    ]);
    await say('Raised');
    expect(takenFor(records, 'Raised')).to.deep.equal([{ from: 'Initial.idle', at: 0 }]);
    for (const record of records) expectDocumented(record);
  });

  it('a guard that throws fails its automaton as ever; nothing was taken', async () => {
    const { records, say } = await running();
    await say('Break');
    expect(takenFor(records, 'Break')).to.equal(undefined);
    expect(records.at(-1)).to.include({ kind: 'end', outcome: 'failed' });
  });

  it('no guard is asked once more for it', async () => {
    const socket = await opened(new MemorySocket('S'));
    const untraced = new Transitioner();
    untraced.add(machine, { socket });
    void untraced.run();
    asked = 0;
    socket.peer.send({ mt: 'Pick' });
    await settled();
    const without = asked;
    const { say } = await running();
    asked = 0;
    await say('Pick');
    expect(without).to.be.greaterThan(0);
    expect(asked).to.equal(without);
  });
});
