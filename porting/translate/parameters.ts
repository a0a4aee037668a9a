import type { Parameter } from './ast.js';
import type { Writing } from './function-writing.js';
import { phpValueType, type Translating } from './translating.js';
import { scalarHint, typeOf } from './types.js';

/** Parameters as they are written. `isTyped`: hints are kept. */
export function printParameters(t: Writing, parameters: readonly Parameter[], isTyped: boolean): string[] {
  return parameters.map((one, index) => {
    const variableOf = t.scope.variable(one.name.name);
    const name = variableOf?.text ?? one.name.name;
    const any = phpValueType(t.unit);
    if (t.facts.references.has(one)) {
      const start = one.value === null ? '' : ` = { value: ${t.constant(one.value)} }`;
      return `${name.slice(0, -'.value'.length)}: ${t.unit.imports.type('pbx-automata/porting/php', 'Reference')}${start}`;
    }
    if (one.variadic) return `...${name}: ${any}[]`;
    const isNullable = one.nullable || one.value?.kind === 'nullkeyword';
    const hint = isTyped && variableOf?.isReassigned !== true ? scalarHint(one.type, isNullable) : undefined;
    const isMessage = isTyped && variableOf?.type === 'message' && !variableOf.isReassigned;
    const type =
      isMessage || (t.isHandler && index === 0 && isTyped && !isNullable)
        ? t.dialect.messageType()
        : (hint ?? any);
    if (one.value === null) return `${name}: ${type}`;
    const value = t.constant(one.value);
    const known = typeOf(one.value, { variable: () => 'value', member: () => 'value' });
    const fits =
      hint === undefined ||
      { string: 'string', number: 'int', boolean: 'bool' }[hint] === known ||
      (hint === 'number' && known === 'number');
    return `${name}: ${fits ? type : any} = ${value}`;
  });
}

/** A parameter whose elements the function changes is a copy, as in PHP. */
export function copiesOfParameters(t: Translating, parameters: readonly Parameter[]): string {
  return parameters
    .filter((one) => !one.variadic && !one.byref && t.scope.variable(one.name.name)?.isChanged === true)
    .map((one) => {
      const name = t.scope.variable(one.name.name)?.text ?? one.name.name;
      return `${name} = ${t.unit.php('copyOf')}(${name});`;
    })
    .join('\n');
}
