import { stat } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { PortProblem, PortReport, PortStyle, Written } from '../porting/tools.js';
import { CliUsageError } from './errors.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import type { CliIo } from './io.js';
import type { Terminal } from './terminal.js';
import { writeAll } from './write.js';

export interface PortArguments {
  readonly out?: string;
  readonly style: PortStyle;
  readonly diagram?: boolean;
  readonly force?: boolean;
}

/** `pbx-automata port FILE|FOLDER`: translates PHP automatons, or draws them. */
export async function portPhp(
  path: string,
  args: PortArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<ExitCode> {
  try {
    return await (args.diagram === true
      ? draw(path, args, io, terminal)
      : translate(path, args, io, terminal));
  } catch (error) {
    if (io.signal.aborted) return exitCodes.interrupted;
    throw error;
  }
}

async function translate(
  path: string,
  { out, force, style }: PortArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<ExitCode> {
  const isFolder = await isFolderAt(path);
  if (out === undefined && isFolder) {
    const sentence = `${path} is a folder and becomes a folder; say which with --out FOLDER, or name one file.`;
    throw new CliUsageError('PORT_OUT_MISSING', sentence, { path });
  }
  const { countsOf, port } = await import('../porting/tools.js');
  terminal.progress(`${path}: translating`);
  const report = await port(path, { style, out, force, signal: io.signal });
  terminal.progress('');
  if (out === undefined) await print(report, io, terminal);
  const folder = isFolder ? path : dirname(path);
  for (const problem of inOrder(report.problems))
    terminal.say(problemText(problem, folder), paintOf(problem, terminal));
  terminal.say(`${out ?? path}: ${countsOf(report)}.`);
  if (out !== undefined) {
    sayKept(report, terminal);
    terminal.say(`What was ported and what is left to do: ${join(out, 'PORTING-REPORT.md')}`);
    if (report.unbuilt !== undefined)
      terminal.say(`First build pbx-automata: ${buildCommand(report.unbuilt)}`);
    const start = report.scripts['start'] === undefined ? 'npm run build' : 'npm start';
    terminal.say(`Next: cd ${quoted(out)} && npm install && ${start}`);
    for (const [name, command] of Object.entries(report.scripts)) {
      if (name !== 'start') terminal.say(`      npm run ${name}: ${command}`);
    }
  }
  return report.failures.length > 0 || report.kept.length > 0 ? exitCodes.failed : exitCodes.done;
}

/** One file has one module; what it imports from others is written with `--out` only. */
async function print({ files, modules }: PortReport, io: CliIo, terminal: Terminal): Promise<void> {
  const [first, ...others] = files;
  await writeAll(io.stdout, [modules.get(first?.module ?? '') ?? '']);
  if (others.length === 0) return;
  const names = others.map(({ path }) => path).join(', ');
  terminal.say(`Note: it requires ${names}; --out FOLDER writes them all.`, terminal.style.accent);
}

/** What is to be done before what is to be known. */
function inOrder(problems: readonly PortProblem[]): readonly PortProblem[] {
  const todos = problems.filter(({ severity }) => severity === 'todo');
  return [...todos, ...problems.filter(({ severity }) => severity === 'notice')];
}

function problemText({ severity, file, line, sentence }: PortProblem, folder: string): string {
  return `${severity === 'todo' ? 'TODO(port)' : 'Note'} ${join(folder, file)}:${line} ${sentence}`;
}

function paintOf({ severity }: PortProblem, { style }: Terminal): (text: string) => string {
  return severity === 'todo' ? style.accent : style.dim;
}

function sayKept({ kept }: Written, terminal: Terminal): void {
  if (kept.length === 0) return;
  const were =
    kept.length === 1
      ? 'was edited, or was there before, and stays as it is'
      : 'were edited, or were there before, and stay as they are';
  terminal.warn(`${kept.join(', ')} ${were}; --force overwrites.`);
}

async function draw(
  path: string,
  { out, force = false }: PortArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<ExitCode> {
  const { diagramMarkdown, diagramOf, writeDiagrams } = await import('../porting/tools.js');
  const diagrams = await diagramOf(path);
  if (out === undefined) {
    await writeAll(io.stdout, [diagramMarkdown(diagrams)]);
    return exitCodes.done;
  }
  const written = await writeDiagrams(diagrams, path, out, { force });
  sayKept(written, terminal);
  for (const name of written.written) terminal.say(join(out, name));
  const missing = diagrams.automatons.filter(({ svg }) => svg === undefined).map(({ name }) => name);
  if (missing.length > 0) {
    terminal.warn(
      `No picture of ${missing.join(', ')}: too large, or the page of pbx-automata is not built (npm run build).`,
    );
  }
  return written.kept.length > 0 ? exitCodes.failed : exitCodes.done;
}

async function isFolderAt(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** From the folder where the person is. */
function buildCommand(root: string): string {
  const place = relative(process.cwd(), root);
  if (place === '') return 'npm run build';
  return `cd ${quoted(place.length < root.length ? place : root)} && npm run build`;
}

/** A path as a shell takes it. */
function quoted(path: string): string {
  return /^[\p{L}\p{N}_./\\:~-]+$/u.test(path) ? path : `"${path}"`;
}
