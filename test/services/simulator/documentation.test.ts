import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import {
  defaultScenario,
  faultKinds,
  faultSteps,
  resolveScenario,
  scenarios,
} from '../../../services/simulator/index.js';

describe('docs/simulator.md', () => {
  const document = readFileSync(new URL('../../../docs/simulator.md', import.meta.url), 'utf8');

  it('lists every scenario with its description', () => {
    for (const name of Object.keys(scenarios)) {
      const row = document.split('\n').find((line) => line.startsWith(`| \`${name}\` `));
      expect(row, name).to.include(resolveScenario(name).description);
    }
  });

  it('names every setting and every fault', () => {
    const names = [...Object.keys(defaultScenario), 'twoFactor', ...faultSteps, ...faultKinds];
    expect(names.filter((name) => !document.includes(`\`${name}\``))).to.deep.equal([]);
  });
});
