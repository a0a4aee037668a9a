import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The project's folder. */
export const projectRoot = new URL('../../', import.meta.url);

/**
 * A TypeScript program in a document. A block marked `ts` is one, a block marked `ts run` is run too, and all
 * blocks of a page that are marked `ts program` are one program in parts.
 */
export interface Snippet {
  readonly page: string;
  /** Line of the page where its first block begins. */
  readonly line: number;
  readonly code: string;
  readonly isRunnable: boolean;
  /** What it prints: the next block marked `text prints`. */
  readonly prints: string | undefined;
}

interface Block {
  readonly line: number;
  readonly info: string;
  readonly code: string;
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(new URL(page, projectRoot), 'utf8').replaceAll('\r\n', '\n');
  return [...text.matchAll(/^```(\S.*)\n([^]*?)^```$/gm)].map((match) => ({
    line: text.slice(0, match.index).split('\n').length,
    info: (match[1] ?? '').trim(),
    code: match[2] ?? '',
  }));
}

/** All TypeScript in a page, as programs. */
export function snippetsOf(page: string): Snippet[] {
  const blocks = blocksOf(page);
  const printsAfter = (at: number): string | undefined =>
    blocks.slice(at + 1).find(({ info }) => info === 'text prints')?.code;
  const alone = blocks.flatMap(({ line, info, code }, at) => {
    if (info !== 'ts' && info !== 'ts run') return [];
    const isRunnable = info === 'ts run';
    return [{ page, line, code, isRunnable, prints: isRunnable ? printsAfter(at) : undefined }];
  });
  const parts = blocks.filter(({ info }) => info === 'ts program');
  const [first] = parts;
  if (first === undefined) return alone;
  const code = parts.map((part) => part.code).join('\n');
  const prints = printsAfter(blocks.lastIndexOf(parts.at(-1) ?? first));
  return [...alone, { page, line: first.line, code, isRunnable: true, prints }];
}

/** Marks of TypeScript blocks that no test knows, and would pass over. */
export function unknownMarks(page: string): string[] {
  const known = ['ts', 'ts run', 'ts program'];
  return blocksOf(page)
    .map(({ info }) => info)
    .filter((info) => /^(ts|typescript|tsx)\b/i.test(info) && !known.includes(info));
}

function compilerOptions(): ts.CompilerOptions {
  const path = fileURLToPath(new URL('tsconfig.json', projectRoot));
  const config = ts.readConfigFile(path, (name) => ts.sys.readFile(name)).config as unknown;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, fileURLToPath(projectRoot));
  return { ...options, types: ['node'] };
}

/**
 * Type-checks programs as if each were a file of this project.
 * @returns for each what the compiler has against it, as `page:line: message`
 */
export function typeErrors(snippets: readonly Snippet[]): string[] {
  const options = compilerOptions();
  const onDisk = ts.createCompilerHost(options);
  const files = new Map(
    snippets.map((snippet, at) => [fileURLToPath(new URL(`snippet-${at}.ts`, projectRoot)), snippet]),
  );
  // Paths of the compiler have slashes everywhere.
  const find = (name: string): Snippet | undefined =>
    [...files].find(([path]) => path.replaceAll('\\', '/') === name.replaceAll('\\', '/'))?.[1];
  const host: ts.CompilerHost = {
    ...onDisk,
    fileExists: (name) => find(name) !== undefined || onDisk.fileExists(name),
    readFile: (name) => find(name)?.code ?? onDisk.readFile(name),
    getSourceFile: (name, version, ...rest) => {
      const snippet = find(name);
      if (snippet === undefined) return onDisk.getSourceFile(name, version, ...rest);
      return ts.createSourceFile(name, `${snippet.code}\nexport {};`, version, true);
    },
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return [...files].flatMap(([path, { page, line, code }]) => {
    const source = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ start = 0, messageText }) => {
        const before = code.slice(0, start).split('\n');
        const text = ts.flattenDiagnosticMessageText(messageText, '\n');
        return `${page}, line ${before.length} of the program that begins at line ${line}: ${text}`;
      },
    );
  });
}

/** The program as JavaScript, for Node to run. */
export function toJavaScript({ code }: Snippet): string {
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}
