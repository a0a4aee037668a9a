import { expect } from 'chai';
import { createMachine } from 'xstate';
import { createRedactor } from '../../protocol/redaction.js';
import { Secret } from '../../protocol/secret.js';
import { ConnectionError } from '../../runtime/errors.js';
import type { Redactor } from '../../runtime/trace.js';
import type { SnapshotRecord, TraceRecord } from '../../runtime/trace-records.js';
import { applyContextPatch } from '../../runtime/trace-snapshots.js';
import {
  expectDocumented,
  loginMachine,
  recordingRecorder,
  recordSnapshots,
  snapshotsOf,
  testHash,
} from '../support/traces.js';

type Rig = ReturnType<typeof recordingRecorder>;

const marker = 'hunter2-marker';

/** Calls everything a dispatcher can call, with the marker wherever a secret can be. */
function recordEverything({ recorder, clock }: Rig): void {
  const error = new ConnectionError('CONNECT_FAILED', `refused for ${marker}`, { marker });
  const login = { mt: 'Login', type: 'session', username: marker, response: marker, nonce: 'n' };
  recorder.runStarted(['Login']);
  recorder.automaton('Login', loginMachine, 'PBXWS');
  recorder.socketConnecting('PBXWS', `wss://user:${marker}@pbx/x?key=${marker}`, 0);
  clock.advance(3.5);
  recorder.socketOpen('PBXWS', `wss://pbx/passthrough/0090/${marker}/`);
  recordSnapshots(recorder, 'Login', [
    { type: 'Authenticate' },
    { type: 'set', change: { password: marker } },
  ]);
  const seq = recorder.messageIn('PBXWS', JSON.stringify(login), login);
  recorder.deliver('Login', 'wire', 'Login', 'discarded', 'Initial.awaitingChallenge', seq);
  recorder.messageOut('PBXWS', JSON.stringify(login), login, seq);
  recorder.nonsenseIn('PBXWS', `{"pwd":"${marker}`, 20, 'not JSON');
  recorder.nonsenseIn('PBXWS', undefined, 20, 'binary');
  recorder.post(
    'Login',
    undefined,
    { mt: 'LoginResult', info: { session: { usr: marker, pwd: marker } } } as never,
    seq,
  );
  recorder.undelivered('Login', 'Nobody', login, 'nobody has that nickname', seq);
  recorder.timer('Login', 'set', 1, 3000, 0);
  recorder.timer(undefined, 'fired', 2, 5000, 0);
  recorder.control('inject', { message: login });
  recorder.notice(
    'Login',
    {
      kind: 'verdict',
      rule: 'LoginResult digest',
      ok: false,
      reason: `not ${marker}`,
      inputs: { password: new Secret(marker), domain: 'sample.dom' },
    },
    seq,
  );
  recorder.notice(
    'Login',
    { kind: 'session', session: { usr: new Secret(marker), pwd: new Secret(marker) } },
    seq,
  );
  recorder.log('runtime', 'Login', `logged in with ${marker}`);
  recorder.socketClosed('PBXWS', { code: 1006, reason: `bye ${marker}`, error }, 0);
  recorder.dead('Login', { why: 'failed', output: { ok: false, error }, error }, seq);
  recorder.runEnded('failed', { error });
}

