import { expect } from 'chai';
import { flowRow, isPrincipal } from '../../../inspector/model/flow-row.js';
import type { FlowRow } from '../../../inspector/model/flow-row.js';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import { failingLogin } from '../../support/failing-login.js';
import { loginMachine, recordingRecorder } from '../../support/traces.js';

const pbx = 'wss://pbx.sample.dom/PBX0/APPCLIENT/130000/websocket';

function rowOf(document: TraceDocument, seq: number): FlowRow {
  const record = document.bySeq(seq);
  if (record === undefined) throw new Error(`no record ${seq}`);
  return flowRow(document, record);
}

function names(document: TraceDocument): string[] {
  return document.lanes.map(({ kind, name }) => `${kind} ${name}`);
}

/** Two App Services whose addresses differ in path only, and listers that take the sockets over. */
function twoServices(): TraceDocument {
  const { recorder, records } = recordingRecorder();
  recorder.runStarted([]);
  recorder.automaton('Devices', loginMachine, 'DevicesWS');
  recorder.socketConnecting('DevicesWS', 'wss://apps.sample.dom/sample.dom/devices', 0);
  recorder.automaton('Login', loginMachine, 'PBXWS');
  recorder.socketConnecting('PBXWS', pbx, 0);
  recorder.automaton('Users', loginMachine, 'UsersWS');
  recorder.socketConnecting('UsersWS', 'wss://apps.sample.dom/sample.dom/innovaphone-users?x=1', 0);
  recorder.automaton('Free', loginMachine, undefined);
  recorder.runEnded('finished', {});
  recorder.runStarted([]);
  recorder.automaton('DeviceLister', loginMachine, 'DevicesWS');
  return TraceDocument.of(records);
}

describe('row of an addressed post', () => {
  it('is not marked as not taken in a log that tells of no deliveries', () => {
    const { recorder, records } = recordingRecorder();
    recorder.automaton('Login', loginMachine, undefined);
    recorder.automaton('Other', loginMachine, undefined);
    const seq = recorder.post('Login', 'Other', { mt: 'Done' }, 0);
    const log = TraceDocument.of(records);
    expect(rowOf(log, seq).to.map(({ outcome }) => outcome)).to.deep.equal(['handled']);
    expect(log.problems).to.deep.equal([]);
    recorder.deliver('Login', 'runtime', 'Start', 'handled', 'Initial', 0, undefined);
    const own = TraceDocument.of(records);
    expect(rowOf(own, seq).to.map(({ outcome }) => outcome)).to.deep.equal(['none']);
  });
});

describe('row of a delivery', () => {
  it('names the guards that said yes, in brackets as in statecharts; of traces that do not tell, none', () => {
    const { recorder, records } = recordingRecorder();
    recorder.automaton('Login', loginMachine, 'PBXWS');
    const taken = [
      { from: 'a', at: 0 },
      { from: 'b', on: '', at: 0, guard: 'isAccepted' },
    ];
    const inline = [{ from: 'a', at: 0, guard: 'inline' }];
    const seqs = [taken, inline, undefined].map((told) =>
      recorder.deliver('Login', 'wire', 'LoginResult', 'handled', 'a', 0, told),
    );
    const document = TraceDocument.of(records);
    expect(seqs.map((seq) => rowOf(document, seq).text)).to.deep.equal([
      'Login gets LoginResult [isAccepted] in a',
      'Login gets LoginResult in a',
      'Login gets LoginResult in a',
    ]);
  });
});

