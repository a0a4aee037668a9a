import { expect } from 'chai';
import fc from 'fast-check';
import { diffJson, isSameJson } from '../../../inspector/model/json-diff.js';

describe('diffJson', () => {
  it('finds nothing between equal values', () => {
    expect(diffJson({ a: [1, { b: null }] }, { a: [1, { b: null }] })).to.deep.equal([]);
    expect(diffJson(undefined, undefined)).to.deep.equal([]);
  });

  it('names what was added, removed and changed by its path', () => {
    const before = { user: 'ckl', session: { usr: 'a', pwd: 'b' }, attempt: 1 };
    const after = { user: 'ckl', session: { usr: 'c', pwd: 'b' }, domain: 'sample.dom' };
    expect(diffJson(before, after)).to.deep.equal([
      { path: 'session.usr', kind: 'changed', before: 'a', after: 'c' },
      { path: 'attempt', kind: 'removed', before: 1 },
      { path: 'domain', kind: 'added', after: 'sample.dom' },
    ]);
  });

  it('takes an item that is new in a list for one change, wherever it stands', () => {
    const apps = [{ name: 'devices' }, { name: 'users' }];
    const added = { name: 'new' };
    for (const at of [0, 1, 2]) {
      const after = apps.toSpliced(at, 0, added);
      expect(diffJson({ apps }, { apps: after })).to.deep.equal([
        { path: `apps.${at}`, kind: 'added', after: added },
      ]);
      expect(diffJson({ apps: after }, { apps })).to.deep.equal([
        { path: `apps.${at}`, kind: 'removed', before: added },
      ]);
    }
  });

  it('looks into items that have changed', () => {
    expect(diffJson([{ a: 1, b: 2 }, 5], [{ a: 1, b: 3 }, 5])).to.deep.equal([
      { path: '0.b', kind: 'changed', before: 2, after: 3 },
    ]);
  });

  it('tells null from what is not there, and lists from objects', () => {
    expect(diffJson({ a: null }, {})).to.deep.equal([{ path: 'a', kind: 'removed', before: null }]);
    expect(diffJson({ a: [] }, { a: {} })).to.deep.equal([
      { path: 'a', kind: 'changed', before: [], after: {} },
    ]);
    expect(diffJson([null], [undefined, 1])).to.have.length(1);
  });

  it('takes no inherited member for one of the value', () => {
    expect(diffJson({}, { toString: 1 })).to.deep.equal([{ path: 'toString', kind: 'added', after: 1 }]);
  });

  it('takes -0 for 0, as JSON does', () => {
    expect(diffJson({ a: [-0, 1] }, { a: [0, 1] })).to.deep.equal([]);
    expect(diffJson({ a: NaN }, { a: NaN })).to.deep.equal([]);
  });

  it('is empty exactly when two values are the same', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.jsonValue({ maxDepth: 3 }), (left, right) => {
        const copy: unknown = JSON.parse(JSON.stringify(left));
        expect(diffJson(left, copy)).to.deep.equal([]);
        expect(diffJson(left, right).length === 0).to.equal(isSameJson(left, right));
      }),
    );
  });
});
