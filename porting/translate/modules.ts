import type { PhpFile } from '../read/model.js';

/** Path of the TypeScript that a PHP file becomes: `lib/lister.php` is `lib/lister.ts`. */
export function outputPath(path: string): string {
  return `${path.replace(/\.(php\d?|phtml|inc)$/i, '')}.ts`;
}

/** What one file of the output imports another one by: `./lister.js`, `../config.js`. */
export function moduleOf(from: PhpFile, to: PhpFile): string {
  const own = outputPath(from.path).split('/').slice(0, -1);
  const other = outputPath(to.path).replace(/\.ts$/, '.js').split('/');
  while (own.length > 0 && own[0] === other[0]) {
    own.shift();
    other.shift();
  }
  return own.length === 0 ? `./${other.join('/')}` : `${'../'.repeat(own.length)}${other.join('/')}`;
}
