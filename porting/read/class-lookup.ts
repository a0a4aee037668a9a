import type { Node } from 'php-parser';
import type { PhpClass, PhpMethod } from './model.js';
import { isKind, textOfName } from './nodes.js';

/** A method and the class or trait that it is written in. */
export interface FoundMethod {
  readonly owner: PhpClass;
  readonly method: PhpMethod;
}

/** The class and its ancestors in the project, itself first. */
export function chainOf(klass: PhpClass): readonly PhpClass[] {
  const chain: PhpClass[] = [];
  for (let next: PhpClass | undefined = klass; next !== undefined; next = next.parent) chain.push(next);
  return chain;
}

/** All methods of the class by name in lower case: its own, then those of its traits, then inherited ones. */
export function methodsOf(klass: PhpClass): ReadonlyMap<string, FoundMethod> {
  const found = new Map<string, FoundMethod>();
  const add = (owner: PhpClass, seen: ReadonlySet<PhpClass>): void => {
    for (const method of owner.methods) {
      const name = method.name.toLowerCase();
      if (!found.has(name)) found.set(name, { owner, method });
    }
    for (const trait of owner.traits) if (!seen.has(trait)) add(trait, new Set([...seen, trait]));
  };
  for (const owner of chainOf(klass)) add(owner, new Set([owner]));
  return found;
}

/** The value of a constant that the class has or inherits, and the class that says it. */
export function classConstantOf(
  klass: PhpClass,
  name: string,
): { readonly owner: PhpClass; readonly value: Node } | undefined {
  for (const owner of chainOf(klass)) {
    for (const statement of owner.node.body) {
      if (!isKind(statement, 'classconstant')) continue;
      const constant = statement.constants.find((one) => textOfName(one.name) === name);
      if (constant !== undefined) return { owner, value: constant.value as Node };
    }
  }
  return undefined;
}

/** The value that a member has at first; `null` for none; undefined: the class declares no such member. */
export function memberDefaultOf(klass: PhpClass, name: string): Node | null | undefined {
  for (const owner of [...chainOf(klass), ...klass.traits]) {
    for (const statement of owner.node.body) {
      if (!isKind(statement, 'propertystatement')) continue;
      const member = statement.properties.find((one) => textOfName(one.name) === name);
      if (member !== undefined) return member.value;
    }
  }
  return undefined;
}
