import { expect } from 'chai';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import type { NextState } from '../../../porting/index.js';
import { FiniteStateAutomaton, Message, Transitioner } from '../../../porting/index.js';
import type { AnyMessage } from '../../../runtime/message.js';
import { observeRuns } from '../../../runtime/run-observers.js';
import type { ObservedRun } from '../../../runtime/run-observers.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { makePhpRig, openSocket } from '../../support/php-rig.js';
import { expectDocumented, recordingRecorder } from '../../support/traces.js';

class Lister extends FiniteStateAutomaton {
  devices: unknown[] = [];
  password = 'hush-hush-hush';
  info: unknown = null;

  ReceiveInitialStart(): NextState {
    this.sendMessage(new Message('GetDevices'));
  }
  ReceiveInitialGetDevicesResult(msg: Message): NextState {
    this.devices.push(...(msg['devices'] as unknown[]));
    this.postEvent(new Message('Note', 'info', { a: 1 }, 'pwd', 'top-secret-word'));
    return 'Reading';
  }
  ReceiveInitialNote(msg: Message): NextState {
    this.info = msg['info'];
    return 'Other';
  }
  ReceiveOtherStart(): NextState {
    return null;
  }
  ReceiveReadingStop(): NextState {
    return 'Dead';
  }
}

/** A run in which an inner delivery moves the automaton, and the outer one moves it again. */
async function recorded(): Promise<TraceRecord[]> {
  const { recorder, records, clock } = recordingRecorder();
  const socket = await openSocket('S');
  const transitioner = new Transitioner(
    { tracer: recorder, clock, log: () => undefined },
    new Lister(socket, 'L'),
  );
  const result = transitioner.run();
  socket.peer.send({ mt: 'GetDevicesResult', devices: [1, 2] } as AnyMessage);
  socket.peer.send({ mt: 'Stop' });
  await result;
  return records;
}

describe('the trace of PHP-style classes', () => {
  it('has the records of docs/trace.md, with secrets masked', async () => {
    const records = await recorded();
    for (const record of records) expectDocumented(record);
    expect(JSON.stringify(records)).not.to.contain('hush-hush').and.not.to.contain('top-secret');
    const machine = records.find(({ kind }) => kind === 'machine');
    expect(JSON.stringify(machine)).to.contain('"guard":"returned Reading","target":"Reading"');
  });

  it('tells what led to what: what a handler does is caused by its delivery', async () => {
    const records = await recorded();
    const shown = records.flatMap((record) => {
      const { kind, seq, cause = 0 } = record;
      if (kind === 'deliver') return [`${seq} deliver ${record.mt} in ${record.state} by ${cause}`];
      if (kind === 'post') return [`${seq} post ${record.mt} by ${cause}`];
      if (kind === 'message') return [`${seq} ${record.dir} ${record.mt ?? ''} by ${cause}`];
      if (kind === 'transition') return [`${seq} to ${JSON.stringify(record.value)} by ${cause}`];
      return [];
    });
    expect(shown).to.deep.equal([
      '5 to "Initial" by 4',
      '7 deliver Start in Initial by 4',
      '8 out GetDevices by 7',
      '9 in GetDevicesResult by 0',
      '10 deliver GetDevicesResult in Initial by 9',
      '11 post Note by 10',
      '12 deliver Note in Initial by 11',
      '13 to "Other" by 12',
      '15 deliver Start in Other by 12',
      '16 to "Reading" by 10',
      '17 deliver Start in Reading by 10',
      '18 in Stop by 0',
      '19 deliver Stop in Reading by 18',
      '20 to "Dead" by 19',
    ]);
  });

  it('is what the debugger shows: states, members, what was handled', async () => {
    const document = TraceDocument.of(await recorded());
    const [track] = document.automatons;
    if (track === undefined) throw new Error('no automaton');
    expect(document.stateAt(track, 12).path).to.equal('Initial');
    expect(document.stateAt(track, 13).path).to.equal('Other');
    expect(document.stateAt(track, 17).path).to.equal('Reading');
    expect(document.contextAt(track, 8)).to.deep.include({ devices: [], info: null });
    expect(document.contextAt(track, 20)).to.deep.include({ devices: [1, 2], info: { a: 1 } });
    expect(document.deliveriesOf(11).map(({ outcome }) => outcome)).to.deep.equal(['handled']);
    expect(document.problems).to.deep.equal([]);
  });

  it('the inspection sees state, members and messages while it runs', async () => {
    const runs: ObservedRun[] = [];
    const stop = observeRuns({
      runBegins: (run) => {
        runs.push(run);
        return undefined;
      },
    });
    const socket = await openSocket('S');
    const transitioner = new Transitioner({ log: () => undefined }, new Lister(socket, 'L'));
    const abort = new AbortController();
    const result = transitioner.run({ signal: abort.signal });
    stop();
    const [run] = runs;
    expect(run?.automatons()).to.deep.equal([
      {
        nickname: 'L',
        status: 'running',
        state: 'Initial',
        phase: '',
        accepts: ['GetDevicesResult', 'Note', 'Start'],
        socket: 'S',
      },
    ]);
    expect(run?.contextOf('L')).to.deep.equal({ devices: [], password: 'hush-hush-hush', info: null });
    socket.peer.send({ mt: 'GetDevicesResult', devices: [7] } as AnyMessage);
    expect(run?.getSnapshot()['L']).to.deep.include({ state: 'Reading' });
    expect(run?.contextOf('L')).to.deep.include({ devices: [7] });
    abort.abort();
    expect((await result).outcome).to.equal('aborted');
  });

  it('XState inspectors see the messages too', async () => {
    const events: string[] = [];
    const socket = await openSocket('S');
    const transitioner = new Transitioner(
      {
        log: () => undefined,
        inspect: (event) => {
          if (event.type === '@xstate.event') events.push(event.event.type);
        },
      },
      new Lister(socket, 'L'),
    );
    const result = transitioner.run();
    socket.peer.send({ mt: 'GetDevicesResult', devices: [] } as AnyMessage);
    socket.peer.send({ mt: 'Stop' });
    await result;
    expect(events).to.include.members(['Start', 'Note', 'Stop']);
  });
});

describe('the log of PHP-style classes', () => {
  it('masks secrets in what a program logs itself, as PHP prints it too', async () => {
    class Chatty extends FiniteStateAutomaton {
      ReceiveInitialStart(): NextState {
        this.log("password=hush-hush and array ( 'pwd' => 'top-secret', )", 'runtime');
        this.log('{"pass":"my-own-word"}', 'runtime');
        this.log(
          'X Object\n(\n    [pwd:X:private] => a secret word\n    [key] => Array\n    [mt] => Go\n)',
          'runtime',
        );
        this.log('object(X)#1 { ["password":protected]=>\n  string(4) "dump" }', 'runtime');
        return 'Dead';
      }
    }
    const { transitioner, log } = makePhpRig([new Chatty()]);
    await transitioner.run();
    const text = log.join();
    expect(text).to.contain('password=‹');
    expect(text).to.contain('[mt] => Go').and.contain('[key] => Array');
    expect(text).not.to.match(/hush-hush|my-own-word|top-secret|a secret word|"dump"/);
  });
});
