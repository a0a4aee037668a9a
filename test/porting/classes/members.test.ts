import { expect } from 'chai';
import { MemberCopies } from '../../../porting/classes/members.js';
import type { NextState } from '../../../porting/index.js';
import { FiniteStateAutomaton, Message } from '../../../porting/index.js';
import { PhpArray } from '../../../porting/php/php-array.js';
import { Secret } from '../../../protocol/secret.js';
import { MemorySocket } from '../../../runtime/memory-socket.js';

class Other extends FiniteStateAutomaton {
  ReceiveInitialStart(): NextState {
    return null;
  }
}

type Members = Record<string, unknown>;

function copiesOf(owner: Members): () => Members {
  const copies = new MemberCopies(owner);
  const known: Members = {};
  return () => Object.assign(known, copies.changed());
}

describe('members as a context', () => {
  it('are copies: what the program changes later does not change them', () => {
    const owner = { list: [1, { a: 1 }], object: { inner: { b: 2 } }, text: 'x', absent: undefined };
    const before = new MemberCopies(owner).changed();
    owner.list.push(3);
    owner.object.inner.b = 3;
    expect(before).to.deep.equal({
      list: [1, { a: 1 }],
      object: { inner: { b: 2 } },
      text: 'x',
      absent: null,
    });
  });

  it('are told when they have changed, and what has not keeps its identity', () => {
    const owner: Members = { list: [[1], [2]], other: { deep: { value: 1 } } };
    const copies = new MemberCopies(owner);
    const first = copies.changed();
    expect(copies.changed()).to.equal(undefined);
    (owner['other'] as { deep: { value: number } }).deep.value = 2;
    const second = copies.changed();
    expect(second?.['other']).to.deep.equal({ deep: { value: 2 } });
    expect(second?.['list']).to.equal(first?.['list']);
    (owner['list'] as number[][])[0]?.push(9);
    const third = copies.changed();
    expect(third?.['list']).to.deep.equal([[1, 9], [2]]);
    expect((third?.['list'] as unknown[])[1]).to.equal((first?.['list'] as unknown[])[1]);
  });

  it('one that is unset is gone', () => {
    const owner: Members = { a: 1, b: 2 };
    const members = copiesOf(owner);
    members();
    delete owner['b'];
    expect(members()).to.deep.equal({ a: 1, b: undefined });
  });

  it('long arrays are copied when they are longer or others, not each time', () => {
    const owner = { rows: Array.from({ length: 1000 }, (_, at) => ({ at })) };
    const copies = new MemberCopies(owner);
    const first = copies.changed();
    expect(first?.['rows']).to.have.length(1000);
    expect(copies.changed()).to.equal(undefined);
    owner.rows.push({ at: 1000 });
    expect(copies.changed()?.['rows']).to.have.length(1001);
    expect(first?.['rows']).to.have.length(1000);
    owner.rows = owner.rows.slice(0, 1001);
    expect(copies.changed()).not.to.equal(undefined);
  });

  it('name sockets and automatons, keep secrets closed, and show PHP arrays and messages', () => {
    const secret = new Secret('hush', 'password');
    const copy = copiesOf({
      ws: new MemorySocket('PBXWS'),
      peer: new Other(null, 'Friend'),
      callback: () => undefined,
      secret,
      byKey: new PhpArray([['a', 1]]),
      msg: new Message('Hello', 'n', 1),
      when: new Date(0),
    })();
    expect(copy).to.deep.equal({
      ws: 'PBXWS',
      peer: 'Friend',
      secret,
      byKey: { a: 1 },
      msg: { mt: 'Hello', n: 1 },
      when: new Date(0),
    });
  });

  it('cycles and deep values come to an end', () => {
    const owner: Members = { name: 'x' };
    owner['self'] = owner;
    const deep: Members = {};
    let at = deep;
    for (let depth = 0; depth < 1000; depth += 1) at = at['next'] = {};
    owner['deep'] = deep;
    const copies = new MemberCopies(owner);
    expect(copies.changed()).to.have.keys(['name', 'self', 'deep']);
    expect(() => copies.changed()).not.to.throw();
  });
});

describe('Message of PHP programs', () => {
  it('has its members as its own, and the methods of the original', () => {
    const message = new Message('NumUsers', 'user', 'ckl', 'visible', undefined);
    expect(message.toJSON()).to.deep.equal({ mt: 'NumUsers', user: 'ckl', visible: null });
    expect(message.setMt('Other')).to.equal(message);
    expect(message.getMt()).to.equal('Other');
    expect(JSON.stringify(message)).to.equal('{"mt":"Other","user":"ckl","visible":null}');
  });

  it('refuses a name without a value', () => {
    expect(() => new Message('NumUsers', 'user')).to.throw('NumUsers has a name without a value');
  });

  it('is made of JSON; what is no object gets the type that was asked for', () => {
    expect(Message.fromJSON('{"mt":"A","n":12345678901234567890}')).to.have.property('mt', 'A');
    expect(JSON.stringify(Message.fromJSON('{"n":[1]}'))).to.equal('{"mt":"ReceiveTimeout","n":[1]}');
    for (const text of ['no JSON', '[1]', 'null'])
      expect(Message.fromJSON(text, 'Nothing').toJSON()).to.deep.equal({ mt: 'Nothing' });
  });
});
