import { readFile, realpath, stat } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import type { Include, Node, Program } from 'php-parser';
import { whyNot } from '../../services/trace-file.js';
import type { FileDraft } from './classes.js';
import { textConstantsOf } from './constants.js';
import type { Decoded } from './decode.js';
import { decode } from './decode.js';
import { candidatesOf, includedPath, isInside, placeText, spelledAsOnDisk } from './include-paths.js';
import { isLibraryOutline, isLibraryPath } from './library-files.js';
import type { PhpClass, PhpFile, PhpInclude, PortProblem } from './model.js';
import { ModuleNames } from './module-names.js';
import { lineOf } from './nodes.js';
import type { Outline } from './outline.js';
import { outlineOf } from './outline.js';
import type { ParsePhp } from './parse.js';
import { PhpSyntaxError } from './parse.js';
import { PortError } from './port-error.js';

/** Largest file that is read, in bytes; a program of that size is data, or made by a program. */
const largestFile = 8 * 2 ** 20;

export interface ProjectPlace {
  /** The folder that paths are relative to, absolute, and the same without links. */
  readonly root: string;
  readonly realRoot: string;
  /** Whether a folder was given, in which not every file need be a program. */
  readonly isFolder: boolean;
  readonly parse: ParsePhp;
  /** A path as the person knows it, for sentences of errors. */
  readonly shown: (file: string) => string;
  readonly signal: AbortSignal | undefined;
}

/** Reads files and what they require, each once. */
export class ProjectReader {
  readonly drafts: FileDraft[] = [];
  readonly constants = new Map<string, string>();
  readonly problems: PortProblem[] = [];
  /** Files that could not be read, and why. */
  readonly failures: { readonly error: PortError; readonly problem: PortProblem }[] = [];
  /** What became of each file, by its path without links. */
  readonly #seen = new Map<string, PhpInclude['target']>();
  readonly #modules = new ModuleNames();

  constructor(readonly place: ProjectPlace) {}

  /**
   * Reads a file (absolute) and what it requires; what is wrong with it is noted among the failures.
   * @returns what an include of it finds
   */
  async read(file: string): Promise<PhpInclude['target']> {
    this.place.signal?.throwIfAborted();
    const real = await realpath(file).catch(() => file);
    if (this.#seen.has(real)) return this.#seen.get(real);
    const path = this.#pathOf(file);
    this.#seen.set(real, path);
    try {
      const found = await this.#parse(file);
      if (found === undefined) this.#seen.set(real, theLibrary);
      else await this.#take(file, path, found);
    } catch (error) {
      if (!(error instanceof PortError)) throw error;
      this.#seen.set(real, undefined);
      const line = typeof error.data['line'] === 'number' ? error.data['line'] : 1;
      // The report is the same from wherever the command is called.
      const sentence = `Not ported: ${error.message.replaceAll(this.place.shown(file), path)}`;
      const isHarmless = this.place.isFolder && error.code === 'PORT_WITHOUT_PHP';
      const problem: PortProblem = { severity: isHarmless ? 'notice' : 'todo', sentence, file: path, line };
      if (!isHarmless) this.failures.push({ error, problem });
      this.problems.push(problem);
    }
    return this.#seen.get(real);
  }

  /** Parses a file; undefined for one of the library, which is here already. */
  async #parse(file: string): Promise<Parsed | undefined> {
    if (isLibraryPath(file.replaceAll('\\', '/'))) return undefined;
    const shown = this.place.shown(file);
    const decoded = decode(await readBytes(file, shown));
    if (decoded === undefined) {
      const sentence = `${shown} holds no text; name a file of PHP.`;
      throw new PortError('PORT_WITHOUT_PHP', sentence, { path: shown });
    }
    if (!decoded.text.includes('<?')) {
      const sentence = `${shown} holds no PHP: there is no <?php in it; name a file that has some.`;
      throw new PortError('PORT_WITHOUT_PHP', sentence, { path: shown });
    }
    const ast = this.#ast(decoded.text, shown);
    const outline = outlineOf(ast);
    return isLibraryOutline(outline) ? undefined : { ...decoded, ast, outline };
  }

