import { expect } from 'chai';
import type { ControlCommand } from '../../../inspector/model/attach-protocol.js';
import type { AttachListener } from '../../../inspector/page/attach-client.js';
import { breakpointAt, moveBy, moveInLane, moveToProblem } from '../../../inspector/page/navigation.js';
import { PageStore } from '../../../inspector/page/page-store.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { recordList } from '../../support/recorded-list.js';
import { longTrace } from './page-kit.js';

const hello = {
  type: 'hello',
  title: 'program',
  isLive: true,
  canControl: true,
  scenarios: [],
  newest: 0,
} as const;

/** A store that is attached to the test. */
function attached(): {
  readonly store: PageStore;
  readonly process: AttachListener;
  readonly newest: () => number;
  readonly acts: ControlCommand[];
} {
  const store = new PageStore();
  const acts: ControlCommand[] = [];
  const ends: { listener?: AttachListener; newest?: () => number } = {};
  store.attach((listener, newest) => {
    Object.assign(ends, { listener, newest });
    return {
      act: (command) => {
        acts.push(command);
        return command.do === 'step'
          ? Promise.reject(new Error('Nothing stands still.'))
          : Promise.resolve({ seq: 5 });
      },
      close: () => undefined,
    };
  });
  const { listener, newest } = ends;
  if (listener === undefined || newest === undefined) throw new Error('nobody attached');
  return { store, process: listener, newest, acts };
}

describe('Store of the page', () => {
  let good: TraceRecord[];
  let refused: TraceRecord[];
  before(async () => {
    [good, refused] = await Promise.all([recordList('default'), recordList('wrong-app-password')]);
  });

  it('opens a recording where it went wrong', () => {
    const store = new PageStore();
    store.openRecords(refused, 'login.jsonl');
    const evidence = store.diagnosis.findings[0]?.evidence[0];
    expect(store.cursor).to.equal(evidence);
    expect(store.screen).to.equal('flow');
    expect(store.problems).to.include(store.cursorRow);
  });

  it('opens a recording in which all went well at its first message', () => {
    const store = new PageStore();
    store.openRecords(good, 'login.jsonl');
    expect(store.selected?.kind).to.equal('message');
    expect(
      store.rowSeqs
        .slice(0, store.rowSeqs.indexOf(store.cursor))
        .map((seq) => store.document.bySeq(seq)?.kind),
    ).not.to.include('message');
  });

  it('goes along with what comes until a row is chosen, and again when the newest is', () => {
    const { store, process, newest } = attached();
    process.hello(hello);
    const records = longTrace(40);
    process.records(records.slice(0, 10));
    expect([store.cursor, newest()]).to.deep.equal([10, 10]);
    process.records(records.slice(10, 20));
    expect(store.cursor).to.equal(20);
    store.select(12);
    process.records(records.slice(20, 30));
    expect(store.cursor).to.equal(12);
    store.followTail();
    process.records(records.slice(30));
    expect(store.cursor).to.equal(40);
  });

  it('takes each record once, however often it is sent', () => {
    const { store, process } = attached();
    process.hello(hello);
    process.records(longTrace(10));
    process.records(longTrace(12));
    expect(store.document.length).to.equal(12);
  });

  it('keeps what it has when the process is lost or ends, and says so', () => {
    const { store, process } = attached();
    process.hello(hello);
    process.records(longTrace(10));
    process.lost(500);
    expect([store.connection, store.document.length]).to.deep.equal(['lost', 10]);
    expect(store.canControl).to.equal(false);
    process.ended('The program has ended.');
    expect([store.connection, store.notice, store.document.length]).to.deep.equal([
      'ended',
      'The program has ended.',
      10,
    ]);
  });

  it('begins anew when the process that answers is another one', () => {
    const { store, process, newest } = attached();
    process.hello(hello);
    process.records(longTrace(10));
    process.lost(500);
    process.hello({ ...hello, newest: 3 });
    expect([store.document.length, newest()]).to.deep.equal([0, 0]);
  });

  it('shows why an act was refused', async () => {
    const { store, acts } = attached();
    expect(await store.act({ do: 'note', text: 'here' })).to.deep.equal({ seq: 5 });
    expect(await store.act({ do: 'step' }).catch(() => 'refused')).to.equal('refused');
    expect(store.notice).to.equal('Nothing stands still.');
    expect(acts.map((act) => act.do)).to.deep.equal(['note', 'step']);
  });

  it('refuses acts on a recording in a sentence', async () => {
    const store = new PageStore();
    store.openRecords(good, 'login.jsonl');
    await store.act({ do: 'hold' }).catch(() => undefined);
    expect(store.notice).to.match(/recording cannot be controlled/);
  });

  it('narrows the rows by query, kind, run and lane, also those that come later', () => {
    const { store, process } = attached();
    process.hello(hello);
    process.records(longTrace(20));
    store.setQuery('mt:Ask');
    expect(store.rowSeqs.every((seq) => seq % 2 === 0)).to.equal(true);
    process.records(longTrace(30));
    expect(store.rowSeqs.at(-1)).to.equal(30);
    store.toggleGroup('messages');
    expect(store.rowSeqs).to.deep.equal([]);
    store.showEverything();
    store.openRecords(good, 'login.jsonl');
    store.setRun(2);
    const runs = store.rowSeqs.map((seq) => store.document.bySeq(seq)?.run);
    expect(new Set(runs)).to.deep.equal(new Set([2]));
    store.setRun(undefined);
    const all = store.rowSeqs.length;
    for (const { kind, name } of store.document.lanes)
      if (name !== 'UserLister') store.toggleLane(`${kind} ${name}`);
    expect(store.rowSeqs.length).to.be.within(1, all - 1);
  });

  it('moves by row, on a lane, and from trouble to trouble', () => {
    const store = new PageStore();
    store.openRecords(refused, 'login.jsonl');
    const { rowSeqs, problems } = store;
    store.select(rowSeqs[3] ?? 0);
    moveBy(store, 1);
    expect(store.cursor).to.equal(rowSeqs[4]);
    moveBy(store, -100_000);
    expect(store.cursor).to.equal(rowSeqs[0]);
    moveToProblem(store, 1);
    expect(store.cursor).to.equal(problems[0]);
    moveToProblem(store, -1);
    expect(store.notice).to.match(/before this row/);
    const lane = store.selected?.lane;
    moveInLane(store, -1);
    expect(store.selected?.lane).to.equal(lane);
    expect(store.cursor).to.be.below(problems[0] ?? 0);
  });

  it('knows the breakpoint of a message, a post and a state', () => {
    const first = (kind: TraceRecord['kind']): TraceRecord => {
      const record = good.find((one) => one.kind === kind);
      if (record === undefined) throw new Error(`no ${kind}`);
      return record;
    };
    expect(breakpointAt(first('message'))).to.deep.equal({ kind: 'message', mt: 'Login', direction: 'out' });
    expect(breakpointAt(first('post'))).to.deep.equal({ kind: 'post', mt: 'LoginResult' });
    expect(breakpointAt(first('transition'))).to.deep.equal({
      kind: 'state',
      state: 'Initial.awaitingStart',
      automaton: 'UserPBXLogin',
    });
    expect(breakpointAt(first('head'))).to.equal(undefined);
  });
});
