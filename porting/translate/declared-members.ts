import { chainOf } from '../read/class-lookup.js';
import { libraryClass } from '../read/class-names.js';
import type { PhpClass } from '../read/model.js';
import { type ClassNode, type MethodNode, type PropertyNode, typed } from './ast.js';
import { identifier, isPlainName } from './names.js';

/** Bodies whose members and methods a class has as its own: itself and its traits. */
export function ownBodies(klass: PhpClass, seen: ReadonlySet<PhpClass> = new Set()): readonly PhpClass[] {
  if (seen.has(klass)) return [];
  const inner = new Set([...seen, klass]);
  return [klass, ...klass.traits.flatMap((one) => ownBodies(one, inner))];
}

/** A member as a class declares it. */
export interface DeclaredMember {
  readonly owner: PhpClass;
  readonly node: PropertyNode;
  readonly visibility: string;
  readonly isStatic: boolean;
}

/** Where a member is declared, the class itself first; promoted parameters of constructors are no nodes of this kind. */
export function declaredMember(klass: PhpClass, name: string): DeclaredMember | undefined {
  for (const owner of chainOf(klass)) {
    for (const body of ownBodies(owner)) {
      for (const statement of typed<ClassNode>(body.node).body) {
        if (statement.kind !== 'propertystatement') continue;
        const node = statement.properties.find((one) => one.name.name === name);
        if (node)
          return { owner, node, visibility: statement.visibility ?? 'public', isStatic: statement.isStatic };
      }
    }
  }
  return undefined;
}

/** Whether a constructor's parameter is a member of that name in the class or an ancestor. */
export function isPromoted(klass: PhpClass, name: string): boolean {
  return chainOf(klass).some((owner) =>
    owner.methods.some(
      (method) =>
        method.name.toLowerCase() === '__construct' &&
        typed<MethodNode>(method.node).arguments.some((one) => one.flags > 0 && one.name.name === name),
    ),
  );
}

/** Names of methods that a class has, in lower case: of the project and of the library. */
function methodNames(klass: PhpClass): ReadonlySet<string> {
  const names = new Set<string>();
  for (const owner of chainOf(klass)) {
    for (const body of ownBodies(owner)) for (const method of body.methods) names.add(method.name);
  }
  const library = klass.libraryAncestor === undefined ? undefined : libraryClass(klass.libraryAncestor);
  for (const name of library?.methods ?? []) names.add(name);
  if (klass.isAutomaton && declaredMember(klass, 'state')) names.add('state');
  return names;
}

/** The name of a member in TypeScript: another one where a method has it, or every object. */
export function memberNameIn(klass: PhpClass | undefined, name: string): string {
  if (!isPlainName(name)) return identifier(name);
  if (klass && methodNames(klass).has(name)) return `${name}Member`;
  return ['constructor', 'states', 'postsToSelf', 'prototype'].includes(name) && klass
    ? `${name}Member`
    : name;
}
