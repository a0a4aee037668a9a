import { expect } from 'chai';
import { DeviceLister } from '../../machines/device-lister.js';
import { UserLister } from '../../machines/user-lister.js';
import { defineAutomatons } from '../../services/run-file.js';

describe('defineAutomatons', () => {
  it('gives back what it is given', () => {
    const [devices, users] = defineAutomatons(
      { machine: DeviceLister, app: 'devices' },
      { machine: UserLister, nickname: 'People', input: ({ user }) => ({ user: user ?? {} }) },
    );
    expect(devices).to.deep.equal({ machine: DeviceLister, app: 'devices' });
    expect(users.nickname).to.equal('People');
    const login = { user: { sip: 'ckl' }, results: undefined, app: undefined };
    expect(users.input(login)).to.deep.equal({ user: { sip: 'ckl' } });
  });

  it('lets the compiler ask for the input that a machine needs, and for no other', () => {
    // @ts-expect-error UserLister needs to know the user
    defineAutomatons({ machine: UserLister });
    // @ts-expect-error a user is no text
    defineAutomatons({ machine: UserLister, input: () => ({ user: 'ckl' }) });
    // @ts-expect-error there is no such member
    defineAutomatons({ machine: DeviceLister, socket: 'devices' });
    const lister = { automaton: () => ({}) };
    // @ts-expect-error UserLister needs to know the user, beside classes too
    defineAutomatons(lister, { machine: UserLister });
    // @ts-expect-error there is no such member, of a class neither
    defineAutomatons({ ...lister, socket: 'devices' });
    expect(defineAutomatons(lister, { machine: DeviceLister })).to.have.length(2);
  });
});
