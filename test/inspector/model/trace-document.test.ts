import { expect } from 'chai';
import { TraceDocument } from '../../../inspector/model/trace-document.js';
import type { AutomatonTrack } from '../../../inspector/model/trace-document.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { failingLogin } from '../../support/failing-login.js';
import { loginMachine, recordingRecorder, recordSnapshots } from '../../support/traces.js';

function trackOf(document: TraceDocument, nickname: string): AutomatonTrack {
  const track = document.automatons.find((one) => one.nickname === nickname);
  if (track === undefined) throw new Error(`no automaton ${nickname}`);
  return track;
}

/** A record as another program may write it. */
function odd(members: object): TraceRecord {
  return { seq: 1, t: 0, ...members } as TraceRecord;
}

describe('TraceDocument', () => {
  it('is the same whether the records come at once or one at a time', () => {
    const records = failingLogin();
    const grown = new TraceDocument();
    for (const record of records) {
      grown.append([record]);
      expect(grown.lanes.map(({ index }) => index)).to.deep.equal(grown.lanes.map((_lane, at) => at));
    }
    const whole = TraceDocument.of(records);
    expect(grown.problems).to.deep.equal(whole.problems);
    expect(grown.lanes).to.deep.equal(whole.lanes);
    expect(grown.automatons).to.deep.equal(whole.automatons);
    expect(grown.runs).to.deep.equal(whole.runs);
    expect(grown.version).to.equal(records.length);
  });

  it('finds records by number, also when numbers are missing', () => {
    const records = failingLogin();
    const document = TraceDocument.of(records);
    for (const record of records) expect(document.bySeq(record.seq)).to.equal(record);
    expect(document.positionOf(records.length + 1)).to.equal(-1);
    const sparse = TraceDocument.of(records.filter(({ seq }) => seq % 3 === 1));
    expect(sparse.bySeq(7)?.seq).to.equal(7);
    expect(sparse.bySeq(8)).to.equal(undefined);
    expect(sparse.positionOf(10)).to.equal(3);
  });

  it('knows what led to what', () => {
    const document = TraceDocument.of(failingLogin());
    expect(document.effectsOf(13)).to.deep.equal([14]);
    expect(document.deliveriesOf(25).map(({ lane, outcome }) => [lane, outcome])).to.deep.equal([
      ['INNOVAPHONE-DEVICES--A', 'handled'],
      ['DeviceLister', 'discarded'],
    ]);
    expect(document.causesOf(26).map(({ seq, kind }) => [seq, kind])).to.deep.equal([
      [25, 'post'],
      [23, 'deliver'],
      [22, 'message'],
    ]);
  });

  it('names as trouble what the ladder marks', () => {
    const document = TraceDocument.of(failingLogin());
    expect(document.problems).to.deep.equal([19, 21, 24, 29, 30, 32, 33]);
    expect(document.isTrouble(25), 'a broadcast that concerns not everybody').to.equal(false);
  });

  it('takes back that a message was not taken when another automaton takes it', () => {
    const { recorder, records } = recordingRecorder();
    const seq = recorder.messageIn('S', '{}', { mt: 'News' });
    recorder.deliver('A', 'wire', 'News', 'discarded', 'Initial', seq);
    const document = TraceDocument.of(records);
    expect(document.problems).to.deep.equal([seq]);
    recorder.deliver('B', 'wire', 'News', 'handled', 'Initial', seq);
    recorder.deliver('C', 'wire', 'News', 'discarded', 'Initial', seq);
    document.append(records.slice(document.length));
    expect(document.problems).to.deep.equal([]);
  });

  it('tells runs and automatons, how they ended and why', () => {
    const document = TraceDocument.of(failingLogin());
    expect(document.runs).to.deep.equal([{ run: 1, firstSeq: 2, endSeq: 33, outcome: 'timeout' }]);
    expect(trackOf(document, 'UserPBXLogin')).to.deep.include({
      run: 1,
      socket: 'PBXWS',
      lastSeq: 30,
      why: 'finished',
      failure: 'LOGIN_REFUSED: The PBX refused the login of ckl: Authentication failed.',
    });
    expect(trackOf(document, 'DeviceLister').why).to.equal('timeout');
    expect(document.automaton(2, 'UserPBXLogin')).to.equal(undefined);
  });

  it('tells the state at any record', () => {
    const document = TraceDocument.of(failingLogin());
    const login = trackOf(document, 'UserPBXLogin');
    const at = (seq: number): readonly [string, string, number] => {
      const { status, path, sinceSeq } = document.stateAt(login, seq);
      return [status, path, sinceSeq];
    };
    expect(at(login.firstSeq - 1)).to.deep.equal(['none', '', 0]);
    expect(at(14)[1]).to.equal('');
    expect(at(15)).to.deep.equal(['active', 'Initial.awaitingChallenge', 15]);
    expect(at(16)).to.deep.equal(['active', 'Initial.awaitingChallenge', 15]);
    expect(at(17)).to.deep.equal(['active', 'Initial.awaitingLoginResult', 17]);
    expect(at(30)).to.deep.equal(['stopped', 'Initial.awaitingLoginResult', 17]);
  });

  it('puts contexts together from patches, forwards and backwards', () => {
    const { recorder, records } = recordingRecorder();
    recorder.runStarted(['A']);
    recorder.automaton('A', loginMachine, 'S');
    const changes = Array.from({ length: 130 }, (_, at) => ({
      type: 'set',
      change: { attempt: at, [`m${at % 7}`]: at },
    }));
    recordSnapshots(recorder, 'A', changes);
    const document = TraceDocument.of(records);
    const track = trackOf(document, 'A');
    const expected = new Map<number, unknown>();
    let context: Record<string, unknown> = {};
    for (const record of records) {
      if (record.kind !== 'snapshot') continue;
      if (record.context !== undefined) context = { ...(record.context as object) };
      for (const operation of record.patch ?? [])
        if (operation.op !== 'remove') context = { ...context, [operation.path.slice(1)]: operation.value };
      expected.set(record.seq, context);
    }
    expect(expected.size).to.be.greaterThan(120);
    const seqs = [...expected.keys()];
    for (const seq of [...seqs, ...seqs.toReversed()])
      expect(document.contextAt(track, seq)).to.deep.equal(expected.get(seq));
    expect(document.contextAt(track, 1)).to.equal(undefined);
    const touched = document.touching(track, 'm3');
    expect(touched.map((seq) => (document.contextAt(track, seq) as { m3: number }).m3)).to.deep.equal(
      Array.from({ length: touched.length }, (_, at) => 3 + 7 * at),
    );
    expect(touched).to.have.length(19);
  });

  it('tells in which snapshots a nested member is different', () => {
    const snapshot = (seq: number, members: object): TraceRecord =>
      odd({ seq, run: 1, kind: 'snapshot', lane: 'A', status: 'active', value: 'Initial', ...members });
    const document = TraceDocument.of([
      snapshot(1, { context: { session: { usr: 'a', pwd: 'x' }, other: 1 } }),
      snapshot(2, { patch: [{ op: 'replace', path: '/session', value: { usr: 'a', pwd: 'y' } }] }),
      snapshot(3, { patch: [{ op: 'replace', path: '/other', value: 2 }] }),
      snapshot(4, { context: { session: { usr: 'b', pwd: 'y' }, other: 2 } }),
      snapshot(5, { patch: [{ op: 'remove', path: '/session' }] }),
    ]);
    const track = trackOf(document, 'A');
    expect(document.touching(track, 'session')).to.deep.equal([1, 2, 4, 5]);
    expect(document.touching(track, 'session.usr')).to.deep.equal([1, 4, 5]);
    expect(document.touching(track, 'session.pwd')).to.deep.equal([1, 2, 5]);
    expect(document.touching(track, 'other')).to.deep.equal([1, 3]);
    expect(document.touching(track, 'nothing')).to.deep.equal([]);
  });
});
