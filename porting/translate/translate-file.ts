import { chainOf } from '../read/class-lookup.js';
import type { PhpClass, PhpFile, PhpProject } from '../read/model.js';
import { typed, walk, type FunctionNode, type Statement } from './ast.js';
import { BodyTranslator, type TranslatedFile } from './body-translator.js';
import { classDialect } from './class-dialect.js';
import { classText } from './class-text.js';
import { commentText } from './comments.js';
import { fileComments } from './file-comment.js';
import { constantText } from './function-translator.js';
import { identifier } from './names.js';
import { factsOf } from './project-facts.js';
import { TranslationUnit } from './unit.js';

export type { TranslatedFile } from './body-translator.js';

/** A PHP file as a TypeScript module: its classes, functions, constants, and its program as `main()`. */
export function translateFile(project: PhpProject, file: PhpFile): TranslatedFile {
  const unit = new TranslationUnit(project, file, namesIn(file));
  unit.commentsAtTop.push(...fileComments(file));
  const facts = factsOf(project);
  const body = new BodyTranslator(unit, { dialect: classDialect(unit) });
  const classes = inOrder(file.classes).map((one) => classText(unit, one));
  const functions = file.functions.map((one) => functionText(unit, body, typed<FunctionNode>(one)));
  const constants = [...facts.constants]
    .filter(([, one]) => one.file === file)
    .map(
      ([name, { value }]) =>
        `export const ${identifier(name)}: ${unit.imports.type('pbx-automata/porting/php', 'PhpValue')} = ${constantText(unit, classDialect(unit), undefined, value)};`,
    );
  const hasProgram = facts.hasProgram(file);
  const program = hasProgram ? programText(unit, body, file) : '';
  const parts = [
    commentText(unit.commentsAtTop).trimEnd(),
    unit.imports.print(),
    constants.join('\n'),
    unit.moduleVariables(),
    ...classes,
    ...functions,
    program,
  ];
  const code = parts.filter((part) => part !== '').join('\n\n');
  return { code: `${code === '' ? 'export {};' : code}\n`, problems: inLineOrder(unit), hasProgram };
}

function inLineOrder(unit: TranslationUnit): TranslatedFile['problems'] {
  return [...unit.problems].sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1));
}

/** Names that the file uses for its own, so that nothing imported may have them. */
export function namesIn(file: PhpFile): ReadonlySet<string> {
  const names = new Set<string>(['main']);
  const add = (node: Statement): void => {
    walk(node, (one) => {
      if (one.kind === 'variable' && typeof one.name === 'string') names.add(identifier(one.name));
      if (one.kind === 'parameter') names.add(identifier(one.name.name));
      if (one.kind === 'function') names.add(identifier(one.name.name));
      if (one.kind === 'class' && one.name) names.add(identifier(one.name.name));
    });
  };
  add(typed<Statement>(file.ast));
  for (const klass of file.classes) for (const trait of klass.traits) add(typed<Statement>(trait.node));
  return names;
}

/** Parents before those that extend them. */
function inOrder(classes: readonly PhpClass[]): readonly PhpClass[] {
  const depth = (one: PhpClass): number => chainOf(one).length;
  return [...classes].sort((a, b) => depth(a) - depth(b));
}

function functionText(unit: TranslationUnit, body: BodyTranslator, node: FunctionNode): string {
  const { name, parameters, returnType, body: text, isAsync } = body.callable(node as never);
  return `${commentText(unit.commentsBefore(node))}export ${isAsync ? 'async ' : ''}function ${name}(${parameters.join(', ')}): ${returnType} {\n${text}\n}`;
}

/** The program, which runs when the file is run and not when it is imported. */
function programText(unit: TranslationUnit, body: BodyTranslator, file: PhpFile): string {
  const { code, isAsync } = body.program(file.program);
  const url = unit.imports.value('node:url', 'pathToFileURL');
  const head = isAsync ? 'export async function main(): Promise<void>' : 'export function main(): void';
  const run = `if (import.meta.url === ${url}(process.argv[1] ?? '').href) ${isAsync ? 'await ' : ''}main();`;
  return `${head} {\n${code}\n}\n\n${run}`;
}
