import type { LibraryClass } from '../library/library-names.js';
import { libraryClasses } from '../library/library-names.js';
import type { PhpFile } from './model.js';
import { withoutNamespace } from './nodes.js';

/** What a name of a class stands for in a file. */
export interface ClassName {
  /** Without namespace, `use … as` undone: `FinitStateAutomaton` of `FSA`. */
  readonly name: string;
  /** Whether it is written or imported as a class of the library's namespace. */
  readonly isOfLibrary: boolean;
}

const libraryNamespace = 'appplatform';

/**
 * Resolves a class name as PHP does, as far as one needs to know: aliases of `use`, the namespace of the library.
 * @param written as in the source: `FSA`, `AppPlatform\Message`, `\AppPlatform\Message`
 */
export function classNameIn(file: Pick<PhpFile, 'aliases' | 'namespace'>, written: string): ClassName {
  const full = fullName(file, written);
  const parts = full.toLowerCase().split('\\');
  const isOfLibrary = parts.length === 2 && parts[0] === libraryNamespace;
  return { name: withoutNamespace(full), isOfLibrary };
}

function fullName({ aliases, namespace }: Pick<PhpFile, 'aliases' | 'namespace'>, written: string): string {
  if (written.startsWith('\\')) return written.slice(1);
  const [first = '', ...rest] = written.split('\\');
  const alias = aliases.get(first.toLowerCase());
  if (alias !== undefined) return [alias, ...rest].join('\\');
  // In another namespace `AppPlatform\Message` would not be the library's; people get away with neither.
  if (rest.length > 0) return written;
  return namespace === undefined ? written : `${namespace}\\${written}`;
}

/** The library's class of that name, whatever its case; undefined if it has none. */
export function libraryClass(name: string): LibraryClass | undefined {
  return libraryClasses.get(withoutNamespace(name).toLowerCase());
}
