import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ownPackage } from '../../../porting/project/own-package.js';
import { packageFiles } from '../../../porting/project/package-files.js';
import { compilerErrors } from '../../support/compiled-ports.js';
import { outputOf, translateSnippet } from './translated-snippet.js';

const folder = fileURLToPath(new URL('../../fixtures/php-snippets/', import.meta.url));
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.php') && name !== 'make-outputs.php')
  .map((name) => name.slice(0, -4));

describe('translated PHP prints what PHP prints', function () {
  this.timeout(60_000);

  const modules = new Map<string, string>();
  for (const name of names) {
    it(name, async () => {
      const { code, problems } = await translateSnippet(readFileSync(`${folder}${name}.php`, 'utf8'));
      modules.set(`${name}.ts`, code);
      expect(problems.filter(({ severity }) => severity === 'todo')).to.deep.equal([]);
      const printed = await outputOf(code);
      expect(printed.split('\n')).to.deep.equal(readFileSync(`${folder}${name}.out`, 'utf8').split('\n'));
    });
  }

  it('and all of it compiles', () => {
    const contents = {
      out: '/',
      own: ownPackage(),
      scripts: {},
      imports: new Set<string>(),
      hasTests: false,
    };
    const tsconfig = packageFiles(contents).get('tsconfig.json') ?? '';
    expect(modules.size).to.equal(names.length);
    expect(compilerErrors(modules, tsconfig)).to.deep.equal([]);
  });
});
