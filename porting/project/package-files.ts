import { basename, join } from 'node:path';
import { fileDependency, type OwnPackage } from './own-package.js';

/** What the files around the ported ones depend on. */
export interface PackageContents {
  /** The output folder, absolute. */
  readonly out: string;
  readonly own: OwnPackage;
  /** Scripts to run programs, by name, besides `start`, `build`. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Packages that the modules import. */
  readonly imports: ReadonlySet<string>;
  readonly hasTests: boolean;
}

/** `package.json`, `tsconfig.json` and `.gitignore` of the output, by path. */
export function packageFiles(contents: PackageContents): ReadonlyMap<string, string> {
  return new Map([
    ['package.json', json(packageJson(contents))],
    ['tsconfig.json', json(tsconfig)],
    ['.gitignore', 'node_modules/\nbuild/\n'],
  ]);
}

function packageJson({ out, own, scripts, imports, hasTests }: PackageContents): object {
  const { isCheckout, root, version, versions } = own;
  // Of a checkout the very packages that it has: two copies of XState have types that do not fit each other.
  const shared = (name: string): string =>
    isCheckout ? fileDependency(out, join(root, 'node_modules', name)) : (versions[name] ?? '*');
  return {
    name: packageName(out),
    version: '1.0.0',
    private: true,
    type: 'module',
    engines: { node: '>=20.19.0' },
    scripts: {
      ...scripts,
      build: 'tsc',
      types: 'tsc --noEmit',
      ...(hasTests && { test: 'tsc && mocha "build/**/*.test.js"' }),
    },
    dependencies: {
      'pbx-automata': isCheckout ? fileDependency(out, root) : `^${version}`,
      ...(imports.has('xstate') && { xstate: shared('xstate') }),
    },
    devDependencies: {
      '@types/node': versions['@types/node'],
      ...(hasTests && {
        '@types/mocha': versions['@types/mocha'],
        ...(imports.has('chai') && { '@types/chai': versions['@types/chai'], chai: versions['chai'] }),
        mocha: versions['mocha'],
      }),
      typescript: versions['typescript'],
    },
  };
}

/** PHP has no types to speak of: where they are unknown, that is no error. */
const tsconfig = {
  compilerOptions: {
    target: 'ES2023',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    strict: true,
    noImplicitAny: false,
    noImplicitThis: false,
    strictPropertyInitialization: false,
    useUnknownInCatchVariables: false,
    allowUnreachableCode: true,
    allowUnusedLabels: true,
    skipLibCheck: true,
    outDir: 'build',
    types: ['node'],
  },
  include: ['**/*.ts'],
  exclude: ['node_modules', 'build'],
};

function packageName(out: string): string {
  const plain = basename(out)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '');
  return plain === '' || plain === 'pbx-automata' ? 'ported-automatons' : plain;
}

function json(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}
