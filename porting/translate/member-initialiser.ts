import { chainOf } from '../read/class-lookup.js';
import type { PhpClass, PhpProject } from '../read/model.js';
import { type ClassNode, type PhpNode, typed, walk } from './ast.js';
import { constructorOf } from './class-members.js';

/**
 * PHP gives members their values before any constructor runs, JavaScript after the parent's. It matters where a
 * constructor is inherited from whose class others redeclare members, or override methods that it calls.
 */
export function needsInitialiser(project: PhpProject, klass: PhpClass): boolean {
  const root = chainOf(klass).at(-1) ?? klass;
  const family = [...project.classes.values()].filter(
    (one) => one.kind === 'class' && chainOf(one).at(-1) === root,
  );
  return family.some((one) => {
    const node = constructorOf(one);
    if (!node) return false;
    const called = calledOnThis(node);
    const below = family.filter((each) => each !== one && chainOf(each).includes(one));
    return below.some(
      (each) =>
        redeclaresMember(each) ||
        (each.methods.some(({ name }) => called.has(name.toLowerCase())) && hasMembers(each)),
    );
  });
}

function calledOnThis(node: PhpNode): ReadonlySet<string> {
  const found = new Set<string>();
  walk(node, (one) => {
    if (one.kind === 'call' && one.what.kind === 'propertylookup' && one.what.offset.kind === 'identifier')
      found.add(one.what.offset.name.toLowerCase());
  });
  return found;
}

function memberNames(klass: PhpClass): readonly string[] {
  return typed<ClassNode>(klass.node).body.flatMap((one) =>
    one.kind === 'propertystatement' && !one.isStatic ? one.properties.map(({ name }) => name.name) : [],
  );
}

function hasMembers(klass: PhpClass): boolean {
  return memberNames(klass).length > 0;
}

function redeclaresMember(klass: PhpClass): boolean {
  const above = new Set(chainOf(klass).slice(1).flatMap(memberNames));
  return memberNames(klass).some((name) => above.has(name));
}
