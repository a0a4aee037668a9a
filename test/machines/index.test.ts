import { expect } from 'chai';
import * as machines from '../../machines/index.js';

const names = [
  'AppLoginAutomaton',
  'AppLoginViaPBXAutomaton',
  'DeviceLister',
  'UserLister',
  'UserPBXLoginAutomaton',
  'UserPBXLoginWithAppAutomaton',
] as const;

describe('machines', () => {
  for (const name of names) {
    it(`${name} has its name as id, and the states Initial and Dead`, () => {
      const machine = machines[name];
      expect(machine.id).to.equal(name);
      expect(Object.keys(machine.root.states)).to.deep.equal(['Initial', 'Dead']);
    });
  }
});
