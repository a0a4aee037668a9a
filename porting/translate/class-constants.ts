import { chainOf } from '../read/class-lookup.js';
import type { PhpClass } from '../read/model.js';
import { type ClassConstant, type ClassNode, typed } from './ast.js';
import { classDialect } from './class-dialect.js';
import { typeOfClassConstant } from './constant-types.js';
import { constantText } from './function-translator.js';
import { scalarText } from './types.js';
import type { TranslationUnit } from './unit.js';

export function constantLines(unit: TranslationUnit, klass: PhpClass, node: ClassConstant): string[] {
  return node.constants.map((one) => {
    const isRedeclared = chainOf(klass)
      .slice(1)
      .some((above) =>
        typed<ClassNode>(above.node).body.some(
          (each) =>
            each.kind === 'classconstant' && each.constants.some((two) => two.name.name === one.name.name),
        ),
      );
    const scalar = scalarText(typeOfClassConstant(unit.project, klass, one.name.name));
    const type = scalar ?? unit.imports.type('pbx-automata/porting/php', 'PhpValue');
    const value = constantText(unit, classDialect(unit), klass, one.value);
    return `static ${isRedeclared ? 'override ' : ''}readonly ${one.name.name}: ${type} = ${value};`;
  });
}
