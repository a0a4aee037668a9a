import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The package that this program is of. */
export interface OwnPackage {
  /** Its folder, absolute. */
  readonly root: string;
  readonly version: string;
  /** Whether it is a checkout, with its sources; else it is installed. */
  readonly isCheckout: boolean;
  /** Versions of what it is made with, for those who are made with the same. */
  readonly versions: Readonly<Record<string, string>>;
}

/** Finds the package above this file, in the sources as well as in `dist`. */
export function ownPackage(): OwnPackage {
  let root = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(root, 'package.json'))) root = dirname(root);
  const text = readFileSync(join(root, 'package.json'), 'utf8');
  const { version, dependencies, devDependencies } = JSON.parse(text) as {
    readonly version: string;
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly devDependencies?: Readonly<Record<string, string>>;
  };
  const isCheckout = existsSync(join(root, 'tsconfig.build.json'));
  return { root, version, isCheckout, versions: { ...devDependencies, ...dependencies } };
}

/** Whether what a program imports from the package is there: a checkout has it only after `npm run build`. */
export function isBuilt({ root }: OwnPackage): boolean {
  return ['dist/index.js', 'dist/porting/index.js', 'dist/porting/php/index.js', 'dist/cli/main.js'].every(
    (path) => existsSync(join(root, path)),
  );
}

/** How the package.json of the output names a package of this folder. */
export function fileDependency(out: string, folder: string): string {
  return `file:${relative(out, folder).split(sep).join('/')}`;
}
