import { chainOf, methodsOf } from '../read/class-lookup.js';
import { libraryClasses } from '../library/library-names.js';
import type { PhpClass, PhpMethod } from '../read/model.js';
import {
  typed,
  type ClassConstant,
  type ClassMember,
  type ClassNode,
  type MethodNode,
  type Name,
} from './ast.js';
import { BodyTranslator, type TranslatedCallable } from './body-translator.js';
import { methodName } from './method-names.js';
import { classDialect } from './class-dialect.js';
import { classNamed, ownBodies, parentOf } from './class-lookup.js';
import { quote } from './code.js';
import { commentText } from './comments.js';
import { constructorOf, memberLines, undeclaredMembers, visibilityText } from './class-members.js';
import type { ClassWriting } from './class-writing.js';
import { constructorText, needsInitialiser } from './constructors.js';
import { constantText } from './function-translator.js';
import { casesOf, enumParts } from './enums.js';
import { identifier } from './names.js';
import { factsOf } from './project-facts.js';
import type { TranslationUnit } from './unit.js';

/** A class, interface or trait in TypeScript; a trait is written into the classes that use it. */
export function classText(unit: TranslationUnit, klass: PhpClass): string {
  const node = typed<ClassNode>(klass.node);
  const comments = commentText(node.leadingComments ?? []);
  switch (klass.kind) {
    case 'interface':
      return `${comments}${interfaceText(unit, klass, node)}`;
    case 'trait':
      return '';
    default:
      return `${comments}${plainClass(unit, klass, node)}`;
  }
}

