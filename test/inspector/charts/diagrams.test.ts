import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { diagramFiles } from '../../../scripts/diagram-files.js';

const root = new URL('../../../', import.meta.url);

describe('Diagrams', () => {
  it('are drawn from the machines as they are now; if not: npm run diagrams', async () => {
    const files = await diagramFiles();
    expect(files.size).to.equal(14);
    for (const [path, text] of files) expect(readFileSync(new URL(path, root), 'utf8'), path).to.equal(text);
  }).timeout(20_000);
});
