import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { whyNot } from '../../services/trace-file.js';
import { classNameIn, libraryClass } from './class-names.js';
import { linkClasses } from './classes.js';
import { findPhpFiles } from './find-files.js';
import type { PhpProject, PortProblem } from './model.js';
import { isKind, textOfName, walk } from './nodes.js';
import { loadParser } from './parse.js';
import { PortError } from './port-error.js';
import { ProjectReader } from './project-reader.js';

export interface ReadOptions {
  /** Stops the reading; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Reads a PHP file and what it requires inside its folder, or all PHP files of a folder. In a folder, a file that
 * cannot be read is a problem; if nothing is left, or the file itself was given, an error.
 * @throws PortError `PORT_PATH_UNREADABLE`, `PORT_SYNTAX_ERROR`, `PORT_WITHOUT_PHP`, `PORT_WITHOUT_AUTOMATON`
 */
export async function readPhp(path: string, options: ReadOptions = {}): Promise<PhpProject> {
  const given = resolve(path);
  const isFolder = await isFolderAt(given, path);
  const root = isFolder ? given : dirname(given);
  const reader = new ProjectReader({
    root,
    realRoot: await realpath(root),
    isFolder,
    parse: await loadParser(),
    shown: (file) => (file === given ? path : join(isFolder ? path : dirname(path), relative(root, file))),
    signal: options.signal,
  });
  const passed: PortProblem[] = [];
  if (isFolder) {
    const found = await findPhpFiles(given);
    for (const { path: file, why } of found.passed) {
      passed.push({ severity: 'notice', sentence: `Not read: ${why}.`, file, line: 1 });
    }
    for (const file of found.files) await reader.read(file);
  } else {
    await reader.read(given);
    const [failure] = reader.failures;
    if (failure?.error.data['path'] === path) throw failure.error;
  }
  const { classes, problems } = linkClasses(reader.drafts, reader.constants);
  const files = reader.drafts.map(({ file }) => file);
  const project: PhpProject = {
    root,
    isFolder,
    files: isFolder ? files : [...files].sort((a, b) => first(b.path, given) - first(a.path, given)),
    classes,
    problems: inOrder([...passed, ...reader.problems, ...problems]),
    constants: reader.constants,
    failures: reader.failures.map(({ problem }) => problem),
  };
  if (!hasAutomatons(project)) throw reader.failures[0]?.error ?? withoutAutomaton(path, project);
  return project;
}

function first(path: string, given: string): number {
  return path === basename(given) ? 1 : 0;
}

async function isFolderAt(given: string, path: string): Promise<boolean> {
  try {
    return (await stat(given)).isDirectory();
  } catch (cause) {
    const sentence = `${path} cannot be read: ${whyNot(cause)}.`;
    throw new PortError('PORT_PATH_UNREADABLE', sentence, { path }, { cause });
  }
}

/** Whether there is something to port: a class of automatons, or a program that uses the library's. */
function hasAutomatons({ classes, files }: PhpProject): boolean {
  if ([...classes.values()].some(({ isAutomaton }) => isAutomaton)) return true;
  return files.some((file) => {
    let uses = false;
    walk(file.ast, (node) => {
      if (!isKind(node, 'new') && !isKind(node, 'staticlookup')) return;
      const { name, isOfLibrary } = classNameIn(file, textOfName(node.what));
      if (isOfLibrary && libraryClass(name) !== undefined) uses = true;
    });
    return uses;
  });
}

function withoutAutomaton(path: string, { files, isFolder, classes }: PhpProject): PortError {
  const orphan = [...classes.values()].find(
    ({ parent, parentName, libraryAncestor }) =>
      parentName !== undefined && parent === undefined && libraryAncestor === undefined,
  );
  const start = isFolder && files.length === 0 ? `${path} holds no PHP file` : `${path} holds no automaton`;
  const reason =
    orphan === undefined
      ? 'no class there extends FinitStateAutomaton'
      : `${orphan.name} extends ${orphan.parentName ?? ''}, which was not found`;
  const isEmpty = isFolder && files.length === 0;
  const sentence = `${start}${isEmpty ? '' : `: ${reason}`}; name the file or the folder that does.`;
  return new PortError('PORT_WITHOUT_AUTOMATON', sentence, { path });
}

function inOrder(problems: readonly PortProblem[]): readonly PortProblem[] {
  return [...problems].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
