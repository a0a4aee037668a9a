import { expect } from 'chai';
import { createRedactor } from '../../protocol/redaction.js';
import { Secret } from '../../protocol/secret.js';
import { hasComeAbout, memberAt } from '../../runtime/context-condition.js';
import type { Breakpoint } from '../../runtime/control-types.js';
import { ExactNumber } from '../../runtime/exact-json.js';

type Condition = Omit<Extract<Breakpoint, { kind: 'context' }>, 'kind' | 'path'>;

/** Whether the condition comes about when member `m` of a context goes from one value to another. */
function comes(condition: Condition, before: unknown, after: unknown, isSecret = false): boolean {
  const breakpoint: Breakpoint = { kind: 'context', path: 'm', ...condition };
  return hasComeAbout(breakpoint, { m: before }, { m: after }, () => isSecret);
}

describe('context conditions', () => {
  it('come about when they become true', () => {
    const cases: [Condition, unknown, unknown][] = [
      [{ operator: 'equals', value: 'a' }, 'b', 'a'],
      [{ operator: 'equals', value: null }, 1, undefined],
      [{ operator: 'equals' }, 1, null],
      [{ operator: 'equals', value: false }, true, false],
      [{ operator: 'differs', value: 'a' }, 'a', undefined],
      [{ operator: 'greater', value: 3 }, 3, 4],
      [{ operator: 'greater', value: 'a' }, 'a', 'b'],
      [{ operator: 'less', value: 3 }, 3, 2],
      [{ operator: 'exists' }, undefined, 0],
      [{ operator: 'exists' }, null, ''],
      [{ operator: 'changes' }, 1, 2],
      [{ operator: 'changes' }, undefined, null],
    ];
    for (const [condition, before, after] of cases) {
      const what = JSON.stringify([condition, before, after]);
      expect(comes(condition, before, after), what).to.equal(true);
      expect(comes(condition, after, after), `${what}, and stays so`).to.equal(false);
      if (condition.operator !== 'changes') expect(comes(condition, after, before), what).to.equal(false);
    }
  });

  it('do not compare what cannot be compared', () => {
    for (const operator of ['greater', 'less'] as const) {
      expect(comes({ operator, value: 3 }, undefined, '4')).to.equal(false);
      expect(comes({ operator, value: 3 }, undefined, undefined)).to.equal(false);
      expect(comes({ operator, value: true }, undefined, false)).to.equal(false);
    }
  });

  it('hold in a first context, but nothing has changed there', () => {
    const breakpoint: Breakpoint = { kind: 'context', path: 'm', operator: 'exists' };
    expect(hasComeAbout(breakpoint, undefined, { m: 1 }, () => false)).to.equal(true);
    expect(hasComeAbout({ ...breakpoint, operator: 'changes' }, undefined, { m: 1 }, () => false)).to.equal(
      false,
    );
  });

  it('take a number with all its digits as a number, and as its digits', () => {
    const id = new ExactNumber('9007199254740993');
    expect(comes({ operator: 'equals', value: '9007199254740993' }, 0, id)).to.equal(true);
    expect(comes({ operator: 'greater', value: 9_007_199_254_740_990 }, 0, id)).to.equal(true);
    expect(comes({ operator: 'less', value: 5 }, 5, id)).to.equal(false);
  });

  it('compare no object and nothing that is masked; a Secret is there, and can be another one', () => {
    const secret = new Secret('hunter2');
    for (const operator of ['equals', 'differs', 'greater', 'less'] as const) {
      expect(comes({ operator, value: 'hunter2' }, '', secret), operator).to.equal(false);
    }
    const guesses: [Condition, string][] = [
      [{ operator: 'equals', value: 'hunter2' }, ''],
      [{ operator: 'differs', value: 'hunter' }, 'hunter'],
      [{ operator: 'greater', value: 'hunter' }, ''],
      [{ operator: 'less', value: 'i' }, 'z'],
    ];
    for (const [guess, before] of guesses) {
      expect(comes(guess, before, 'hunter2'), guess.operator).to.equal(true);
      expect(comes(guess, before, 'hunter2', true), guess.operator).to.equal(false);
    }
    expect(comes({ operator: 'exists' }, undefined, secret)).to.equal(true);
    expect(comes({ operator: 'changes' }, new Secret('hunter2'), secret)).to.equal(true);
    expect(comes({ operator: 'exists' }, undefined, 'x', true)).to.equal(true);
  });

  it('a path goes through own members of objects, lists, chains and texts, and calls nobody', () => {
    let calls = 0;
    class Counted {
      get size(): number {
        calls += 1;
        return 1;
      }
    }
    const context = {
      rows: ['a', 'b'],
      chain: { previous: undefined, rows: [], length: 7 },
      text: 'abc',
      counted: new Counted(),
      get own(): number {
        calls += 1;
        return 1;
      },
    };
    const paths = [
      'rows.length',
      'rows.1',
      'chain.length',
      'text.length',
      'counted.size',
      'own',
      'rows.push',
    ];
    const found = paths.map((path) => memberAt(context, path));
    expect(found).to.deep.equal([2, 'b', 7, 3, undefined, undefined, undefined]);
    expect(memberAt(context, 'nothing.below.it')).to.equal(undefined);
    expect(memberAt(undefined, 'anything')).to.equal(undefined);
    expect(calls).to.equal(0);
  });

  describe('tell nothing of a secret', () => {
    const redactor = createRedactor({
      keyedHash: (text) => text,
      secrets: () => ['a-secret-that-is-known'],
    });
    const isSecret = (excerpt: unknown): boolean => redactor.value(excerpt).cut.length > 0;
    const session = { type: 'session', username: '0123456789' };
    const cases: Record<string, [Omit<Extract<Breakpoint, { kind: 'context' }>, 'kind'>, object, object]> = {
      'letter by letter': [
        { path: 'note.0', operator: 'equals', value: 'a' },
        { note: '' },
        { note: 'a-secret-that-is-known' },
      ],
      'byte by byte': [
        { path: 'key.0', operator: 'equals', value: 7 },
        { key: null },
        { key: new Uint8Array([7]) },
      ],
      'by what it was before it was emptied': [
        { path: 'password', operator: 'differs', value: 'hunter2' },
        { password: 'hunter2' },
        { password: '' },
      ],
      'that only the members beside it give away': [
        { path: 'login.username', operator: 'greater', value: '0' },
        { login: {} },
        { login: session },
      ],
      'that only the message around it gives away': [
        { path: 'username', operator: 'equals', value: session.username },
        {},
        session,
      ],
    };
    for (const [what, [condition, before, after]] of Object.entries(cases)) {
      it(what, () => {
        const breakpoint: Breakpoint = { kind: 'context', ...condition };
        expect(hasComeAbout(breakpoint, before, after, isSecret)).to.equal(false);
      });
    }

    it('and tell what stands beside it', () => {
      const breakpoint: Breakpoint = { kind: 'context', path: 'login.app', operator: 'equals', value: 'x' };
      const after = { login: { ...session, app: 'x' } };
      expect(hasComeAbout(breakpoint, { login: session }, after, isSecret)).to.equal(true);
    });
  });
});
