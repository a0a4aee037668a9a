import { readdir } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Include, Node } from 'php-parser';
import { constantText, textConstantsOf } from './constants.js';
import { isKind, textOfName } from './nodes.js';

/** Where the program begins and what has been defined, for includes by name. */
export interface IncludePlace {
  /** The file that includes, absolute. */
  readonly file: string;
  /** Statements outside classes, for the constants that they define. */
  readonly program: readonly Node[];
  /** Constants of files read before. */
  readonly constants: ReadonlyMap<string, string>;
}

/**
 * The path that a `require` or `include` names, as it is written there (relative ones are not made absolute), with
 * `/`; undefined when it is computed in a way that only PHP knows.
 */
export function includedPath(node: Include, { file, program, constants }: IncludePlace): string | undefined {
  const constantOf = (inner: Node): string | undefined => placeText(inner, file);
  const own = textConstantsOf(program, constantOf);
  const text = constantText(node.target, (inner) => {
    if (isKind(inner, 'name')) {
      const name = inner.name.replace(/^\\/, '');
      return own.get(name) ?? constants.get(name) ?? placeText(inner, file);
    }
    return placeText(inner, file);
  });
  return text?.replaceAll('\\', '/');
}

/** `__DIR__`, `__FILE__`, `dirname(…)`, `realpath(…)` and `DIRECTORY_SEPARATOR`. */
export function placeText(node: Node, file: string): string | undefined {
  if (isKind(node, 'magic')) {
    if (node.value === '__DIR__') return dirname(file);
    return node.value === '__FILE__' ? file : undefined;
  }
  if (isKind(node, 'name')) return node.name === 'DIRECTORY_SEPARATOR' ? '/' : undefined;
  if (!isKind(node, 'call')) return undefined;
  const called = textOfName(node.what).toLowerCase().replace(/^\\/, '');
  const [first, levels] = node.arguments as Node[];
  const text = constantText(first, (inner) => placeText(inner, file));
  if (text === undefined) return undefined;
  if (called === 'realpath') return text;
  if (called !== 'dirname') return undefined;
  let path = text;
  const times =
    levels !== undefined && levels.kind === 'number' && 'value' in levels ? Number(levels.value) : 1;
  for (let level = 0; level < times; level += 1) path = dirname(path);
  return path;
}

/** Whether the path is the folder or lies in it; both absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

/**
 * Places where PHP may look for a path that a file includes: beside the file, beside the program's first file, which
 * in a folder may be in any of those above.
 */
export function candidatesOf(path: string, file: string, root: string): readonly string[] {
  if (isAbsolute(path)) return [resolve(path)];
  const folders: string[] = [];
  for (let folder = dirname(file); isInside(root, folder); folder = dirname(folder)) {
    folders.push(folder);
    if (folder === dirname(folder)) break;
  }
  return folders.map((folder) => resolve(folder, path));
}

/** The path with the upper and lower case that is on the disk: programs from Windows do not care. */
export async function spelledAsOnDisk(root: string, path: string): Promise<string | undefined> {
  let found = root;
  for (const part of relative(root, path).split(sep)) {
    const names = await readdir(found).catch(() => []);
    const name =
      names.find((one) => one === part) ?? names.find((one) => one.toLowerCase() === part.toLowerCase());
    if (name === undefined) return undefined;
    found = join(found, name);
  }
  return found;
}