function interfaceText(unit: TranslationUnit, klass: PhpClass, node: ClassNode): string {
  const body = new BodyTranslator(unit, { dialect: classDialect(unit), klass });
  const methods = klass.methods.map((one) => {
    const { name, parameters, returnType } = body.callable(one.node);
    return `${commentText(typed<MethodNode>(one.node).leadingComments ?? [])}${name}(${parameters.join(', ').replace(/ = [^,]+/g, '')}): ${returnType};`;
  });
  const constants = node.body
    .filter((one) => one.kind === 'classconstant')
    .flatMap((one) => constantLines(unit, klass, one));
  const values =
    constants.length === 0
      ? ''
      : `\n\nexport abstract class ${identifier(klass.name)} {\n${constants.join('\n')}\n}`;
  return `export interface ${identifier(klass.name)} {\n${methods.join('\n')}\n}${values}`;
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

/** A comment behind a member in its line belongs to it, and not to the next one. */
function withTrailingComments(
  unit: TranslationUnit,
  members: readonly ClassMember[],
): readonly ClassMember[] {
  const { text } = unit.file;
  const result = [...members];
  for (let at = 1; at < result.length; at += 1) {
    const [before, one] = [result[at - 1], result[at]];
    const [comment] = one?.leadingComments ?? [];
    const end = before?.loc?.end.offset;
    if (!before || !one || !comment || end === undefined || text.slice(end, comment.offset).includes('\n'))
      continue;
    if (before.kind !== 'propertystatement' && before.kind !== 'classconstant') continue;
    result[at - 1] = { ...before, leadingComments: [...(before.leadingComments ?? []), comment] };
    result[at] = { ...one, leadingComments: (one.leadingComments ?? []).slice(1) };
  }
  return result;
}

/** Empty lines around everything with a body or a comment. */
function spaced(parts: readonly string[]): string {
  let text = '';
  let wasLong = false;
  for (const part of parts) {
    const isLong = part.includes('\n');
    text += text === '' ? part : isLong || wasLong ? `\n\n${part}` : `\n${part}`;
    wasLong = isLong;
  }
  return text;
}

function heritage(unit: TranslationUnit, w: ClassWriting, node: ClassNode): string {
  const parent = parentOf(unit, w.klass);
  let text = '';
  switch (parent?.kind) {
    case 'project':
      text = ` extends ${w.dialect.className(parent.klass)}`;
      break;
    case 'library':
      text = ` extends ${w.dialect.libraryClass(parent.library.name)}`;
      if (!parent.library.isBuilt)
        unit.problem(
          'todo',
          `${parent.library.name} is not built here; a class that extends it throws LIBRARY_CLASS_NOT_BUILT when it is made.`,
          node,
        );
      break;
    case 'exception':
      text = ` extends ${unit.php(parent.name)}`;
      break;
    case 'throwable':
      text = ' extends Error';
      break;
    case 'stdClass':
    case undefined:
      break;
    case 'unknown':
      unit.problem(
        'todo',
        `${w.klass.name} extends ${w.klass.parentName ?? 'a class'}, which is not there; write it, or do without.`,
        node,
      );
  }
  const interfaces = (node.implements ?? []).flatMap((one: Name) => {
    const found = classNamed(unit, one.name);
    if (found.kind === 'project' && found.klass.kind === 'interface')
      return [
        found.klass.file === unit.file ? identifier(found.klass.name) : w.dialect.className(found.klass),
      ];
    unit.problem(
      'notice',
      `${w.klass.name} implements ${one.name}, which nothing here asks for; it is left out.`,
      node,
    );
    return [];
  });
  return interfaces.length === 0 ? text : `${text} implements ${interfaces.join(', ')}`;
}

function constantLines(unit: TranslationUnit, klass: PhpClass, node: ClassConstant): string[] {
  return node.constants.map((one) => {
    const isRedeclared = chainOf(klass)
      .slice(1)
      .some((above) =>
        typed<ClassNode>(above.node).body.some(
          (each) =>
            each.kind === 'classconstant' && each.constants.some((two) => two.name.name === one.name.name),
        ),
      );
    const any = unit.imports.type('pbx-automata/porting/php', 'PhpValue');
    const value = constantText(unit, classDialect(unit), klass, one.value);
    return `static ${isRedeclared ? 'override ' : ''}readonly ${one.name.name}: ${any} = ${value};`;
  });
}

/** A method of a trait that the class has itself is not the trait's. */
function isTaken(klass: PhpClass, body: PhpClass, method: MethodNode): boolean {
  return methodsOf(klass).get(method.name.name.toLowerCase())?.owner === body;
}

const magic = new Set(['__get', '__set', '__isset', '__unset', '__call', '__callstatic']);

function methodText(w: ClassWriting, node: MethodNode, body: PhpClass): string {
  const { unit, klass } = w;
  const lower = node.name.name.toLowerCase();
  const method = body.methods.find((one) => one.name.toLowerCase() === lower);
  if (!method) throw new Error(`The method ${node.name.name} of ${body.name} was not read.`);
  const comments = commentText(node.leadingComments ?? []);
  let note = '';
  if (magic.has(lower)) {
    const sentence = `${node.name.name}() is called for members or methods that are not there, which TypeScript does not do; declare them, or use a Proxy.`;
    unit.problem('todo', sentence, node);
    note = `// TODO(port): ${sentence}\n`;
  }
  if (lower === '__destruct')
    unit.problem(
      'notice',
      '__destruct() is never called here: there is no moment at which an object goes; call it where the object has done its work.',
      node,
    );
  const isHandler = isHandlerOf(klass, node);
  const translator = new BodyTranslator(unit, { dialect: classDialect(unit), klass });
  const callable = translator.callable(method.node, { isHandler });
  return `${note}${comments}${printMethod(w, node, method, callable)}`;
}

function printMethod(
  w: ClassWriting,
  node: MethodNode,
  method: PhpMethod,
  callable: TranslatedCallable,
): string {
  const { klass, unit } = w;
  const name = methodName({ facts: w.facts }, node.name.name, klass);
  const above = inheritedMethod(klass, node.name.name);
  if (above?.visibility === 'private' || (above && method.visibility === 'private')) {
    unit.problem(
      'todo',
      `${node.name.name}() is private in a class and there again below it: PHP keeps two methods, TypeScript knows one; rename one of them.`,
      node,
    );
  }
  const visibility =
    isHandlerOf(klass, node) || above?.visibility === 'public'
      ? ''
      : visibilityText(above ? above.visibility : method.visibility);
  const returnType =
    callable.returnType === 'NextState'
      ? unit.imports.type('pbx-automata/porting', 'NextState')
      : callable.returnType;
  const head = `${visibility}${method.isStatic ? 'static ' : ''}`;
  const signature = `${name}(${callable.parameters.join(', ')}): ${returnType}`;
  if (node.body === null) {
    return `${visibility}abstract ${above ? 'override ' : ''}${name}(${callable.parameters.map((one) => one.replace(/^(\S+): ([^=]+) = .*$/s, '$1?: $2')).join(', ')}): ${returnType};`;
  }
  const text = callable.body === '' ? '{}' : `{\n${callable.body}\n}`;
  return `${head}${above ? 'override ' : ''}${callable.isAsync ? 'async ' : ''}${signature} ${text}`;
}

export function isHandlerOf(klass: PhpClass, node: MethodNode): boolean {
  return (
    klass.isAutomaton &&
    klass.handlers.some(({ method }) => method.name.toLowerCase() === node.name.name.toLowerCase())
  );
}

/** A method of that name in what the class extends, in the project or the library. */
function inheritedMethod(
  klass: PhpClass,
  name: string,
): { readonly visibility: PhpMethod['visibility'] } | undefined {
  const lower = name.toLowerCase();
  if (klass.parent) {
    const found = methodsOf(klass.parent).get(lower);
    if (found) return found.method;
  }
  const library =
    klass.libraryAncestor === undefined ? undefined : libraryClasses.get(klass.libraryAncestor.toLowerCase());
  if (!library) return undefined;
  const isKnown =
    library.methods.some((one) => one.toLowerCase() === lower) ||
    library.handlers.some(({ state, mt }) => `receive${state}${mt}`.toLowerCase() === lower);
  const isProtected = lower === 'postevent' || lower === 'gettransitioner';
  return isKnown ? { visibility: isProtected ? 'protected' : 'public' } : undefined;
}

function initialiserText(w: ClassWriting): string {
  const isBelow = w.klass.parent !== undefined;
  const body = [...(isBelow ? ['super.initialiseMembers();'] : []), ...w.initialised].join('\n');
  const comment = '/** The members get their values before any constructor runs, as in PHP. */\n';
  return `${comment}protected ${isBelow ? 'override ' : ''}initialiseMembers(): void {\n${body}\n}`;
}
