import { expect } from 'chai';
import { diagnose } from '../../../inspector/model/diagnosis/index.js';
import { loginsOf, newestRecords, recordsOf } from '../../../inspector/model/logins.js';
import type { LoginGroup } from '../../../inspector/model/logins.js';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { ClientTalk } from './client-talk.js';
import { play } from './diagnosis/play.js';

/** What is said of each login. */
function verdicts(document: TraceDocument): string[] {
  return loginsOf(document).map((group) => diagnose(recordsOf(document, group)).verdict);
}

function group(document: TraceDocument, at: number): LoginGroup {
  const found = loginsOf(document)[at];
  if (found === undefined) throw new Error(`There is no login ${at + 1}.`);
  return found;
}

/** Records of runs, each of one automaton on a socket of the PBX. */
class Runs {
  readonly records: TraceRecord[] = [];

  begin(run: number, socket: string, isNew: boolean): void {
    this.add({ kind: 'note', note: 'run', run, data: { automatons: ['A'] } });
    if (isNew)
      this.add({
        kind: 'socket',
        run,
        lane: socket,
        what: 'connecting',
        url: `wss://pbx${run}/PBX0/APPCLIENT/1/`,
      });
    this.add({ kind: 'automaton', run, lane: 'A', id: 'A', socket });
  }

  end(run: number): void {
    this.add({ kind: 'end', run, outcome: 'finished' });
  }

  add(members: object): void {
    const seq = this.records.length + 1;
    this.records.push({ seq, t: seq, ...members } as TraceRecord);
  }

  get groups(): (readonly number[])[] {
    return loginsOf(TraceDocument.of(this.records)).map(({ runs }) => runs);
  }
}

describe('loginsOf', () => {
  it('finds two logins one after the other, each with the runs that go on with its sockets', async () => {
    const document = TraceDocument.of((await play('default', { logins: 2 })).records);
    const groups = loginsOf(document);
    expect(groups.map(({ runs }) => runs)).to.deep.equal([
      [1, 2],
      [3, 4],
    ]);
    expect(groups[0]?.title).to.match(/^ckl at 127\.0\.0\.1:\d+$/);
    expect(verdicts(document)).to.deep.equal(['fine', 'fine']);
    expect(groups[1]?.firstSeq).to.be.greaterThan(groups[0]?.lastSeq ?? Infinity);
    const lists = groups.map((one) => recordsOf(document, one));
    const shared = document.records.filter((record) => lists.every((list) => list.includes(record)));
    expect(shared.filter(({ kind }) => kind === 'message' || kind === 'dead')).to.deep.equal([]);
    expect(document.records.filter((one) => !lists.some((list) => list.includes(one)))).to.deep.equal([]);
  });

  it('finds two that go on at the same time, whose sockets have the same names', () => {
    const runs = new Runs();
    runs.begin(1, 'PBXWS', true);
    runs.begin(2, 'PBXWS', true);
    runs.end(1);
    runs.begin(3, 'PBXWS', false);
    runs.end(2);
    runs.begin(4, 'PBXWS', false);
    expect(runs.groups).to.deep.equal([
      [1, 3],
      [2, 4],
    ]);
  });

  it('does not join a run to a socket that was closed', () => {
    const runs = new Runs();
    runs.begin(1, 'PBXWS', true);
    runs.end(1);
    runs.add({ kind: 'socket', lane: 'PBXWS', what: 'close', code: 1000 });
    runs.begin(2, 'PBXWS', false);
    expect(runs.groups).to.deep.equal([[1], [2]]);
  });

  it('has a retry after a failure apart: the newest is what is to be told', async () => {
    const failed = (await play('wrong-digest')).records;
    const fine = (await play('default')).records;
    const last = failed.at(-1)?.seq ?? 0;
    const moved = fine
      .filter(({ kind }) => kind !== 'head')
      .map((record): TraceRecord => ({
        ...record,
        seq: record.seq + last,
        ...(record.cause !== undefined && { cause: record.cause + last }),
        ...(record.run !== undefined && { run: record.run + 10 }),
      }));
    const document = TraceDocument.of([...failed, ...moved]);
    expect(verdicts(document)).to.deep.equal(['failed', 'fine']);
    expect(diagnose(newestRecords(document)).verdict).to.equal('fine');
  });

  it('takes a trace with one login as it is', async () => {
    const document = TraceDocument.of((await play('default')).records);
    expect(loginsOf(document)).to.have.length(1);
    expect(newestRecords(document)).to.equal(document.records);
    expect(loginsOf(new TraceDocument())).to.deep.equal([]);
    expect(newestRecords(new TraceDocument())).to.deep.equal([]);
  });

  it('grows with the trace, and costs little', async () => {
    const { records } = await play('default', { logins: 2 });
    const document = new TraceDocument();
    for (const record of records) document.append([record]);
    expect(loginsOf(document)).to.deep.equal(loginsOf(TraceDocument.of(records)));
  });
});

describe('loginsOf a trace without automatons', () => {
  it('finds the logins of two clients of the simulator, at the same time', () => {
    const talk = new ClientTalk();
    talk.login('pbx#1', 'ckl');
    talk.login('pbx#2', 'jdo', { error: 1, errorText: 'wrong' });
    talk.appLogin('users#3', 'pbx#1', 'users', 'c3');
    const document = TraceDocument.of(talk.records);
    expect(loginsOf(document).map(({ lanes, title, runs }) => ({ lanes, title, runs }))).to.deep.equal([
      { lanes: ['pbx#1', 'users#3'], title: 'ckl at pbx.sample.dom', runs: [] },
      { lanes: ['pbx#2'], title: 'jdo at pbx.sample.dom', runs: [] },
    ]);
    const newest = recordsOf(document, group(document, 1));
    expect(newest.map(({ lane }) => lane)).to.satisfy((lanes: string[]) =>
      lanes.every((lane) => lane === 'pbx#2'),
    );
    expect(diagnose(newest).findings[0]?.sentence).to.contain('jdo');
    expect(diagnose(recordsOf(document, group(document, 0))).findings).to.deep.equal([]);
  });

  it('finds those of a real simulator, one after the other', async () => {
    const { seenByPeer } = await play('default', { logins: 2 });
    const document = TraceDocument.of(seenByPeer);
    expect(loginsOf(document).map(({ lanes }) => lanes?.length)).to.deep.equal([3, 3]);
    expect(verdicts(document)).to.deep.equal(['fine', 'fine']);
  });

  it('tells connections apart that have the same name', () => {
    const talk = new ClientTalk();
    for (const user of ['ckl', 'jdo']) {
      talk.add({
        kind: 'socket',
        lane: 'PBXWS',
        what: 'connecting',
        url: 'wss://p/PBX0/APPCLIENT/1/websocket',
      });
      talk.login('PBXWS', user);
      talk.close('PBXWS');
    }
    const document = TraceDocument.of(talk.records);
    expect(loginsOf(document).map(({ title }) => title)).to.deep.equal(['ckl at p', 'jdo at p']);
    expect(recordsOf(document, group(document, 0))).to.deep.equal(talk.records.slice(0, 7));
    expect(recordsOf(document, group(document, 1))).to.deep.equal(talk.records.slice(7));
  });
});
