import type { LibraryClass } from '../library/library-names.js';
import { classNameIn, libraryClass } from '../read/class-names.js';
import type { PhpClass } from '../read/model.js';
import { type ClassNode, type Expression, type Name, typed } from './ast.js';
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

/** The name as PHP gives it in `X::class`: with its namespace. */
export function fullNameOf({ name, file }: PhpClass): string {
  return file.namespace === undefined ? name : `${file.namespace}\\${name}`;
}
