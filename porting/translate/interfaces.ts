import type { PhpClass } from '../read/model.js';
import { type ClassNode, type MethodNode, typed } from './ast.js';
import { BodyTranslator } from './body-translator.js';
import { constantLines } from './class-constants.js';
import { classDialect } from './class-dialect.js';
import { commentText } from './comments.js';
import { identifier } from './names.js';
import type { TranslationUnit } from './unit.js';

export function interfaceText(unit: TranslationUnit, klass: PhpClass, node: ClassNode): string {
  const body = new BodyTranslator(unit, { dialect: classDialect(unit), klass });
  const methods = klass.methods.map((one) => {
    const { name, parameters, returnType } = body.callable(one.node);
    return `${commentText(typed<MethodNode>(one.node).leadingComments ?? [])}${name}(${parameters.join(', ').replace(/ = [^,]+/g, '')}): ${returnType};`;
  });
  const constants = node.body
    .filter((one) => one.kind === 'classconstant')
    .flatMap((one) => constantLines(unit, klass, one));
  const values =
    constants.length === 0
      ? ''
      : `\n\nexport abstract class ${identifier(klass.name)} {\n${constants.join('\n')}\n}`;
  return `export interface ${identifier(klass.name)} {\n${methods.join('\n')}\n}${values}`;
}
