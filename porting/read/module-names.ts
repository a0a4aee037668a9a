import { posix } from 'node:path';

/** Names that the output folder has for itself. */
const ownNames = ['start.ts', 'start-program.ts'];

/**
 * Names the TypeScript modules of PHP files: as the PHP files are called, so that people find them again, with `.ts`
 * for `.php`, in the same folders. Names that some systems do not take, or not beside each other, are changed.
 */
export class ModuleNames {
  readonly #taken = new Set(ownNames);

  /** @param path of the PHP file, relative to what is ported, with `/` */
  nameFor(path: string): string {
    const plain = path
      .replace(/\.(?:php\d?|phtml|inc)$/i, '')
      .split('/')
      .map((part) => part.replace(/[^\p{L}\p{N}._-]+/gu, '-'))
      .join('/');
    for (let number = 1; ; number += 1) {
      const name = `${plain}${number === 1 ? '' : `-${number}`}.ts`;
      if (this.#taken.has(name.toLowerCase())) continue;
      this.#taken.add(name.toLowerCase());
      return name;
    }
  }
}

/** How one module imports another: `./devices.js`, `../lists/devices.js`. */
export function importPath(from: string, to: string): string {
  const way = posix.relative(posix.dirname(from), to).replace(/\.ts$/, '.js');
  return way.startsWith('.') ? way : `./${way}`;
}
