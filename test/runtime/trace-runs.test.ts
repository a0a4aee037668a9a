import { expect } from 'chai';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { Transitioner } from '../../runtime/transitioner.js';
import { listener, opened } from '../support/engine-kit.js';
import { expectDocumented, loginMachine, recordingRecorder, snapshotsOf } from '../support/traces.js';

/** The records of one run, without what tells it from another. */
function ofRun(records: readonly TraceRecord[], run: number): object[] {
  const own = records.filter((record) => record.run === run && record.kind !== 'machine');
  const numbers = new Map(own.map(({ seq }, at) => [seq, at + 1]));
  return own
    .filter(({ kind }) => kind !== 'head')
    .map(({ seq: _seq, t: _t, run: _run, cause, ...rest }) => ({
      ...rest,
      ...(cause !== undefined && { cause: numbers.get(cause) }),
    }));
}

describe('TraceRecorder, runs at the same time', () => {
  it('records each under its number, with its own causes, into one trace without gaps', async () => {
    const { recorder, records, clock } = recordingRecorder();
    const runs = await Promise.all(
      [1, 2, 3].map(async () => {
        const socket = await opened(new MemorySocket('S'));
        const transitioner = new Transitioner({ clock, tracer: recorder.newRun() });
        transitioner.add(listener, { nickname: 'A', socket });
        return { socket, transitioner };
      }),
    );
    const results = runs.map(({ transitioner }) => transitioner.run());
    for (const mt of ['Ping', 'Pong', 'Stop']) for (const { socket } of runs) socket.peer.send({ mt });
    await Promise.all(results);
    expect(records.map(({ seq }) => seq)).to.deep.equal(records.map((_, at) => at + 1));
    for (const record of records) expectDocumented(record);
    for (const record of records) {
      if (record.cause !== undefined) expect(records[record.cause - 1]?.run).to.equal(record.run);
    }
    expect(records.filter(({ kind }) => kind === 'machine')).to.have.length(1);
    const [first, second, third] = [1, 2, 3].map((run) => ofRun(records, run));
    expect(first).to.have.length.greaterThan(8);
    // The second run finds the machine recorded, so only the positions are others.
    const shape = (run: object[] | undefined): unknown[] =>
      (run ?? []).map((record) => ({ ...record, cause: undefined }));
    expect(shape(second)).to.deep.equal(shape(first));
    expect(third).to.deep.equal(second);
  });

  it('keeps snapshots of equal nicknames apart: the first of each is whole', () => {
    const { recorder, records } = recordingRecorder();
    const tracers = [recorder.newRun(), recorder.newRun()];
    const snapshots = snapshotsOf(loginMachine, [{ type: 'set', change: { attempt: 1 } }]);
    for (const tracer of tracers) tracer.runStarted(['A']);
    snapshots.forEach((snapshot, at) => {
      for (const tracer of tracers) tracer.transition('A', snapshots[at - 1], snapshot, 0);
    });
    const told = records.flatMap((record) => (record.kind === 'snapshot' ? [record] : []));
    expect(told.map(({ run, context, patch }) => [run, context, patch?.length])).to.deep.equal([
      [1, { attempt: 0 }, undefined],
      [2, { attempt: 0 }, undefined],
      [1, undefined, 1],
      [2, undefined, 1],
    ]);
  });

  it('a record that is lost in one run makes the next snapshots of all whole', () => {
    let isBroken = false;
    const kept: TraceRecord[] = [];
    const { recorder } = recordingRecorder({
      sink: (record) => {
        if (isBroken) throw new Error('full');
        kept.push(record);
      },
    });
    const [one, other] = [recorder.newRun(), recorder.newRun()];
    const snapshots = snapshotsOf(loginMachine, [
      { type: 'set', change: { attempt: 1 } },
      { type: 'set', change: { attempt: 2 } },
    ]);
    const [first, second, third] = snapshots;
    if (first === undefined || second === undefined || third === undefined) throw new Error('too few');
    for (const tracer of [one, other]) tracer.transition('A', undefined, first, 0);
    isBroken = true;
    one.transition('A', first, second, 0);
    isBroken = false;
    other.transition('A', first, second, 0);
    const last = kept.at(-1);
    expect(last).to.deep.include({ kind: 'snapshot', context: { attempt: 1 } });
  });

  it('the recorder itself goes on numbering its own runs, one after the other', () => {
    const { recorder, records } = recordingRecorder();
    recorder.runStarted(['A']);
    const other = recorder.newRun();
    expect(other.run).to.equal(0);
    other.runStarted(['B']);
    expect(other.run).to.equal(2);
    recorder.log('runtime', 'A', 'one');
    other.log('runtime', 'B', 'two');
    recorder.runEnded('finished', {});
    recorder.runStarted(['A']);
    recorder.log('runtime', 'A', 'three');
    other.runEnded('finished', {});
    expect(records.map(({ kind, run }) => `${kind} ${run ?? '-'}`)).to.deep.equal([
      'head 1',
      'note 1',
      'note 2',
      'log 1',
      'log 2',
      'end 1',
      'note 3',
      'log 3',
      'end 2',
    ]);
  });

  it('what happens between runs has no number', () => {
    const { recorder, records } = recordingRecorder();
    recorder.newRun().log('runtime', 'A', 'before');
    expect(records.at(-1)).not.to.have.property('run');
  });
});
