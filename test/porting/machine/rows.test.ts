import { expect } from 'chai';
import { addRows, noRows } from '../../../porting/machine/index.js';

describe('Rows: lists that grow at their end', () => {
  it('keeps every version as it was', () => {
    const one = noRows.append('a');
    const two = one.merge(['b', 'c'], ['d']);
    const other = one.append('x');
    expect([noRows, one, two, other].map((rows) => rows.list())).to.deep.equal([
      [],
      ['a'],
      ['a', 'b', 'c', 'd'],
      ['a', 'x'],
    ]);
    expect([noRows, one, two, other].map(({ length }) => length)).to.deep.equal([0, 1, 4, 2]);
  });

  it('begins anew for everybody who begins with no rows', () => {
    expect(noRows.append('a').list()).to.deep.equal(['a']);
    expect(noRows.append('b').list()).to.deep.equal(['b']);
  });

  it('does not copy the newest version to add to it', () => {
    const one = noRows.append('a');
    const shared = one.list();
    expect(one.append('b').list()).to.equal(shared);
  });

  it('merges a list with itself once', () => {
    const list = ['a', 'b'];
    expect(addRows(list, list)).to.deep.equal(['a', 'b', 'a', 'b']);
  });

  it('is JSON as a list', () => {
    expect(JSON.stringify({ rows: noRows.append(1) })).to.equal('{"rows":[1]}');
  });

  it('refuses what is no list', () => {
    expect(() => noRows.merge({ a: 1 })).to.throw(TypeError, 'no list');
  });
});
