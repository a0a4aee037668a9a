import { expect } from 'chai';
import { notPorted } from '../../../porting/machine/index.js';
import { NotPortedError, notPorted as notPortedInClass } from '../../../porting/php/exceptions.js';

describe('notPorted of ported machines', () => {
  it('throws what that of ported classes throws: one code for one thing', () => {
    for (const refuse of [notPorted, notPortedInClass]) {
      expect(() => void refuse('sleep() blocks'))
        .to.throw(NotPortedError, 'Not ported yet: sleep() blocks')
        .with.property('code', 'PORT_NOT_PORTED');
    }
  });
});
