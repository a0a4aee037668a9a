import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const project = fileURLToPath(new URL('../../', import.meta.url));

/**
 * What the TypeScript compiler says about ported modules, one line each; none when all compile.
 * @param modules by path; each port in a folder of its own
 * @param tsconfig text of the `tsconfig.json` that ports are written with
 */
export function compilerErrors(modules: ReadonlyMap<string, string>, tsconfig: string): string[] {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'compiled-')));
  try {
    symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction');
    mkdirSync(join(folder, 'ports', 'node_modules'), { recursive: true });
    symlinkSync(project, join(folder, 'ports', 'node_modules', 'pbx-automata'), 'junction');
    writeFileSync(join(folder, 'ports', 'package.json'), '{ "type": "module" }');
    const files = [...modules].map(([path, code]) => {
      const file = join(folder, 'ports', path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, code);
      return file;
    });
    const program = ts.createProgram(files, optionsOf(tsconfig, folder));
    return files.flatMap((file) => {
      const source = program.getSourceFile(file);
      const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
      return found.map((diagnostic) => lineOf(diagnostic, folder));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** As the output says, but with the sources of this package in the place of its build. */
function optionsOf(tsconfig: string, folder: string): ts.CompilerOptions {
  const given = ts.parseConfigFileTextToJson('tsconfig.json', tsconfig).config as Record<string, unknown>;
  const { options } = ts.convertCompilerOptionsFromJson(given['compilerOptions'], folder);
  return { ...options, noEmit: true, customConditions: ['pbx-automata-source'] };
}

function lineOf({ file, start, messageText }: ts.Diagnostic, folder: string): string {
  const text = ts.flattenDiagnosticMessageText(messageText, ' ');
  if (file === undefined || start === undefined) return text;
  const { line } = file.getLineAndCharacterOfPosition(start);
  return `${file.fileName.slice(folder.length + '/ports/'.length)}:${line + 1}: ${text}`;
}