describe('lanes', () => {
  it('stand so that arrows are short: servers outside, automatons in the middle', () => {
    expect(names(twoServices())).to.deep.equal([
      'server PBX pbx.sample.dom',
      'socket PBXWS',
      'automaton Login',
      'automaton Free',
      'automaton Devices',
      'automaton DeviceLister',
      'socket DevicesWS',
      'server Devices service apps.sample.dom',
      'automaton Users',
      'socket UsersWS',
      'server Users service apps.sample.dom',
    ]);
  });

  it('keep a socket and an automaton of the same name apart', () => {
    const { recorder, records } = recordingRecorder();
    recorder.automaton('Same', loginMachine, 'Same');
    expect(names(TraceDocument.of(records))).to.deep.equal(['socket Same', 'automaton Same']);
  });

  it('give sockets to one address one server, and addresses of one name two', () => {
    const { recorder, records } = recordingRecorder();
    recorder.socketConnecting('A', 'wss://h.sample.dom/x/devices?one', 0);
    recorder.socketConnecting('B', 'wss://h.sample.dom/x/devices?two', 0);
    recorder.socketConnecting('C', 'wss://h.sample.dom/y/devices', 0);
    recorder.socketConnecting('D', 'nonsense', 0);
    const document = TraceDocument.of(records);
    const servers = document.lanes.filter(({ kind }) => kind === 'server');
    expect(servers.map(({ name, note }) => [name, note])).to.deep.equal([
      ['Devices service h.sample.dom', 'h.sample.dom/x/devices'],
      ['Devices service h.sample.dom (2)', 'h.sample.dom/y/devices'],
      ['nonsense', 'nonsense'],
    ]);
    expect(document.serverOf('B')).to.equal(document.serverOf('A'));
  });
});

describe('flowRow', () => {
  const document = TraceDocument.of(failingLogin());
  const index = (name: string): number => document.lanes.findIndex((lane) => lane.name === name);

  it('draws a message from its server to who took it, and one to a server from its sender', () => {
    expect(rowOf(document, 13)).to.deep.include({
      shape: 'message',
      from: index('PBX pbx.sample.dom'),
      lane: index('PBXWS'),
      to: [{ lane: index('UserPBXLogin'), outcome: 'handled' }],
      label: 'Authenticate',
      isTrouble: false,
    });
    expect(rowOf(document, 12)).to.deep.include({
      from: index('UserPBXLogin'),
      lane: index('PBXWS'),
      to: [{ lane: index('PBX pbx.sample.dom'), outcome: 'handled' }],
    });
  });

  it('says what is wrong with a message that nobody took', () => {
    const row = rowOf(document, 19);
    expect(row.to).to.deep.equal([{ lane: index('UserPBXLogin'), outcome: 'discarded' }]);
    expect(row.trouble).to.equal('UpdateUser discarded by UserPBXLogin in Initial.awaitingLoginResult');
    expect(rowOf(document, 21).to).to.deep.equal([{ lane: index('PBXWS'), outcome: 'none' }]);
  });

  it('fans a broadcast out to everybody, with who did not take it', () => {
    expect(rowOf(document, 25)).to.deep.include({
      shape: 'post',
      from: index('UserPBXLogin'),
      to: [
        { lane: index('INNOVAPHONE-DEVICES--A'), outcome: 'handled' },
        { lane: index('DeviceLister'), outcome: 'discarded' },
      ],
      isTrouble: false,
    });
  });

  it('tells the silence before', () => {
    expect(rowOf(document, 22).gapMs).to.be.closeTo(2500, 0.001);
    expect(rowOf(document, 23).gapMs).to.equal(0);
  });

  it('draws each kind in its shape', () => {
    const shapes = [5, 15, 17, 24, 29, 30, 31, 33].map((seq) => rowOf(document, seq).shape);
    expect(shapes).to.deep.equal(['socket', 'state', 'phase', 'check', 'post', 'stop', 'timer', 'line']);
  });

  it('leaves out what is part of other rows, unless these are missing', () => {
    const principal = (one: TraceDocument): number[] =>
      one.records.filter((record) => isPrincipal(record, one)).map(({ seq }) => seq);
    expect(principal(document)).not.to.include.members([14, 16, 26]);
    const cut = TraceDocument.of(failingLogin().filter(({ seq }) => seq !== 13));
    expect(principal(cut), 'the message of this delivery is missing').to.include(14);
  });
});
