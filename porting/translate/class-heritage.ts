import { methodsOf } from '../read/class-lookup.js';
import type { PhpClass } from '../read/model.js';
import type { ClassNode, Name } from './ast.js';
import { classNamed, parentOf } from './class-lookup.js';
import type { ClassWriting } from './class-writing.js';
import { identifier } from './names.js';
import type { TranslationUnit } from './unit.js';

export function heritage(unit: TranslationUnit, w: ClassWriting, node: ClassNode): string {
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
          `${parent.library.name} is not built here; a class that extends it throws LIBRARY_NOT_BUILT when it is made.`,
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
    if (found.kind === 'project' && found.klass.kind === 'interface' && !lacksMethods(w.klass, found.klass))
      return [
        found.klass.file === unit.file ? identifier(found.klass.name) : w.dialect.className(found.klass),
      ];
    if (found.kind !== 'project')
      unit.problem(
        'notice',
        `${w.klass.name} implements ${one.name}, which nothing here asks for; it is left out.`,
        node,
      );
    return [];
  });
  return interfaces.length === 0 ? text : `${text} implements ${interfaces.join(', ')}`;
}

/** An abstract class of PHP may leave methods of its interfaces to the classes below; TypeScript wants them said. */
function lacksMethods(klass: PhpClass, wanted: PhpClass): boolean {
  return [...methodsOf(wanted).keys()].some((name) => !methodsOf(klass).has(name));
}
