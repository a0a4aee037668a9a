import { expect } from 'chai';
import type { RunControl } from '../../runtime/control.js';
import type { Injection } from '../../runtime/control-types.js';
import { UsageError } from '../../runtime/errors.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { AnyMessage } from '../../runtime/message.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { listener, opened, settled } from '../support/engine-kit.js';
import { expectDocumented, recordingRecorder } from '../support/traces.js';

interface Rig {
  readonly transitioner: Transitioner;
  readonly control: RunControl;
  readonly socket: MemorySocket;
  readonly records: TraceRecord[];
}

/** A and B on socket S, running, C without a socket. */
async function running(isHeld = false): Promise<Rig> {
  const { recorder, records, clock } = recordingRecorder();
  const transitioner = new Transitioner({ clock, tracer: recorder });
  const socket = await opened(new MemorySocket('S'));
  for (const nickname of ['A', 'B']) transitioner.add(listener, { nickname, socket });
  transitioner.add(listener, { nickname: 'C' });
  void transitioner.run();
  if (isHeld) transitioner.control.hold();
  return { transitioner, control: transitioner.control, socket, records };
}

/** What was delivered since the record, e.g. `A Ping wire handled`. */
function deliveredAfter(records: readonly TraceRecord[], seq: number): string[] {
  return records
    .slice(seq)
    .flatMap((record) =>
      record.kind === 'deliver' ? [`${record.lane} ${record.mt} ${record.origin} ${record.outcome}`] : [],
    );
}

/** The record an injection made, and the act that caused it. */
function madeBy(
  { control, records }: Rig,
  injection: Injection,
): readonly [TraceRecord | undefined, TraceRecord | undefined] {
  const made = records[control.inject(injection) - 1];
  return [made, records[(made?.cause ?? 0) - 1]];
}

function refusalOf(control: RunControl, injection: Injection): string {
  try {
    control.inject(injection);
  } catch (error) {
    expect(error).to.be.instanceOf(UsageError);
    expect(error).to.include({ code: 'INJECTION_IMPOSSIBLE' });
    return (error as UsageError).message;
  }
  return 'none';
}

