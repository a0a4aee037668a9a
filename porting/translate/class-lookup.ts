import { chainOf } from '../read/class-lookup.js';
import { classNameIn, libraryClass } from '../read/class-names.js';
import type { LibraryClass } from '../library/library-names.js';
import type { PhpClass } from '../read/model.js';
import {
  typed,
  type ClassNode,
  type Expression,
  type MethodNode,
  type Name,
  type PropertyNode,
} from './ast.js';
import { identifier, isPlainName } from './names.js';
import type { TranslationUnit } from './unit.js';

/** What a class name in PHP stands for. */
export type ClassReference =
  | { readonly kind: 'project'; readonly klass: PhpClass }
  | { readonly kind: 'library'; readonly library: LibraryClass }
  | { readonly kind: 'exception'; readonly name: string }
  | { readonly kind: 'throwable'; readonly name: string }
  | { readonly kind: 'stdClass' }
  | { readonly kind: 'unknown'; readonly name: string };

/** Classes of PHP's exceptions, by their names in lower case. */
export const exceptionClasses: ReadonlyMap<string, string> = new Map(
  `Exception ErrorException RuntimeException LogicException InvalidArgumentException DomainException LengthException
   OutOfRangeException OutOfBoundsException RangeException OverflowException UnderflowException
   UnexpectedValueException BadFunctionCallException BadMethodCallException`
    .split(/\s+/)
    .map((name) => [name.toLowerCase(), name] as const),
);

const errorClasses = new Set([
  'throwable',
  'error',
  'typeerror',
  'valueerror',
  'argumentcounterror',
  'arithmeticerror',
  'divisionbyzeroerror',
  'assertionerror',
  'jsonexception',
]);

/** Finds the class that a name stands for in the unit's file. */
export function classNamed(unit: TranslationUnit, written: string): ClassReference {
  const { name, isOfLibrary } = classNameIn(unit.file, written);
  const lower = name.toLowerCase();
  const own = unit.project.classes.get(lower);
  if (own && !isOfLibrary) return { kind: 'project', klass: own };
  const library = libraryClass(name);
  if (library && lower !== 'stdclass') return { kind: 'library', library };
  if (own) return { kind: 'project', klass: own };
  if (lower === 'stdclass') return { kind: 'stdClass' };
  const exception = exceptionClasses.get(lower);
  if (exception !== undefined) return { kind: 'exception', name: exception };
  if (errorClasses.has(lower)) return { kind: 'throwable', name };
  return { kind: 'unknown', name };
}

/** `self`, `static`, `parent` or a name. */
export function referenced(
  unit: TranslationUnit,
  klass: PhpClass | undefined,
  node: Expression,
): ClassReference | undefined {
  switch (node.kind) {
    case 'name':
      return classNamed(unit, node.name);
    case 'selfreference':
    case 'staticreference':
      return klass && { kind: 'project', klass };
    case 'parentreference':
      if (klass?.parent) return { kind: 'project', klass: klass.parent };
      return klass?.parentName === undefined ? undefined : parentOf(unit, klass);
    default:
      return undefined;
  }
}

/** What a class extends; undefined without a parent. */
export function parentOf(unit: TranslationUnit, klass: PhpClass): ClassReference | undefined {
  if (klass.parent) return { kind: 'project', klass: klass.parent };
  const node = typed<ClassNode>(klass.node);
  const parent = node.extends as Name | null | undefined;
  if (!parent || node.kind !== 'class') return undefined;
  const library = klass.libraryAncestor === undefined ? undefined : libraryClass(klass.libraryAncestor);
  return library ? { kind: 'library', library } : classNamed(unit, parent.name);
}

/** Bodies whose members and methods a class has as its own: itself and its traits. */
export function ownBodies(klass: PhpClass, seen: ReadonlySet<PhpClass> = new Set()): readonly PhpClass[] {
  if (seen.has(klass)) return [];
  const inner = new Set([...seen, klass]);
  return [klass, ...klass.traits.flatMap((one) => ownBodies(one, inner))];
}

/** The name as PHP gives it in `X::class`: with its namespace. */
export function fullNameOf({ name, file }: PhpClass): string {
  return file.namespace === undefined ? name : `${file.namespace}\\${name}`;
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
