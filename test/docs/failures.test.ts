import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { failureTable } from '../../inspector/model/diagnosis/index.js';
import { scenarios } from '../../services/simulator/index.js';

const page = readFileSync(new URL('../../docs/failures.md', import.meta.url), 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((text) => [text.slice(0, text.indexOf('\n')), text] as const),
);

describe('docs/failures.md', () => {
  it('has a section for each known failure, in the order of the table, and no other', () => {
    expect([...sections.keys()]).to.deep.equal(failureTable.map(({ id }) => id));
  });

  it('has a row for each known failure, and no other', () => {
    const rows = [...page.matchAll(/^\| \[([a-z-]+)\]\(#([a-z-]+)\) \| (.*) \| (.*) \|$/gm)];
    expect(rows.map(([, id, anchor, title]) => `${id} ${anchor} ${title}`)).to.deep.equal(
      failureTable.map(({ id, title }) => `${id} ${id} ${title}`),
    );
  });

  for (const { id, title, advice, scenario, command } of failureTable as readonly {
    id: string;
    title: string;
    advice: string;
    scenario?: string;
    command?: string;
  }[]) {
    it(`${id}: says what one sees, why, what to do as the diagnosis does, and how to see it`, () => {
      const text = sections.get(id) ?? '';
      expect(text).to.include(`\n${title}.\n`);
      expect(text)
        .to.match(/- \*\*What one sees\*\*: \S/)
        .and.match(/- \*\*Why\*\*: \S/);
      expect(text).to.include(`- **What to do**: ${advice}\n`);
      const [, how = ''] = /- \*\*To see it\*\*: (.*)/.exec(text) ?? [];
      expect(how).to.not.equal('');
      if (scenario !== undefined) {
        expect(scenarios).to.have.property(scenario);
        expect(how).to.include(`scenario \`${scenario}\``);
      }
      if (command !== undefined) expect(how).to.equal(command);
      expect(scenario ?? command, 'a scenario or a command').to.be.a('string');
    });
  }

  it('is linked from the overview', () => {
    for (const path of ['../../docs/README.md', '../../README.md']) {
      expect(readFileSync(new URL(path, import.meta.url), 'utf8')).to.match(/\((docs\/)?failures\.md\)/);
    }
  });
});
