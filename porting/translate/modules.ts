import type { PhpFile } from '../read/model.js';
import { importPath } from '../read/module-names.js';

/** What one file of the output imports another one by: `./lister.js`, `../config.js`. */
export function moduleOf(from: PhpFile, to: PhpFile): string {
  return importPath(from.module, to.module);
}