  #ast(text: string, shown: string): Program {
    try {
      return this.place.parse(text, shown);
    } catch (cause) {
      if (!(cause instanceof PhpSyntaxError)) throw cause;
      const { line, column, reason } = cause;
      if (reason.includes('Maximum call stack')) {
        const sentence = `${shown} nests expressions or blocks too deeply to be read; split the deepest.`;
        throw new PortError('PORT_SYNTAX_ERROR', sentence, { path: shown, line, column }, { cause });
      }
      const sentence = `${shown}:${line} is no valid PHP: ${reason}; correct it (php -l ${shown} says more), or report it if PHP takes it.`;
      throw new PortError('PORT_SYNTAX_ERROR', sentence, { path: shown, line, column }, { cause });
    }
  }

  async #take(file: string, path: string, { text, encoding, ast, outline }: Parsed): Promise<void> {
    const { classes: nodes, functions, program, namespace, aliases } = outline;
    const constantOf = (node: Node): string | undefined => placeText(node, file);
    for (const [name, value] of textConstantsOf(program, constantOf)) this.constants.set(name, value);
    const classes: PhpClass[] = [];
    const includes: PhpInclude[] = [];
    const requires: string[] = [];
    // What it requires comes first, as PHP does it, but for circles.
    for (const node of outline.includes) {
      const target = await this.#follow(node, file, path, program);
      includes.push({ node, line: lineOf(node), target });
      if (typeof target === 'string' && !requires.includes(target)) requires.push(target);
    }
    const read: PhpFile = {
      path,
      module: this.#modules.nameFor(path),
      text,
      encoding,
      ast,
      classes,
      functions,
      program,
      requires,
      includes,
      namespace,
      aliases,
    };
    this.drafts.push({ file: read, nodes, classes });
  }

  async #follow(
    node: Include,
    file: string,
    path: string,
    program: readonly Node[],
  ): Promise<PhpInclude['target']> {
    const word = node.require ? 'required' : 'included';
    const written = includedPath(node, { file, program, constants: this.constants });
    let problem = `Which file is ${word} here is known only while PHP runs; import what it declares.`;
    if (written !== undefined) {
      if (isLibraryPath(written)) return theLibrary;
      const found = await this.#find(written, file);
      if (typeof found !== 'string') {
        const name = `${relativeTo(this.place.root, written)}, which is ${word} here,`;
        problem = `${name} ${missing[found.why]}`;
      } else return this.read(found);
    }
    this.problems.push({ severity: 'todo', sentence: problem, file: path, line: lineOf(node) });
    return undefined;
  }

  /** The file that is meant, absolute, in the folder that is ported. */
  async #find(written: string, file: string): Promise<string | { readonly why: keyof typeof missing }> {
    const { root, realRoot } = this.place;
    const candidates = candidatesOf(written, file, root);
    const inside = candidates.filter((one) => isInside(root, one));
    for (const candidate of inside) {
      const found = await spelledAsOnDisk(root, candidate);
      const real = found === undefined ? undefined : await realpath(found).catch(() => undefined);
      if (found === undefined || real === undefined) continue;
      if (!isInside(realRoot, real)) return { why: 'outside' };
      if ((await stat(real)).isFile()) return found;
    }
    return { why: inside.length === 0 ? 'outside' : 'absent' };
  }

  #pathOf(file: string): string {
    return relative(this.place.root, file).split(sep).join('/');
  }
}

interface Parsed extends Decoded {
  readonly ast: Program;
  readonly outline: Outline;
}

const theLibrary = { library: true } as const;

const missing = {
  outside: 'lies outside the folder that is ported and is not read; port the folder that holds both.',
  absent: 'is not there; put it there, or import what it declares.',
} as const;

/** A path made with `__DIR__` is shown without this machine's folders. */
function relativeTo(root: string, written: string): string {
  const way = relative(root, written).split(sep).join('/');
  return written.startsWith('/') || /^[a-z]:/i.test(written) ? way : written;
}

async function readBytes(file: string, shown: string): Promise<Uint8Array> {
  try {
    const found = await stat(file);
    if (found.isFile() && found.size <= largestFile) return await readFile(file);
    const sentence = found.isFile()
      ? `${shown} is larger than 8 MiB, which no program by hand is; take the automatons out of it into a file of their own.`
      : `${shown} is neither a file nor a folder; name a file of PHP.`;
    throw new PortError('PORT_PATH_UNREADABLE', sentence, { path: shown });
  } catch (cause) {
    if (cause instanceof PortError) throw cause;
    const sentence = `${shown} cannot be read: ${whyNot(cause)}.`;
    throw new PortError('PORT_PATH_UNREADABLE', sentence, { path: shown }, { cause });
  }
}
