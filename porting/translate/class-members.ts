import type { PhpClass } from '../read/model.js';
import { chainOf } from '../read/class-lookup.js';
import {
  children,
  typed,
  type ClassNode,
  type MethodNode,
  type PhpNode,
  type PropertyNode,
  type PropertyStatement,
  type Statement,
} from './ast.js';
import { declaredMember, isPromoted, memberNameIn, ownBodies } from './declared-members.js';
import { parentOf } from './class-lookup.js';
import { constantText } from './function-translator.js';
import type { ClassWriting } from './class-writing.js';
import { phpValueType } from './translating.js';
import { commentText } from './comments.js';
import { typeOf, typeOfHint } from './types.js';
import { isPlainName } from './names.js';

function isDeclaredBelow({ klass, unit }: ClassWriting, name: string): boolean {
  return [...unit.project.classes.values()].some(
    (one) => one !== klass && chainOf(one).includes(klass) && declaredMember(one, name)?.owner === one,
  );
}

/** TypeScript visibility, with a blank behind; public is not written. */
export function visibilityText(visibility: string | null): string {
  return visibility === 'protected' || visibility === 'private' ? `${visibility} ` : '';
}

/** The members of a class that are declared with `var`, `public`, `protected`, `private`. */
export function memberLines(w: ClassWriting, statement: PropertyStatement): string {
  const lines = statement.properties.map((one) => memberLine(w, statement, one));
  return `${commentText(statement.leadingComments ?? [])}${lines.join('\n')}`;
}

function memberLine(w: ClassWriting, statement: PropertyStatement, node: PropertyNode): string {
  const { unit, klass } = w;
  const name = memberNameIn(klass, node.name.name);
  if (name !== node.name.name) {
    unit.problem(
      'notice',
      `The member $${node.name.name} is called ${name} here, since a method or TypeScript has its name.`,
      node,
    );
  }
  const inherited = chainOf(klass)
    .slice(1)
    .map((one) => declaredMember(one, node.name.name))
    .find((one) => one !== undefined);
  if (inherited?.visibility === 'private' || (inherited && statement.visibility === 'private')) {
    unit.problem(
      'todo',
      `$${node.name.name} is declared again by a class below one that has it as private: PHP keeps two members, TypeScript knows one; rename one of them.`,
      node,
    );
  }
  const isMessage = name === 'message' && parentOf(unit, klass)?.kind === 'exception';
  // Where a class below declares a private member again, TypeScript wants it seen there.
  const isShared = inherited?.visibility === 'private' || isDeclaredBelow(w, node.name.name);
  const visibility = isMessage || isShared ? '' : visibilityText(statement.visibility);
  const override = inherited || isMessage ? 'override ' : '';
  const { type, value } = typeAndValue(w, node);
  const head = `${visibility}${statement.isStatic ? 'static ' : ''}`;
  if (!statement.isStatic && w.usesInitialiser) {
    w.initialised.push(`this.${name} = ${value};`);
    return inherited ? '' : `${visibility}declare ${name}: ${type === '' ? typeOfText(w, node) : type};`;
  }
  return `${head}${override}${name}${type === '' ? '' : `: ${type}`} = ${value};`;
}

function typeOfText(w: ClassWriting, node: PropertyNode): string {
  const type = node.value ? typeOf(node.value, { variable: () => 'value', member: () => 'value' }) : 'value';
  if (type === 'string') return 'string';
  if (type === 'bool') return 'boolean';
  return type === 'int' || type === 'number' ? 'number' : phpValueType(w.unit);
}

/** Its type, empty where TypeScript finds it from the value; and the value. */
function typeAndValue(
  w: ClassWriting,
  node: PropertyNode,
): { readonly type: string; readonly value: string } {
  const any = phpValueType(w.unit);
  const value = node.value ? constantText(w.unit, w.dialect, w.klass, node.value) : 'null';
  const hint = typeOfHint(node.type, node.nullable);
  const facts = w.facts.typeOfMember(node.name.name, w.klass);
  const own = node.value ? typeOf(node.value, { variable: () => 'value', member: () => 'value' }) : 'null';
  const isScalar = ['string', 'bool', 'int', 'number'].includes(facts);
  if (isScalar && (own === facts || (facts === 'number' && own === 'int'))) return { type: '', value };
  if (facts === 'list') return { type: `${any}[]`, value };
  if (hint === own && ['string', 'bool', 'int'].includes(hint)) return { type: '', value };
  return { type: any, value };
}

/** Members that the methods use and nobody declares: PHP makes them when they are assigned. */
export function undeclaredMembers(w: ClassWriting): string[] {
  const { klass, unit } = w;
  const found = new Set<string>();
  for (const body of ownBodies(klass)) {
    for (const method of body.methods) collect(typed<Statement>(method.node), found);
  }
  const above = chainOf(klass).slice(1);
  const names = [...found].filter(
    (name) =>
      !declaredMember(klass, name) && !isPromoted(klass, name) && !(klass.isAutomaton && name === 'state'),
  );
  const isException =
    parentOf(unit, klass)?.kind === 'exception' ||
    above.some((one) => parentOf(unit, one)?.kind === 'exception');
  return names
    .filter((name) => !(isException && ['message', 'code', 'previous'].includes(name)))
    .filter((name) => !above.some((one) => usesMember(one, name)))
    .sort()
    .map((name) => `declare ${memberNameIn(klass, name)}: ${phpValueType(unit)};`);
}

/** Names of members of `$this`; what is called is a method. */
function collect(node: PhpNode, found: Set<string>): void {
  if (node.kind === 'class') return;
  if (node.kind === 'call' && node.what.kind === 'propertylookup') {
    for (const one of [node.what.what, ...node.arguments]) collect(one, found);
    return;
  }
  if (
    node.kind === 'propertylookup' &&
    node.what.kind === 'variable' &&
    node.what.name === 'this' &&
    node.offset.kind === 'identifier'
  ) {
    if (isPlainName(node.offset.name)) found.add(node.offset.name);
  }
  for (const child of children(node)) collect(child, found);
}

function usesMember(klass: PhpClass, name: string): boolean {
  const found = new Set<string>();
  for (const method of klass.methods) collect(typed<Statement>(method.node), found);
  return found.has(name);
}

/** The class's own constructor, from PHP. */
export function constructorOf(klass: PhpClass): MethodNode | undefined {
  for (const body of ownBodies(klass)) {
    const found = typed<ClassNode>(body.node).body.find(
      (one) => one.kind === 'method' && one.name.name.toLowerCase() === '__construct',
    );
    if (found?.kind === 'method') return found;
  }
  return undefined;
}
