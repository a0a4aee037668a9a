import { readFileSync } from 'node:fs';
import { expect } from 'chai';

const root = new URL('../../', import.meta.url);

interface Manifest {
  readonly version: string;
  readonly license: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

const manifestAt = (path: string): Manifest =>
  JSON.parse(readFileSync(new URL(path, root), 'utf8')) as Manifest;

/** The rows below a heading: package name and the other cells. */
function rowsBelow(heading: string): Map<string, readonly string[]> {
  const document = readFileSync(new URL('docs/dependencies.md', root), 'utf8');
  const [, after = ''] = document.split(`## ${heading}\n`);
  const [section = ''] = after.split('\n## ');
  const rows = [...section.matchAll(/^\| `([^`]+)` \|(.*)\|$/gm)];
  return new Map(rows.map(([, name = '', rest = '']) => [name, rest.split('|').map((cell) => cell.trim())]));
}

describe('docs/dependencies.md', () => {
  const { dependencies, devDependencies } = manifestAt('package.json');

  for (const [heading, wanted] of [
    ['In use at run time', dependencies],
    ['In use in development', devDependencies],
  ] as const) {
    const rows = rowsBelow(heading);

    it(`${heading}: lists what package.json asks for`, () => {
      expect([...rows.keys()].sort()).to.deep.equal(Object.keys(wanted).sort());
    });

    it(`${heading}: has the release and the licence right`, () => {
      const wrong = [...rows].filter(([name, [, licence, release = '']]) => {
        const installed = manifestAt(`node_modules/${name}/package.json`);
        return licence !== installed.license || !release.startsWith(`${installed.version}, `);
      });
      expect(wrong.map(([name]) => name)).to.deep.equal([]);
    });
  }
});
