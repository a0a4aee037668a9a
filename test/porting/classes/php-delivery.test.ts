import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import type { PhpInput, PhpOutcome, PhpPlan } from '../../support/php-delivery.js';
import { interpretPhp } from '../../support/php-delivery.js';
import { runPlans } from '../../support/php-plans.js';

interface RecordedSet {
  readonly automatons: readonly PhpPlan[];
  readonly inputs: readonly PhpInput[];
  readonly expected: PhpOutcome;
}

const file = new URL('../../fixtures/php-delivery/random-automatons.jsonl', import.meta.url);
const sets = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as RecordedSet);

describe('PHP-style classes against the PHP original', () => {
  it('has 100 recorded sets', () => {
    expect(sets).to.have.length(100);
  });

  for (const [at, { automatons, inputs, expected }] of sets.entries()) {
    it(`set ${at + 1}: handles, sends, posts and ends as the original, entry for entry`, async () => {
      expect(await runPlans(automatons, inputs)).to.deep.equal(expected);
      expect(interpretPhp(automatons, inputs)).to.deep.equal(expected);
    });
  }
});
