import { resolve } from 'node:path';
import type { PhpClass, PhpFile, PhpProject, PortProblem } from '../read/model.js';
import { lineOf, textOfName } from '../read/nodes.js';
import { readPhp } from '../read/read-php.js';
import { classesSeenBy } from '../read/seen-classes.js';
import { formatted } from './format.js';
import { checkOutput, writeOutput } from './output-folder.js';
import { isBuilt, ownPackage } from './own-package.js';
import { packageFiles } from './package-files.js';
import type { PortedAutomaton, PortedFile, PortSummary } from './report.js';
import { reportJson, reportMarkdown } from './report.js';
import type { ExportedAs, StartFile } from './start-file.js';
import { startFile, startModule } from './start-file.js';
import type { SafelyTranslated } from './translate-safely.js';
import { translatedSafely } from './translate-safely.js';
import type { PortStyle, Translate, Translated } from './translator.js';
import { loadTranslate } from './translator.js';

export interface PortOptions {
  /** Default: `class`, the same classes in TypeScript. */
  readonly style?: PortStyle | undefined;
  /** The folder that is written; nothing is written without it. */
  readonly out?: string | undefined;
  /** Overwrites what a person has edited in it. */
  readonly force?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Translates a file; default: that of the style. */
  readonly translate?: Translate | undefined;
}

/** What a port made. */
export interface PortReport extends PortSummary {
  /** The ported modules and what belongs to them, formatted, by path. */
  readonly modules: ReadonlyMap<string, string>;
  /** Written into `out`, relative to it; empty without `out`. */
  readonly written: readonly string[];
  /** In `out` and edited since, or not from an earlier port: left as they were. */
  readonly kept: readonly string[];
  /** The scripts of the package, by name: `start`, `program`. */
  readonly scripts: Readonly<Record<string, string>>;
  /** A checkout of this package that is to be built before `npm start` works; undefined when all is there. */
  readonly unbuilt: string | undefined;
}

/**
 * Ports the automatons of a PHP file or folder to TypeScript.
 * @throws PortError see `readPhp`, and `PORT_OUTPUT_UNUSABLE`, `PORT_OUTPUT_UNWRITABLE`
 */
export async function port(path: string, options: PortOptions = {}): Promise<PortReport> {
  const { style = 'class', out, force = false, signal } = options;
  if (out !== undefined) await checkOutput(out, path);
  const project = await readPhp(path, { signal });
  const translate = options.translate ?? (await loadTranslate(style));
  const translated: { readonly file: PhpFile; readonly result: SafelyTranslated }[] = [];
  for (const file of project.files) {
    signal?.throwIfAborted();
    const classes = classesSeenBy(file, project.files, project.classes);
    translated.push({ file, result: await translatedSafely(translate, { ...project, classes }, file) });
  }
  const start = startFile(project, exportsAmong(translated));
  const tests = translated.flatMap(({ file, result: { testCode } }) =>
    testCode === undefined ? [] : [[file.module.replace(/\.ts$/, '.test.ts'), testCode] as const],
  );
  const modules = new Map(translated.map(({ file, result }) => [file.module, result.code]));
  if (start.code !== undefined) modules.set(startModule, await formatted(start.code, startModule));
  for (const [path, code] of tests) modules.set(path, await formatted(code, path));
  const summary: PortSummary = {
    style,
    files: translated.map(({ file, result }) => portedFile(file, result.hasProgram)),
    problems: inOrder([
      ...project.problems,
      ...translated.flatMap(({ result }) => result.problems),
      ...start.problems,
    ]),
    failures: [...project.failures, ...translated.flatMap(({ result }) => result.failure ?? [])],
  };
  const scripts = startScripts(project, summary, start);
  const own = ownPackage();
  const { written, kept } =
    out === undefined
      ? { written: [], kept: [] }
      : await writeOutput(
          out,
          new Map([
            ...packageFiles({
              out: resolve(out),
              own,
              scripts,
              imports: importsOf(modules),
              hasTests: tests.length > 0,
            }),
            ...modules,
            ['PORTING-REPORT.md', reportMarkdown(summary)],
            ['PORTING-REPORT.json', reportJson(summary)],
          ]),
          { force },
        );
  return {
    ...summary,
    modules,
    written,
    kept,
    scripts,
    unbuilt: own.isCheckout && !isBuilt(own) ? own.root : undefined,
  };
}

/** As what a class is exported: in the machine style one that cannot become a machine stays a class. */
function exportsAmong(
  translated: readonly { readonly file: PhpFile; readonly result: Translated }[],
): (klass: PhpClass) => ExportedAs {
  const codes = new Map(translated.map(({ file, result }) => [file, result.code]));
  return ({ file, name }) => {
    const code = codes.get(file) ?? '';
    if (code.includes(`export const ${name} =`)) return 'machine';
    return code.includes(`export class ${name} `) ? 'class' : undefined;
  };
}

function portedFile(file: PhpFile, hasProgram: boolean): PortedFile {
  const { path, module, classes, functions } = file;
  return {
    path,
    module,
    automatons: classes.filter(({ isAutomaton }) => isAutomaton).map(portedAutomaton),
    otherClasses: classes.filter(({ isAutomaton }) => !isAutomaton).map(({ name }) => name),
    functions: functions.map(({ name }) => textOfName(name)),
    hasProgram,
  };
}

function portedAutomaton(klass: PhpClass): PortedAutomaton {
  const { name, node, isAbstract, parentName, states, handlers } = klass;
  return {
    name,
    line: lineOf(node),
    isAbstract,
    extends: parentName ?? '',
    states,
    handlers: handlers.map(({ state, mt, owner }) => ({
      state,
      mt,
      ...(owner !== klass && { from: owner.name }),
    })),
  };
}

/**
 * `npm start` runs the automatons by themselves, which needs no PBX; where a value is missing for that, and where
 * there are none, the program. Files that others require are no programs by themselves.
 */
function startScripts(
  { files }: PhpProject,
  summary: PortSummary,
  start: StartFile,
): Readonly<Record<string, string>> {
  const required = new Set(files.flatMap(({ requires }) => requires));
  const programs = summary.files.filter(({ path, hasProgram }) => hasProgram && !required.has(path));
  const run = (module: string): string => `pbx-automata run ${module}`;
  const scripts = new Map<string, string>();
  const [first] = programs;
  const isComplete = start.problems.length === 0 || first === undefined;
  if (start.code !== undefined && isComplete) scripts.set('start', run(startModule));
  else if (first !== undefined) scripts.set('start', run(first.module));
  if (start.code !== undefined && !isComplete) scripts.set('automatons', run(startModule));
  for (const { module } of programs) {
    const name = programs.length === 1 ? 'program' : `program:${module.replace(/\.ts$/, '')}`;
    scripts.set(name, run(module));
  }
  return Object.fromEntries(scripts);
}

/** The packages that modules import. */
function importsOf(modules: ReadonlyMap<string, string>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const code of modules.values()) {
    for (const [, name = ''] of code.matchAll(/^(?:import|\}) .*?from '([^'.][^']*)';$/gm)) found.add(name);
  }
  return found;
}

function inOrder(problems: readonly PortProblem[]): readonly PortProblem[] {
  const once = new Map(problems.map((one) => [`${one.file}:${one.line} ${one.sentence}`, one]));
  return [...once.values()].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}
