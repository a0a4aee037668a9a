import { libraryClass } from './class-names.js';
import { textOfName } from './nodes.js';
import type { Outline } from './outline.js';

/** Files of the PHP library, by the last part of their path in lower case. */
const libraryFiles = new Set(['websocket.class.php', 'textalk.class.php']);

/** Whether a path names a file of the PHP library, which is here already. */
export function isLibraryPath(path: string): boolean {
  return libraryFiles.has(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
}

/**
 * Whether a file is the library itself, by what it declares: the base class of automatons, or its other classes in
 * its namespace. A program that defines `PbxAppLoginAutomaton`, as those for PHP 5 do, is none.
 */
export function isLibraryOutline({ classes, namespace }: Pick<Outline, 'classes' | 'namespace'>): boolean {
  const names = classes.map(({ name }) => libraryClass(textOfName(name))?.name ?? '');
  if (names.some((name) => /^Finite?StateAutomaton$/.test(name))) return true;
  return namespace?.toLowerCase() === 'appplatform' && names.some((name) => core.has(name));
}

const core = new Set(['Transitioner', 'WSClient', 'Message', 'AppServiceLogin']);
