import type { PhpClass, PhpFile } from './model.js';

/**
 * The classes that names in a file mean, by name in lower case. Programs of one folder that do not require each other
 * may have classes of the same name: a file's own come first, then those of what it requires, then all others.
 * @param all classes of the project by name, the first of each name
 */
export function classesSeenBy<Draft extends PhpClass>(
  file: PhpFile,
  files: readonly PhpFile[],
  all: ReadonlyMap<string, Draft>,
): ReadonlyMap<string, Draft> {
  const byPath = new Map(files.map((one) => [one.path, one]));
  const seen = new Map(all);
  const near = new Set<string>();
  const entered = new Set<PhpFile>();
  const enter = (one: PhpFile): void => {
    if (entered.has(one)) return;
    entered.add(one);
    for (const klass of one.classes) {
      const name = klass.name.toLowerCase();
      if (near.has(name)) continue;
      near.add(name);
      // All classes of the files are drafts, as those of the map are.
      seen.set(name, klass as Draft);
    }
    for (const path of one.requires) {
      const required = byPath.get(path);
      if (required !== undefined) enter(required);
    }
  };
  enter(file);
  return seen;
}
