import { expect } from 'chai';
import { UserLister } from '../../machines/user-lister.js';
import { PureAutomaton } from '../support/pure-automaton.js';

const user = { sip: 'ckl', domain: 'sample.dom' };
const begun = () => new PureAutomaton(UserLister, { user }).start();
const counted = (numUsers: unknown) => begun().wire({ mt: 'NumUsersResult', numUsers });
const row = (id: number) => ({ mt: 'ReadUserInfo', id, username: `user${id}` });
const page = (lister: ReturnType<typeof begun>, ids: number[]) => {
  for (const id of ids) lister.wire(row(id));
  return lister.wire({ mt: 'ReadUserResult' });
};
const readUser = (offset: number) => ({
  mt: 'ReadUser',
  username: '',
  user: 'ckl',
  domain: '@sample.dom',
  offset,
  filter: '%',
});
const ids = (lister: ReturnType<typeof begun>): unknown =>
  (lister.output as { users: { id: unknown }[] }).users.map(({ id }) => id);

describe('UserLister', () => {
  it('asks how many users there are, then for the first page', () => {
    const lister = begun();
    expect(lister.sent).to.deep.equal([
      { mt: 'NumUsers', user: 'ckl', domain: '@sample.dom', visible: true, filter: '%' },
    ]);
    expect(lister.at).to.equal('Initial.awaitingNumber');
    lister.wire({ mt: 'NumUsersResult', numUsers: 2 });
    expect(lister.sent).to.deep.equal([readUser(0)]);
    expect(lister.at).to.equal('Initial.awaitingUsers');
  });

  it('ends at once when there are none', () => {
    const lister = counted(0);
    expect(lister.output).to.deep.equal({ ok: true, users: [] });
    expect(lister.sent).to.deep.equal([]);
  });

  it('ends after the page that brings as many as were counted, with the rows as they came', () => {
    const lister = counted(1).wire('{"mt":"ReadUserInfo","src":"x","id":18446744073709551615,"sip":"u1"}');
    expect(lister.notices).to.deep.equal([{ kind: 'progress', list: 'users', count: 1, total: 1 }]);
    lister.wire({ mt: 'ReadUserResult' });
    expect(lister.output).to.have.nested.property('users[0].id.digits', '18446744073709551615');
    expect(lister.output).to.not.have.nested.property('users[0].src');
    expect(lister.output).to.not.have.nested.property('users[0].mt');
  });

  it('reads page by page, each from the number of users it has', () => {
    const lister = page(counted(5), [1, 2]);
    expect(lister.sent).to.deep.equal([readUser(2)]);
    expect(page(lister, [3, 4]).sent).to.deep.equal([readUser(4)]);
    expect(page(lister, [5]).at).to.equal('Dead');
    expect(ids(lister)).to.deep.equal([1, 2, 3, 4, 5]);
  });

  it('ends when a page brings nothing, though more were counted', () => {
    const lister = page(counted(9), [1, 2]);
    expect(page(lister, []).output).to.have.property('ok', true);
    expect(ids(lister)).to.deep.equal([1, 2]);
  });

  it('reads on when there are more than were counted', () => {
    const lister = page(counted(1), [1, 2]);
    expect(lister.sent).to.deep.equal([readUser(2)]);
    page(page(lister, [3]), []);
    expect(ids(lister)).to.deep.equal([1, 2, 3]);
  });

  for (const [what, make] of [
    ['id', (id: number) => ({ mt: 'ReadUserInfo', id })],
    ['username', (id: number) => ({ mt: 'ReadUserInfo', username: `u${id}` })],
    ['nothing but other members', (id: number) => ({ mt: 'ReadUserInfo', dn: `User ${id}` })],
    ['id null', (id: number) => ({ mt: 'ReadUserInfo', id: null, dn: `User ${id}` })],
    ['an odd id', (id: number) => ({ mt: 'ReadUserInfo', id: { toString: id } })],
  ] as const) {
    it(`sees that a service ignores offset (rows have ${what})`, () => {
      const lister = counted(9);
      for (let round = 0; round < 2; round += 1) {
        for (const id of [1, 2, 3]) lister.wire(make(id));
        lister.wire({ mt: 'ReadUserResult' });
      }
      expect(lister.at).to.equal('Dead');
      expect(lister.output).to.have.property('users').with.lengthOf(3);
    });
  }

  for (const numUsers of [undefined, null, '', ' ', '0x10', 'x', -1, 1.5, 1e300, {}, [], true]) {
    it(`ends when numUsers is ${numUsers === undefined ? 'absent' : JSON.stringify(numUsers)}`, () => {
      expect(counted(numUsers).output).to.have.nested.property('error.code', 'LIST_MESSAGE_INVALID');
    });
  }

  it('takes a number as text', () => {
    expect(counted('2').at).to.equal('Initial.awaitingUsers');
    expect(counted('0').at).to.equal('Dead');
  });

  it('ends with the error of the service, at every request', () => {
    const first = begun().wire({ mt: 'NumUsersResult', error: 1, errorText: 'no' });
    expect(first.output).to.have.nested.include({
      'error.code': 'LIST_REFUSED',
      'error.data.errorText': 'no',
    });
    const second = counted(3).wire(row(1)).wire({ mt: 'ReadUserResult', error: 'x' });
    expect(second.output).to.have.nested.include({ 'error.code': 'LIST_REFUSED', 'users[0].id': 1 });
    expect(counted(1).wire(row(1)).wire({ mt: 'ReadUserResult', error: 0 }).output).to.have.property(
      'ok',
      true,
    );
  });

  it('ends when the connection does, with the rows it has', () => {
    expect(begun().close().output).to.have.nested.property('error.code', 'LIST_CONNECTION_CLOSED');
    const lister = counted(3).wire(row(1)).close();
    expect(lister.output).to.have.nested.include({
      'error.code': 'LIST_CONNECTION_CLOSED',
      'users[0].id': 1,
    });
  });

  it('discards what it has not asked for yet, or has already', () => {
    expect(begun().wire(row(1)).acts).to.deep.equal(['discard']);
    expect(begun().wire({ mt: 'ReadUserResult' }).acts).to.deep.equal(['discard']);
    expect(counted(2).wire({ mt: 'NumUsersResult', numUsers: 0 }).acts).to.deep.equal(['discard']);
  });
});
