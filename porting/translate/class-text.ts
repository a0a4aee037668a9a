import type { PhpClass } from '../read/model.js';
import { type ClassNode, typed } from './ast.js';
import { constantLines } from './class-constants.js';
import { classDialect } from './class-dialect.js';
import { heritage } from './class-heritage.js';
import { ownBodies } from './declared-members.js';
import { constructorOf, memberLines, undeclaredMembers } from './class-members.js';
import { isTaken, methodText } from './class-methods.js';
import { spaced, withTrailingComments } from './class-parts.js';
import type { ClassWriting } from './class-writing.js';
import { quote } from './code.js';
import { commentText } from './comments.js';
import { constructorText } from './constructors.js';
import { needsInitialiser } from './member-initialiser.js';
import { casesOf, enumParts } from './enums.js';
import { constantText } from './function-translator.js';
import { interfaceText } from './interfaces.js';
import { identifier } from './names.js';
import { factsOf } from './project-facts.js';
import type { TranslationUnit } from './unit.js';

/** A class, interface or trait in TypeScript; a trait is written into the classes that use it. */
export function classText(unit: TranslationUnit, klass: PhpClass): string {
  const node = typed<ClassNode>(klass.node);
  const comments = commentText(unit.commentsBefore(node));
  switch (klass.kind) {
    case 'interface':
      return `${comments}${interfaceText(unit, klass, node)}`;
    case 'trait':
      return '';
    default:
      return `${comments}${plainClass(unit, klass, node)}`;
  }
}

function plainClass(unit: TranslationUnit, klass: PhpClass, node: ClassNode): string {
  const w: ClassWriting = {
    unit,
    klass,
    dialect: classDialect(unit),
    facts: factsOf(unit.project),
    usesInitialiser: needsInitialiser(unit.project, klass),
    initialised: [],
  };
  const parts: string[] = [];
  if (klass.isAutomaton)
    parts.push(`static override readonly states = [${klass.states.map(quote).join(', ')}];`);
  const members: string[] = [];
  if (klass.kind === 'enum') {
    const any = unit.imports.type('pbx-automata/porting/php', 'PhpValue');
    parts.push(
      ...enumParts(identifier(klass.name), casesOf(klass), any, (one) =>
        constantText(unit, w.dialect, klass, one),
      ),
    );
  }
  const methods: string[] = [];
  for (const body of ownBodies(klass)) {
    const at: ClassWriting = { ...w, unit: unit.at(body.file) };
    for (const one of withTrailingComments(at.unit, typed<ClassNode>(body.node).body)) {
      switch (one.kind) {
        case 'classconstant':
          members.push(
            `${commentText(one.leadingComments ?? [])}${constantLines(at.unit, klass, one).join('\n')}`,
          );
          break;
        case 'propertystatement':
          members.push(memberLines(at, one));
          break;
        case 'traituse':
          if (one.adaptations && one.adaptations.length > 0)
            unit.problem(
              'todo',
              `"insteadof" and "as" of traits are not translated: see which methods ${klass.name} takes.`,
              one,
            );
          break;
        case 'method':
          if (one.name.name.toLowerCase() !== '__construct' && isTaken(klass, body, one))
            methods.push(methodText(at, one, body));
      }
    }
  }
  if (klass.kind !== 'enum') members.push(...undeclaredMembers(w));
  const constructor = klass.kind === 'enum' ? '' : constructorText(w, constructorOf(klass));
  if (w.usesInitialiser) methods.unshift(initialiserText(w));
  parts.push(
    ...members.filter((one) => one !== ''),
    ...(constructor === '' ? [] : [constructor]),
    ...methods,
  );
  return `export ${klass.isAbstract ? 'abstract ' : ''}class ${identifier(klass.name)}${heritage(unit, w, node)} {\n${spaced(parts)}\n}`;
}

function initialiserText(w: ClassWriting): string {
  const isBelow = w.klass.parent !== undefined;
  const body = [...(isBelow ? ['super.initialiseMembers();'] : []), ...w.initialised].join('\n');
  const comment = '/** The members get their values before any constructor runs, as in PHP. */\n';
  return `${comment}protected ${isBelow ? 'override ' : ''}initialiseMembers(): void {\n${body}\n}`;
}
