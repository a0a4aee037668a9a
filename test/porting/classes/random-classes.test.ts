import { expect } from 'chai';
import fc from 'fast-check';
import { phpInputs, phpPlans } from '../../support/php-arbitraries.js';
import type { PhpInput, PhpOutcome, PhpPlan } from '../../support/php-delivery.js';
import { interpretPhp, RunawayError } from '../../support/php-delivery.js';
import { runPlans } from '../../support/php-plans.js';

/** Undefined for automatons that answer each other without end. */
function expectedOf(
  plans: readonly PhpPlan[],
  inputs: readonly PhpInput[],
  postsToSelf: boolean,
): PhpOutcome | undefined {
  try {
    return interpretPhp(plans, inputs, postsToSelf);
  } catch (error) {
    if (error instanceof RunawayError) return undefined;
    throw error;
  }
}

describe('random automatons of the PHP kind', () => {
  for (const postsToSelf of [true, false]) {
    const who = postsToSelf ? 'the poster too' : 'the others only';
    it(`do what a plain reading of the rules says, broadcasts to ${who}`, async () => {
      const seen = { handled: 0, nested: 0, dead: 0 };
      await fc.assert(
        fc.asyncProperty(phpPlans, phpInputs, async (plans, inputs) => {
          const expected = expectedOf(plans, inputs, postsToSelf);
          fc.pre(expected !== undefined);
          expect(await runPlans(plans, inputs, { postsToSelf })).to.deep.equal(expected);
          for (const entry of expected.log) {
            if ('handle' in entry) seen.handled += 1;
            if ('post' in entry) seen.nested += 1;
          }
          seen.dead += Object.values(expected.end).filter(({ state }) => state === 'Dead').length;
        }),
        { numRuns: 150 },
      );
      // The generator makes something happen.
      expect(seen.handled).to.be.greaterThan(800);
      expect(seen.nested).to.be.greaterThan(400);
      expect(seen.dead).to.be.greaterThan(80);
    });
  }
});