describe('TraceRecorder', () => {
  it('writes records that fit the schema and name every member there', () => {
    const rig = recordingRecorder({ secrets: [marker] });
    recordEverything(rig);
    for (const record of rig.records) expectDocumented(record);
    const kinds = new Set(rig.records.map(({ kind }) => kind));
    expect([...kinds].sort()).to.deep.equal([
      'automaton',
      'control',
      'dead',
      'deliver',
      'end',
      'explain',
      'head',
      'log',
      'machine',
      'message',
      'note',
      'post',
      'snapshot',
      'socket',
      'timer',
      'transition',
      'undelivered',
    ]);
    expect(rig.recorder.dropped).to.equal(0);
  });

  it('shows no secret in any record, known or recognised by its name', () => {
    const known = recordingRecorder({ secrets: [marker] });
    recordEverything(known);
    expect(JSON.stringify(known.records)).not.to.include(marker);
    const unknown = recordingRecorder();
    recordEverything(unknown);
    const leaks = unknown.records.filter((record) => JSON.stringify(record).includes(marker));
    // Free text is masked only when the secret is known.
    expect(leaks.map(({ kind }) => kind)).to.have.members(['explain', 'log', 'socket', 'dead', 'end']);
  });

  it('begins with the head, numbers without gaps, and never goes back in time', () => {
    const rig = recordingRecorder();
    recordEverything(rig);
    expect(rig.records[0]).to.include({ kind: 'head', seq: 1, version: 1, redaction: 'masked', t: 0 });
    expect(rig.records.map(({ seq }) => seq)).to.deep.equal(rig.records.map((_, at) => at + 1));
    expect(rig.records.at(-1)?.t).to.equal(3.5);
  });

  it('writes a machine once, however many automatons and runs use its definition', () => {
    const { recorder, records } = recordingRecorder();
    for (const nickname of ['A', 'B']) {
      recorder.runStarted([nickname]);
      recorder.automaton(nickname, loginMachine, undefined);
      recorder.runEnded('finished', {});
    }
    const machines = records.filter((record) => record.kind === 'machine');
    expect(machines).to.have.length(1);
    const automatons = records.filter((record) => record.kind === 'automaton');
    expect(automatons.map(({ machine, run }) => [machine, run])).to.deep.equal([
      [machines[0]?.hash, 1],
      [machines[0]?.hash, 2],
    ]);
  });

  it('keeps the names of a definition in full depth and leaves functions and values out', () => {
    const { recorder, records } = recordingRecorder();
    recorder.automaton('A', loginMachine, undefined);
    const machine = records.find((record) => record.kind === 'machine');
    const drawn = createMachine(machine?.definition as object);
    expect(Object.keys(drawn.states['Initial']?.states ?? {})).to.deep.equal([
      'awaitingChallenge',
      'awaitingLoginResult',
    ]);
    expect(JSON.stringify(machine?.definition)).to.include('"guard":"isUser"').and.not.include('attempt');
  });

  it('tells a change of state from a change of phase', () => {
    const { recorder, records } = recordingRecorder();
    recordSnapshots(recorder, 'A', [{ type: 'Authenticate' }, { type: 'ok' }], 7);
    const transitions = records.filter((record) => record.kind === 'transition');
    expect(transitions.map(({ changes }) => changes)).to.deep.equal([
      [{ what: 'state', to: 'Initial.awaitingChallenge' }],
      [{ what: 'phase', from: 'Initial.awaitingChallenge', to: 'Initial.awaitingLoginResult' }],
      [{ what: 'state', from: 'Initial.awaitingLoginResult', to: 'Ready' }],
    ]);
    expect(transitions[2]).to.include({ cause: 7, value: 'Ready' });
  });

  it('makes snapshots from which every context can be put together again', () => {
    const { recorder, records } = recordingRecorder();
    const events = Array.from({ length: 120 }, (_, at) => ({
      type: 'set',
      change: { count: at, 'a/b~c': at % 3 === 0 ? undefined : { at }, [`once${at}`]: 'x' },
    }));
    const snapshots = recordSnapshots(recorder, 'A', events);
    const recorded = records.filter((record) => record.kind === 'snapshot');
    expect(
      recorded.filter(({ context }) => context !== undefined).map((_, at) => recorded.indexOf(_) / 50 - at),
    ).to.deep.equal([0, 0, 0]);
    let context: Readonly<Record<string, unknown>> = {};
    recorded.forEach((record, at) => {
      context = rebuilt(context, record);
      expect(context).to.deep.equal(JSON.parse(JSON.stringify(snapshots[at]?.context)));
    });
  });

  it('does not look into a long chain of rows, nor into members that did not change', () => {
    let visited = 0;
    const rows = (from: number): object[] =>
      Array.from({ length: 100 }, (_, at) => {
        const row = {};
        Object.defineProperty(row, 'id', { enumerable: true, get: () => ((visited += 1), from + at) });
        return row;
      });
    let chain: { previous: object | undefined; rows: object[]; length: number } | undefined;
    const steady = rows(0);
    const contexts = Array.from({ length: 1000 }, (_, at) => {
      chain = { previous: chain, rows: rows(at * 100), length: (at + 1) * 100 };
      return { chain, steady, count: at };
    });
    const { recorder, records } = recordingRecorder();
    recordSnapshots(
      recorder,
      'A',
      contexts.map((change) => ({ type: 'set', change })),
    );
    // Three rows of the steady list, when the context is whole.
    expect(visited).to.be.below(21 * 3 + 3);
    // The 50th and the 51st, the one whole, the other a patch.
    const [patch, whole] = records.slice(-2) as SnapshotRecord[];
    const mark = { cut: 'list', length: 100_000 };
    expect((whole?.context as { chain: unknown }).chain).to.deep.equal(mark);
    expect(patch?.patch?.map(({ path }) => path)).to.deep.equal(['/chain', '/count']);
    expect(Math.max(...records.map((record) => JSON.stringify(record).length))).to.be.below(600);
  });

  it('survives a sink that throws, says what is lost, and keeps numbers and patches sound', () => {
    const records: TraceRecord[] = [];
    let isBroken = false;
    const { recorder } = recordingRecorder({
      sink: (record) => {
        if (isBroken) throw new Error('no space');
        records.push(record);
      },
    });
    const changes = [{ a: 1 }, { b: 2 }].map((change) => ({ type: 'set', change }));
    const [first, second, third] = snapshotsOf(loginMachine, changes);
    recordSnapshots(recorder, 'A', []);
    isBroken = true;
    if (second !== undefined) expect(recorder.transition('A', first, second, 0)).to.equal(0);
    expect(recorder.log('runtime', 'A', 'lost')).to.equal(0);
    isBroken = false;
    if (third !== undefined) recorder.transition('A', second, third, 0);
    expect(records.map(({ kind }) => kind)).to.deep.equal([
      'head',
      'transition',
      'snapshot',
      'drop',
      'snapshot',
    ]);
    expect(records.map(({ seq }) => seq)).to.deep.equal([1, 2, 3, 4, 5]);
    expect(records[3]).to.include({ count: 2 });
    expect((records[4] as SnapshotRecord).context).to.deep.equal({ attempt: 0, a: 1, b: 2 });
    expect(recorder.dropped).to.equal(2);
  });

  it('survives a redactor that throws', () => {
    const plain = createRedactor({ keyedHash: testHash });
    const redactor: Redactor = {
      ...plain,
      value: () => {
        throw new Error('cannot');
      },
    };
    const { recorder, records } = recordingRecorder({ redactor });
    expect(recorder.messageIn('S', '{}', { mt: 'A' })).to.equal(0);
    recorder.log('runtime', 'A', 'after');
    expect(records.map(({ kind }) => kind)).to.deep.equal(['head', 'drop', 'log']);
  });

  for (const [cap, written] of [
    [{ records: 4 }, 4],
    [{ bytes: 300 }, 3],
  ] as const) {
    it(`writes one drop and the end beyond a cap of ${JSON.stringify(cap)}`, () => {
      const records: TraceRecord[] = [];
      const { recorder } = recordingRecorder({ cap, sink: (record) => (records.push(record), 100) });
      recorder.runStarted([]);
      for (let at = 0; at < 20; at += 1) recorder.log('runtime', 'A', 'line');
      recorder.runEnded('finished', {});
      expect(records.slice(written).map(({ kind }) => kind)).to.deep.equal(['drop', 'end']);
      expect(records.at(-1)).to.include({ dropped: 20 - (written - 2), outcome: 'finished' });
      for (const record of records) expectDocumented(record);
    });
  }
});

function rebuilt(
  context: Readonly<Record<string, unknown>>,
  record: SnapshotRecord,
): Readonly<Record<string, unknown>> {
  if (record.context !== undefined) return record.context as Record<string, unknown>;
  return applyContextPatch(context, record.patch ?? []);
}
