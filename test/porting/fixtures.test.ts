import { expect } from 'chai';
import type { Comparison } from '../support/php-fixture-compare.js';
import type { Engine, ModuleExports, Parameters } from '../support/php-fixture-styles.js';
import { playClasses, playMachines } from '../support/php-fixture-styles.js';
import type { FixtureScenario, PhpFixture, PortStyle, RecordedRun } from '../support/php-fixtures.js';
import { phpFixtures } from '../support/php-fixtures.js';
import { PortedFixture } from '../support/ported-fixtures.js';

type Play = (
  scenario: FixtureScenario,
  recorded: RecordedRun,
  module: ModuleExports,
  engine: Engine,
  parameters: Parameters,
) => Promise<Comparison>;

const plays: Readonly<Record<PortStyle, Play>> = { class: playClasses, machine: playMachines };
const fixtures = phpFixtures();

describe('ported PHP automatons do what PHP did', function () {
  // Reading, translating and formatting take their time on a busy machine.
  this.timeout(60_000);

  for (const fixture of fixtures) {
    describe(fixture.name, () => {
      for (const style of fixture.styles) itDoesTheSame(fixture, style);
    });
  }

  it('twelve fixtures and more hold for both styles, and each has a recording of each scenario', () => {
    expect(fixtures.filter(({ styles }) => styles.length === 2).length).to.be.at.least(12);
    for (const { name, scenarios, recordings, styles, why } of fixtures) {
      expect([...recordings.keys()], name).to.deep.equal(scenarios.map((scenario) => scenario.name));
      expect(styles.length === 2 || why !== undefined, name).to.equal(true);
    }
  });
});

function itDoesTheSame(fixture: PhpFixture, style: PortStyle): void {
  describe(`${style} style`, () => {
    let ported: PortedFixture;

    before(async () => {
      ported = await PortedFixture.make(fixture, style);
    });
    // What cannot be ported at all leaves nothing to remove.
    after(() => {
      (ported as PortedFixture | undefined)?.remove();
    });

    it('is translated as a whole', () => {
      expect(ported.todos).to.deep.equal([]);
    });

    for (const scenario of fixture.scenarios) {
      it(scenario.name, async () => {
        const recorded = fixture.recordings.get(scenario.name);
        if (recorded === undefined) throw new Error('There is no recording.');
        const { expected, actual } = await plays[style](
          scenario,
          recorded,
          await ported.load(),
          await ported.engine(),
          await ported.parameters(),
        );
        expect(actual).to.deep.equal(expected);
      });
    }
  });
}
