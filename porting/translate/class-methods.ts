import { libraryClasses } from '../library/library-names.js';
import { chainOf, methodsOf } from '../read/class-lookup.js';
import type { PhpClass, PhpMethod } from '../read/model.js';
import type { MethodNode } from './ast.js';
import { BodyTranslator, type TranslatedCallable } from './body-translator.js';
import { classDialect } from './class-dialect.js';
import { visibilityText } from './class-members.js';
import type { ClassWriting } from './class-writing.js';
import { commentText } from './comments.js';
import { methodName } from './method-names.js';

/** A method of a trait that the class has itself is not the trait's. */
export function isTaken(klass: PhpClass, body: PhpClass, method: MethodNode): boolean {
  return methodsOf(klass).get(method.name.name.toLowerCase())?.owner === body;
}

const magic = new Set(['__get', '__set', '__isset', '__unset', '__call', '__callstatic']);

export function methodText(w: ClassWriting, node: MethodNode, body: PhpClass): string {
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
  // Where a class below has a private method again, TypeScript wants it seen there.
  const isShared = above?.visibility === 'private' || isOverriddenBelow(w, method);
  const visibility =
    isHandlerOf(klass, node) || above?.visibility === 'public' || isShared
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

function isOverriddenBelow({ unit, klass }: ClassWriting, method: PhpMethod): boolean {
  const name = method.name.toLowerCase();
  return (
    method.visibility === 'private' &&
    [...unit.project.classes.values()].some(
      (one) =>
        one !== klass &&
        chainOf(one).includes(klass) &&
        one.methods.some((each) => each.name.toLowerCase() === name),
    )
  );
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
