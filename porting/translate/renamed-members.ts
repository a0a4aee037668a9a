import type { PhpClass, PhpProject } from '../read/model.js';
import { typed, type ClassNode, type Expression } from './ast.js';
import { memberNameIn, ownBodies } from './declared-members.js';
import { level, type Code } from './code.js';
import { isPure } from './purity.js';
import { textOf, typeIn, type Translating } from './translating.js';

/** Classes of the project by the members that have another name here, since a method has theirs. */
function findRenamed(project: PhpProject): ReadonlyMap<string, readonly PhpClass[]> {
  const found = new Map<string, PhpClass[]>();
  for (const klass of project.classes.values()) {
    if (klass.kind !== 'class') continue;
    for (const body of ownBodies(klass)) {
      for (const statement of typed<ClassNode>(body.node).body) {
        if (statement.kind !== 'propertystatement' || statement.isStatic) continue;
        for (const { name } of statement.properties)
          if (memberNameIn(klass, name.name) !== name.name)
            found.set(name.name, [...(found.get(name.name) ?? []), klass]);
      }
    }
  }
  return found;
}

const known = new WeakMap<PhpProject, ReadonlyMap<string, readonly PhpClass[]>>();

/**
 * `$object->timeout`, where the objects of some class have another name for it: the object says at run time whether it
 * is one of them. Undefined: no class renames it.
 */
export function renamedMember(
  t: Translating,
  object: Expression,
  name: string,
  isWritten: boolean,
): Code | undefined {
  const { project } = t.unit;
  const renamed = known.get(project) ?? findRenamed(project);
  known.set(project, renamed);
  const classes = (renamed.get(name) ?? []).filter((one) => t.dialect.hasObjects?.(one) ?? true);
  if (classes.length === 0 || ['message', 'none'].includes(typeIn(t, object))) return undefined;
  if (isWritten || !isPure(object) || t.dialect.self !== 'this') {
    const todo = t.todo(
      object,
      `$${name} has another name in ${classes.map((one) => one.name).join(', ')}, since a method has its name: write ${memberNameIn(classes[0], name)} where the object is one of these.`,
    );
    // A member of what is never given can stand on either side of a =.
    return { text: `${todo.text}.${name}`, level: level.call };
  }
  const value = textOf(t, object, level.relation);
  const choices = classes.map(
    (one) => `${value} instanceof ${t.dialect.className(one)} ? ${value}.${memberNameIn(one, name)} : `,
  );
  return { text: `(${choices.join('')}${value}?.${name})`, level: level.primary };
}
