import { expect } from 'chai';
import { laneLabel } from '../../../inspector/model/lane-label.js';

describe('laneLabel', () => {
  const labels = [
    ['INNOVAPHONE-DEVICES--A', 'DEVICES A'],
    ['INNOVAPHONE-DEVICES--WS#2', 'DEVICES WS#2'],
    ['UserPBXLogin', 'UserPBXLogin'],
    ['client 1', 'client 1'],
    ['INNOVAPHONE-', 'INNOVAPHONE-'],
  ] as const;
  for (const [name, label] of labels) {
    it(`says ${label} for ${name}`, () => {
      expect(laneLabel(name)).to.equal(label);
    });
  }
});