describe('RunControl, messages by hand', () => {
  it('send: the message goes to the peer, recorded with the act as its cause', async () => {
    const rig = await running();
    const message = { mt: 'Hello', n: 1 };
    const [made, act] = madeBy(rig, { kind: 'send', socket: 'S', message });
    expect(made).to.deep.include({ kind: 'message', dir: 'out', lane: 'S', mt: 'Hello', body: message });
    expect(act).to.deep.include({
      kind: 'control',
      what: 'inject',
      detail: { kind: 'send', socket: 'S', mt: 'Hello' },
    });
    expect(rig.socket.peer.texts).to.deep.equal(['{"mt":"Hello","n":1}']);
    for (const record of rig.records) expectDocumented(record);
  });

  it('receive: it reaches all automatons of the socket as a message of the peer does, and no other', async () => {
    const rig = await running();
    const [made, act] = madeBy(rig, { kind: 'receive', socket: 'S', message: { mt: 'Ping' } });
    expect(made).to.deep.include({ kind: 'message', dir: 'in', lane: 'S', mt: 'Ping' });
    expect(act).to.deep.include({ what: 'inject', detail: { kind: 'receive', socket: 'S', mt: 'Ping' } });
    expect(deliveredAfter(rig.records, made?.seq ?? 0)).to.deep.equal([
      'A Ping wire handled',
      'B Ping wire handled',
    ]);
  });

  it('post: it comes from nobody, and reaches all, or the one that is named', async () => {
    const rig = await running();
    const [toAll, act] = madeBy(rig, { kind: 'post', message: { mt: 'News' } });
    expect(toAll).to.deep.include({ kind: 'post', lane: 'by hand', to: '*', mt: 'News' });
    expect(act).to.deep.include({ what: 'inject', detail: { kind: 'post', mt: 'News' } });
    expect(deliveredAfter(rig.records, toAll?.seq ?? 0)).to.deep.equal(
      ['A', 'B', 'C'].map((nickname) => `${nickname} News post handled`),
    );
    const [toOne] = madeBy(rig, { kind: 'post', to: 'C', message: { mt: 'News' } });
    expect(deliveredAfter(rig.records, toOne?.seq ?? 0)).to.deep.equal(['C News post handled']);
  });

  it('rule 7 holds for it: origins are kept, and names of the engine and of XState are refused', async () => {
    const rig = await running();
    const cases: [Injection, string][] = [
      [{ kind: 'receive', socket: 'S', message: { mt: 'PostOnly' } }, 'A PostOnly wire refused'],
      [{ kind: 'post', to: 'A', message: { mt: 'WireOnly' } }, 'A WireOnly post refused'],
      [{ kind: 'post', to: 'A', message: { mt: 'xstate.stop' } }, 'A xstate.stop post refused'],
      [{ kind: 'receive', socket: 'S', message: { mt: 'Start' } }, 'A Start wire refused'],
      [{ kind: 'post', to: 'A', message: { mt: '' } }, 'A  post refused'],
      [{ kind: 'post', to: 'A', message: { mt: 'Unheard' } }, 'A Unheard post discarded'],
    ];
    for (const [injection, expected] of cases) {
      const [made] = madeBy(rig, injection);
      expect(deliveredAfter(rig.records, made?.seq ?? 0)).to.include(expected);
    }
  });

  it('a post to one that has stopped, or by broadcast to nobody, is undelivered', async () => {
    const rig = await running();
    rig.control.inject({ kind: 'post', to: 'C', message: { mt: 'Stop' } });
    rig.control.inject({ kind: 'post', to: 'C', message: { mt: 'News' } });
    expect(rig.records.at(-1)).to.include({
      kind: 'undelivered',
      lane: 'by hand',
      to: 'C',
      why: 'it has stopped',
    });
  });

  it('while held: recorded at once; what is sent goes out, the rest waits its turn and can be stepped', async () => {
    const rig = await running(true);
    const { control, records, socket } = rig;
    socket.peer.send({ mt: 'Pong' });
    const [sent] = madeBy(rig, { kind: 'send', socket: 'S', message: { mt: 'Hello' } });
    const [posted] = madeBy(rig, { kind: 'post', to: 'C', message: { mt: 'News' } });
    const [received] = madeBy(rig, { kind: 'receive', socket: 'S', message: { mt: 'Ping' } });
    expect([sent, posted, received].map((record) => record?.kind)).to.deep.equal([
      'message',
      'post',
      'message',
    ]);
    expect(socket.peer.texts).to.deep.equal(['{"mt":"Hello"}']);
    expect(deliveredAfter(records, sent?.seq ?? 0)).to.deep.equal([]);
    const seen: string[] = [];
    while (control.pending !== undefined) {
      seen.push(`${control.pending.automaton} ${control.pending.edge} ${control.pending.event.type}`);
      control.step();
    }
    expect(seen).to.deep.equal(['A in Pong', 'B in Pong', 'C post News', 'A in Ping', 'B in Ping']);
  });

  it('what cannot be given is refused in a sentence, and leaves no record', async () => {
    const { transitioner, control, socket, records } = await running();
    const before = records.length;
    const message = { mt: 'Ping' };
    const cyclic: Record<string, unknown> = {};
    cyclic['self'] = cyclic;
    expect([
      refusalOf(control, { kind: 'send', socket: 'T', message }),
      refusalOf(control, { kind: 'receive', socket: 'T', message }),
      refusalOf(control, { kind: 'post', to: 'D', message }),
      refusalOf(control, { kind: 'post', message: { text: 'Ping' } as unknown as AnyMessage }),
      refusalOf(control, { kind: 'post', message: { mt: 'Ping', cyclic } }),
      refusalOf(new Transitioner().control, { kind: 'post', message }),
    ]).to.deep.equal([
      'No running automaton has a socket T; give the name of one.',
      'No running automaton has a socket T; give the name of one.',
      'There is no automaton D in this run; give the nickname of one.',
      'This is no message (no mt); give a JSON object with a text mt, its type.',
      'This message cannot be written as JSON; give plain values only.',
      'The run has not begun; a message by hand can be given once it has.',
    ]);
    expect(records).to.have.length(before);
    control.hold();
    socket.peer.close();
    for (const kind of ['send', 'receive'] as const) {
      expect(refusalOf(control, { kind, socket: 'S', message })).to.equal(
        'Socket S is closed; wait until it is open.',
      );
    }
    const result = transitioner.run.bind(transitioner);
    expect(result).to.throw(UsageError);
    control.resume();
    control.inject({ kind: 'post', to: 'C', message: { mt: 'Stop' } });
    await settled();
    expect(refusalOf(control, { kind: 'post', message })).to.equal(
      'The run has ended; there is nobody to take a message.',
    );
  });

  it('the message is copied: what the caller changes afterwards changes nothing', async () => {
    const { control, records } = await running(true);
    const message = { mt: 'News', rows: [1] };
    const seq = control.inject({ kind: 'post', to: 'C', message });
    message.rows.push(2);
    expect(control.pending?.event.msg).to.deep.equal({ mt: 'News', rows: [1] });
    expect(records[seq - 1]).to.deep.include({ body: { mt: 'News', rows: [1] } });
  });
});
