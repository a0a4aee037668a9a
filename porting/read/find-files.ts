import { readdir, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { isInside } from './include-paths.js';

/** What a folder holds that may be PHP. */
export interface FoundFiles {
  /** Absolute, in the order of their names. */
  readonly files: readonly string[];
  /** What was passed by, relative to the folder: a reason each. */
  readonly passed: readonly { readonly path: string; readonly why: string }[];
}

/** Ends of names that PHP programs have. */
const phpName = /\.(?:php\d?|phtml|inc)$/i;

/** Folders of other people's programs. */
const foreignFolders = new Set(['node_modules', 'vendor']);

/** Finds the PHP files in a folder and below, each once, whatever links lead to it. */
export async function findPhpFiles(root: string): Promise<FoundFiles> {
  const files: string[] = [];
  const passed: { path: string; why: string }[] = [];
  const seen = new Set<string>();
  const realRoot = await realpath(root);
  const enter = async (folder: string): Promise<void> => {
    const names = await readdir(folder).catch(() => {
      passed.push({ path: relative(root, folder).split(sep).join('/'), why: 'the folder cannot be opened' });
      return [];
    });
    for (const name of names.sort()) {
      if (!name.startsWith('.')) await look(join(folder, name), name);
    }
  };
  const look = async (path: string, name: string): Promise<void> => {
    const shown = relative(root, path).split(sep).join('/');
    if (foreignFolders.has(name)) {
      passed.push({ path: shown, why: 'a folder of that name holds the programs of others' });
      return;
    }
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined) {
      if (phpName.test(name)) passed.push({ path: shown, why: 'the link leads nowhere' });
      return;
    }
    if (seen.has(real)) return;
    const isFolder = (await stat(real)).isDirectory();
    if (!isFolder && !phpName.test(name)) return;
    if (!isInside(realRoot, real)) {
      passed.push({ path: shown, why: 'the link leads out of the folder' });
      return;
    }
    seen.add(real);
    if (isFolder) await enter(path);
    else files.push(path);
  };
  seen.add(realRoot);
  await enter(root);
  return { files, passed };
}
