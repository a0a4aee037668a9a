import { chainOf, classConstantOf } from '../read/class-lookup.js';
import type { PhpClass, PhpProject } from '../read/model.js';
import { typed, type ClassNode, type Expression, type StaticLookup } from './ast.js';
import { referenced } from './class-lookup.js';
import type { Translating } from './translating.js';
import { join, typeOf, type StaticType } from './types.js';

const scalars: ReadonlySet<StaticType> = new Set(['bool', 'int', 'number', 'string']);

/**
 * What a constant of a class certainly is, with all that classes above and below make of it; `value` unless it is a
 * boolean, a number or a text.
 */
export function typeOfClassConstant(project: PhpProject, klass: PhpClass, name: string): StaticType {
  const root = chainOf(klass).at(-1);
  const family = [...project.classes.values()].filter((one) => chainOf(one).at(-1) === root);
  const types = family.flatMap((one) =>
    typed<ClassNode>(one.node).body.flatMap((statement) =>
      statement.kind === 'classconstant'
        ? statement.constants
            .filter((each) => each.name.name === name)
            .map((each) => typeOfLiteral(each.value))
        : [],
    ),
  );
  const type = types.reduce(join, 'none');
  return scalars.has(type) ? type : 'value';
}

/** `self::LIMIT`, `A::LIMIT`. */
export function typeOfConstant(t: Translating, node: StaticLookup): StaticType {
  if (node.offset.kind !== 'identifier') return 'value';
  if (node.offset.name.toLowerCase() === 'class') return 'string';
  const found = referenced(t.unit, t.klass, node.what);
  const isKnown = found?.kind === 'project' && classConstantOf(found.klass, node.offset.name) !== undefined;
  return isKnown ? typeOfClassConstant(t.unit.project, found.klass, node.offset.name) : 'value';
}

function typeOfLiteral(node: Expression): StaticType {
  const type = typeOf(node, { variable: () => 'value', member: () => 'value' });
  // A whole number that JavaScript has no number for is an object.
  const isSafe = node.kind !== 'number' || Number.isSafeInteger(Number(node.value)) || type === 'number';
  return isSafe ? type : 'value';
}
