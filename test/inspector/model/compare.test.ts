import { expect } from 'chai';
import { compare } from '../../../inspector/model/compare.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { recordList } from '../../support/recorded-list.js';

/** Records with numbers and times of their own; only what tells them apart is given. */
function trace(...bodies: readonly Record<string, unknown>[]): { records: TraceRecord[] } {
  return {
    records: bodies.map((body, at) => ({ seq: at + 1, t: at, ...body }) as unknown as TraceRecord),
  };
}

const message = (lane: string, dir: string, mt: string, members = {}): Record<string, unknown> => ({
  kind: 'message',
  lane,
  dir,
  mt,
  length: 10,
  body: { mt, ...members },
});
const enters = (lane: string, to: string): Record<string, unknown> => ({
  kind: 'transition',
  lane,
  changes: [{ what: 'phase', to }],
  value: to,
});

describe('compare', () => {
  it('finds no difference between a recording and itself, whatever nonces it has', () => {
    const login = (nonce: string) =>
      trace(
        message('PBXWS', 'out', 'Login', { nonce }),
        message('PBXWS', 'in', 'LoginResult', { digest: nonce }),
      );
    const { steps, divergence } = compare(login('1'), login('2'));
    expect(divergence).to.equal(undefined);
    expect(steps.map(({ left, right, same }) => [left, right, same])).to.deep.equal([
      [1, 1, true],
      [2, 2, true],
    ]);
  });

  it('takes no order of sockets for a difference that worked at once', () => {
    const one = message('A', 'out', 'AppChallenge');
    const two = message('B', 'out', 'AppChallenge');
    expect(compare(trace(one, two), trace(two, one)).divergence).to.equal(undefined);
  });

  it('names the first message that differs and what stands in its place', () => {
    const start = message('A', 'out', 'AppLogin');
    const good = trace(start, message('A', 'in', 'AppLoginResult', { ok: true }), enters('AA', 'Dead'));
    const bad = trace(
      start,
      message('A', 'in', 'AppLoginResult', { ok: false }),
      enters('AA', 'Initial.failed'),
    );
    const { divergence, steps } = compare(good, bad);
    expect(divergence).to.include({ left: 2, right: 2 });
    expect(divergence?.sentence).to.contain('(ok=true)').and.contain('(ok=false)');
    expect(steps.map(({ same, rightLabel }) => [same, rightLabel])).to.deep.equal([
      [true, undefined],
      [false, 'received AppLoginResult (ok=false)'],
      [false, 'went to Initial.failed'],
    ]);
  });

  it('says so when one recording ends where the other goes on', () => {
    const start = message('A', 'out', 'AppLogin');
    const hung = trace(start);
    const good = trace(start, message('A', 'in', 'AppLoginResult', { ok: true }));
    const { divergence } = compare(good, hung);
    expect(divergence?.left).to.equal(2);
    expect(divergence?.right).to.equal(undefined);
    expect(divergence?.sentence).to.contain('the right one did nothing of the kind');
  });

  it('compares what has little in common without taking for ever', () => {
    const many = (prefix: string) =>
      trace(
        message('A', 'out', 'Login'),
        ...Array.from({ length: 20_000 }, (_, at) => message('A', 'in', `${prefix}${at}`)),
      );
    const { steps, divergence } = compare(many('x'), many('y'));
    expect(steps).to.have.length(40_001);
    expect(divergence?.at).to.equal(1);
  });

  it('names the same difference whichever recording is on the left', async () => {
    const good = { records: await recordList('default') };
    const bad = { records: await recordList('wrong-app-password') };
    const answer = (recording: { records: readonly TraceRecord[] }) =>
      recording.records.find(
        ({ kind, lane, ...rest }) =>
          kind === 'message' &&
          lane === 'INNOVAPHONE-DEVICES--WS' &&
          'mt' in rest &&
          rest.mt === 'AppLoginResult',
      )?.seq;
    const one = compare(good, bad).divergence;
    const other = compare(bad, good).divergence;
    expect(one).to.include({ left: answer(good), right: answer(bad) });
    expect(other).to.include({ left: answer(bad), right: answer(good) });
    expect(one?.sentence)
      .to.contain('received AppLoginResult (ok=true)')
      .and.contain('AppLoginResult without ok');
  });
});
