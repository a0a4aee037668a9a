import { chainOf } from '../read/class-lookup.js';
import type { PhpClass } from '../read/model.js';
import { typed, type FunctionNode } from '../translate/ast.js';
import { BodyTranslator } from '../translate/body-translator.js';
import { classDialect } from '../translate/class-dialect.js';
import { classText } from '../translate/class-text.js';
import { commentText } from '../translate/comments.js';
import type { Dialect } from '../translate/dialect.js';
import { constantText } from '../translate/function-translator.js';
import { moduleOf } from '../translate/modules.js';
import { identifier } from '../translate/names.js';
import { factsOf } from '../translate/project-facts.js';
import type { TranslationUnit } from '../translate/unit.js';
import { automatonName } from './automaton-class.js';
import type { OutsideDialect } from './machine-dialect.js';
import { machineModule, phpModule } from './machine-dialect.js';

/** What else there is in a file besides machines: other classes, functions, the program. */
export interface RestOfFile {
  /** How machines and program name what is outside of machines. */
  readonly outside: OutsideDialect;
  code(): { readonly code: string; readonly hasProgram: boolean };
}

/** @param machines all classes of the project that are machines */
export function restOfFile(unit: TranslationUnit, machines: ReadonlySet<PhpClass>): RestOfFile {
  const { file, project } = unit;
  const dialect = programDialect(unit, machines);
  return {
    outside: dialect,
    code: () => {
      const facts = factsOf(project);
      const body = new BodyTranslator(unit, { dialect });
      const constants = [...facts.constants].filter(([, one]) => one.file === file);
      const hasProgram = facts.hasProgram(file);
      const parts = [
        ...constants.map(
          ([name, { value }]) =>
            `export const ${identifier(name)}: ${unit.imports.type(phpModule, 'PhpValue')} = ${constantText(unit, dialect, undefined, value)};`,
        ),
        ...classesLeft(file.classes, project.classes.values(), machines).map((one) => classText(unit, one)),
        ...file.functions.map((one) => functionText(body, typed<FunctionNode>(one))),
        hasProgram ? programText(unit, body) : '',
      ];
      return { code: parts.filter((part) => part !== '').join('\n\n'), hasProgram };
    },
  };
}

/** Those that are no machines, parents first; an abstract automaton only where a class is left that extends it. */
function classesLeft(
  classes: readonly PhpClass[],
  all: Iterable<PhpClass>,
  machines: ReadonlySet<PhpClass>,
): readonly PhpClass[] {
  const needed = new Set([...all].filter((one) => !machines.has(one) && !one.isAbstract).flatMap(chainOf));
  return classes
    .filter((one) => !machines.has(one) && (!one.isAutomaton || needed.has(one)))
    .sort((a, b) => chainOf(a).length - chainOf(b).length);
}

/** As in the class style, but that a machine is made by the class that stands for it, and run by a Transitioner that takes it. */
function programDialect(unit: TranslationUnit, machines: ReadonlySet<PhpClass>): Dialect {
  const plain = classDialect(unit);
  return {
    ...plain,
    className: (klass) => {
      if (!machines.has(klass)) return plain.className(klass);
      const name = automatonName(klass);
      return klass.file === unit.file ? name : unit.imports.value(moduleOf(unit.file, klass.file), name);
    },
    // What programs have of a machine has PHP's names.
    hasObjects: (klass) => !machines.has(klass),
    newOfLibrary: (name, args) => {
      if (name !== 'Transitioner' || machines.size === 0) return plain.newOfLibrary(name, args);
      return `new ${unit.imports.value(machineModule, 'MachineTransitioner')}(${args.join(', ')})`;
    },
  };
}

function functionText(body: BodyTranslator, node: FunctionNode): string {
  const { name, parameters, returnType, body: text, isAsync } = body.callable(node as never);
  const head = `export ${isAsync ? 'async ' : ''}function ${name}(${parameters.join(', ')}): ${returnType}`;
  return `${commentText(node.leadingComments ?? [])}${head} {\n${text}\n}`;
}

/** The program, which runs when the file is run and not when it is imported. */
function programText(unit: TranslationUnit, body: BodyTranslator): string {
  const { code, isAsync } = body.program(unit.file.program);
  const url = unit.imports.value('node:url', 'pathToFileURL');
  const head = isAsync ? 'export async function main(): Promise<void>' : 'export function main(): void';
  const run = `if (import.meta.url === ${url}(process.argv[1] ?? '').href) ${isAsync ? 'await ' : ''}main();`;
  return `${head} {\n${code}\n}\n\n${run}`;
}
