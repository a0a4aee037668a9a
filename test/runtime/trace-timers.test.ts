import { expect } from 'chai';
import { fromPromise } from 'xstate';
import { sendMessage } from '../../runtime/actions.js';
import type { AutomatonOutput } from '../../runtime/automaton.js';
import { setupAutomaton } from '../../runtime/automaton.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { Message } from '../../runtime/message.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { opened, settled } from '../support/engine-kit.js';
import { expectDocumented, recordingRecorder } from '../support/traces.js';

const { createMachine } = setupAutomaton({
  types: {
    context: {},
    messages: {} as Message<'Go'> | Message<'Back'> | Message<'Ask'>,
    output: {} as AutomatonOutput,
  },
  accepts: { Go: 'wire', Back: 'wire', Ask: 'wire' },
  actors: { answer: fromPromise(() => Promise.resolve(1)) },
});

const timed = createMachine({
  id: 'Timed',
  context: {},
  output: { ok: true },
  initial: 'Initial',
  states: {
    Initial: {
      initial: 'idle',
      states: {
        idle: { on: { Go: 'waiting', Ask: 'asking' } },
        waiting: {
          on: { Back: 'idle' },
          after: { 1_000: { target: 'idle', actions: sendMessage({ mt: 'Late' }) } },
        },
        asking: { invoke: { src: 'answer', onDone: 'waiting' } },
      },
    },
    Dead: { type: 'final' },
  },
});

async function timersOf(
  drive: (say: (mt: string) => Promise<void>, pass: (ms: number) => void) => Promise<void>,
): Promise<{ records: TraceRecord[]; timers: (TraceRecord & { kind: 'timer' })[] }> {
  const { recorder, records, clock } = recordingRecorder();
  const socket = await opened(new MemorySocket('S'));
  const transitioner = new Transitioner({ clock, tracer: recorder });
  transitioner.add(timed, { socket });
  void transitioner.run();
  await drive(
    async (mt) => {
      socket.peer.send({ mt });
      await settled();
    },
    (ms) => {
      clock.advance(ms);
    },
  );
  for (const record of records) expectDocumented(record);
  const timers = records.filter(
    (record): record is TraceRecord & { kind: 'timer' } => record.kind === 'timer',
  );
  return { records, timers };
}

describe('the trace of timers', () => {
  it('a timer is set by the delivery that led to its state, and what it sends leads back to it', async () => {
    const { records, timers } = await timersOf(async (say, pass) => {
      await say('Go');
      pass(1_000);
    });
    const [set, fired] = timers;
    expect(timers.map(({ what }) => what)).to.deep.equal(['set', 'fired']);
    expect(set).to.include({ lane: 'Timed', state: 'Initial.waiting', delayMs: 1_000 });
    expect(records[(set?.cause ?? 0) - 1]).to.include({ kind: 'deliver', mt: 'Go' });
    expect(fired).to.include({ lane: 'Timed', state: 'Initial.waiting', cause: set?.seq, id: set?.id });
    expect(records.at(-1)).to.include({ kind: 'message', mt: 'Late', cause: fired?.seq });
  });

  it('one that is cancelled says by what, and in which state it had been set', async () => {
    const { records, timers } = await timersOf(async (say) => {
      await say('Go');
      await say('Back');
    });
    const [, cancelled] = timers;
    expect(cancelled).to.include({ what: 'cancelled', lane: 'Timed', state: 'Initial.waiting' });
    expect(records[(cancelled?.cause ?? 0) - 1]).to.include({ kind: 'deliver', mt: 'Back' });
  });

  it('one that is set when an invoked actor is done has its owner and state as well', async () => {
    const { timers } = await timersOf(async (say, pass) => {
      await say('Ask');
      pass(1_000);
    });
    const [set, fired] = timers;
    expect(timers.map(({ what }) => what)).to.deep.equal(['set', 'fired']);
    expect(set).to.include({ lane: 'Timed', state: 'Initial.waiting' });
    expect(fired).to.include({ lane: 'Timed', state: 'Initial.waiting', cause: set?.seq });
  });

  it('a run that ends takes its timers back before its last record', async () => {
    const { recorder, records, clock } = recordingRecorder();
    const controller = new AbortController();
    const socket = await opened(new MemorySocket('S'));
    const transitioner = new Transitioner({ clock, tracer: recorder });
    transitioner.add(timed, { socket });
    const result = transitioner.run({ signal: controller.signal });
    socket.peer.send({ mt: 'Go' });
    controller.abort();
    await result;
    const kinds = records.slice(-3).map(({ kind }) => kind);
    expect(kinds).to.include('timer');
    expect(kinds.at(-1)).to.equal('end');
  });
});
