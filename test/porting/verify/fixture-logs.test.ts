import { expect } from 'chai';
import { fileURLToPath } from 'node:url';
import type { VerifiableAutomaton, VerifyReport } from '../../../porting/index.js';
import type { PortStyle } from '../../support/php-fixtures.js';
import { phpFixtures } from '../../support/php-fixtures.js';
import { PortedFixture } from '../../support/ported-fixtures.js';

const logOf = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/php/logs/${name}.log`, import.meta.url));

/** Automatons of the fixtures, and how many messages each sent and posted in the log that PHP wrote. */
const recorded: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  '01-device-lister': { DeviceLister: 1 },
  '04-posts-between-two': { DeviceReader: 4, Reporter: 1 },
  '13-texts': { VersionReport: 2 },
  '23-posts-with-results': { ResultReader: 2, ResultChecker: 1, ResultWriter: 3 },
};

describe('verify with the logs of PHP fixtures', function () {
  this.timeout(60_000);

  for (const style of ['class', 'machine'] as const) {
    for (const [name, automatons] of Object.entries(recorded)) {
      describe(`${name}, ${style} style`, () => {
        let ported: PortedFixture;

        before(async () => {
          const fixture = phpFixtures().find((one) => one.name === name);
          if (fixture === undefined) throw new Error(`There is no ${name}.`);
          ported = await PortedFixture.make(fixture, style);
        });
        after(() => {
          ported.remove();
        });

        for (const [automaton, messages] of Object.entries(automatons)) {
          it(`${automaton} does the same, messages: ${messages}`, async () => {
            const report = await verified(ported, name, automaton);
            expect(report.outcome, report.sentence).to.equal('same');
            expect(report.messages).to.equal(messages);
          });
        }

        if (name === '23-posts-with-results') saysWhatWasAnArray(() => ported, style);
      });
    }
  }
});

function saysWhatWasAnArray(ported: () => PortedFixture, style: PortStyle): void {
  it(`says which object of the log PHP had as an array, ${style} style`, async () => {
    const { notes } = await verified(ported(), '23-posts-with-results', 'ResultWriter');
    expect(notes.join('\n')).to.include('ResultsChecked.results.rows is taken for an array with keys');
    const reader = await verified(ported(), '23-posts-with-results', 'ResultReader');
    expect(reader.notes.join('\n')).not.to.include('taken for an array');
  });
}

async function verified(ported: PortedFixture, name: string, automaton: string): Promise<VerifyReport> {
  const found = (await ported.load())[automaton] as VerifiableAutomaton | undefined;
  if (found === undefined) throw new Error(`${name} has no ${automaton}.`);
  // What the module imports, and not another copy of it.
  const { Log, setOutput, verifyAutomaton } = await ported.engine();
  setOutput(() => undefined);
  Log.logoff();
  try {
    return await verifyAutomaton(logOf(name), found);
  } finally {
    setOutput();
    Log.logon();
  }
}
