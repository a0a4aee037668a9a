import { expect } from 'chai';
import { readdirSync } from 'node:fs';
import { port } from '../../porting/tools.js';
import { packageFiles } from '../../porting/project/package-files.js';
import { ownPackage } from '../../porting/project/own-package.js';
import { compilerErrors } from '../support/compiled-ports.js';
import { fixtureFolder, phpFixtures } from '../support/php-fixtures.js';

/** Those of which there is nothing to port. */
const unportable: ReadonlySet<string> = new Set([
  'empty.php',
  'no-automatons.php',
  'only-html.php',
  'syntax-error.php',
  'README.md',
]);

describe('what is ported compiles', function () {
  this.timeout(180_000);

  for (const style of ['class', 'machine'] as const) {
    it(`every PHP file of the fixtures, ${style} style`, async () => {
      const disk = readdirSync(`${fixtureFolder}disk`).filter((name) => !unportable.has(name));
      const paths = [
        ...phpFixtures().map(({ file }) => file),
        ...disk.map((name) => `${fixtureFolder}disk/${name}`),
      ];
      const modules = new Map<string, string>();
      for (const [number, path] of paths.entries()) {
        const report = await port(path, { style });
        for (const [name, code] of report.modules) modules.set(`port${number}/${name}`, code);
      }
      const contents = {
        out: '/',
        own: ownPackage(),
        scripts: {},
        imports: new Set<string>(),
        hasTests: false,
      };
      const tsconfig = packageFiles(contents).get('tsconfig.json') ?? '';
      expect(modules.size).to.be.greaterThan(paths.length);
      expect(compilerErrors(modules, tsconfig)).to.deep.equal([]);
    });
  }
});
