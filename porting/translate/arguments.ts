import { referenceTo } from './references.js';
import type { Expression, Parameter } from './ast.js';
import { type Code, atLeast, level } from './code.js';
import { methodOf } from './project-facts.js';
import { type Translating, converted, phpValueType, textOf, typeIn } from './translating.js';
import { copied } from './copies.js';
import { typeOfHint } from './types.js';

/** Arguments as they are written; by the parameters, values become what the hints say. */
export function args(
  t: Translating,
  given: readonly Expression[],
  parameters: readonly Parameter[] = [],
): string[] {
  const printed: string[] = [];
  for (const [position, one] of given.entries()) {
    if (one.kind === 'namedargument') {
      const at = parameters.findIndex((each) => each.name.name === one.name);
      if (at < 0)
        return [
          t.todo(
            one,
            `The argument ${one.name}: is given by a name that is not known here; give it by position.`,
          ).text,
        ];
      while (printed.length < at) printed.push('undefined');
      printed[at] = argument(t, one.value, parameters[at]);
    } else if (one.kind === 'variadic') printed.push(`...${t.unit.php('valuesOf')}(${textOf(t, one.what)})`);
    else printed.push(argument(t, one, parameters[position]));
  }
  return printed;
}

function argument(t: Translating, node: Expression, parameter: Parameter | undefined): string {
  if (parameter && t.facts.references.has(parameter)) return referenceTo(t, node);
  const hint =
    parameter && !parameter.variadic
      ? typeOfHint(parameter.type, parameter.nullable || parameter.value?.kind === 'nullkeyword')
      : 'value';
  const value = copied(t, node);
  if (hint === 'value' || hint === 'array') return atLeast(seenAsAny(t, node, value), level.assignment);
  return atLeast(converted(t, value, typeIn(t, node), hint), level.assignment);
}

/** What the library gives has types that need not be those that the library takes elsewhere. */
function seenAsAny(t: Translating, node: Expression, value: Code): Code {
  if (node.kind !== 'call' || !/^(this|self)\.\w+\(/.test(value.text)) return value;
  const isLibrary =
    node.what.kind === 'propertylookup' &&
    node.what.offset.kind === 'identifier' &&
    t.klass &&
    !methodOf(t.klass, node.what.offset.name);
  return isLibrary === true
    ? { text: `${value.text} as ${phpValueType(t.unit)}`, level: level.relation }
    : value;
}

/** Whether TypeScript takes so many arguments. */
export function fits(given: readonly Expression[], parameters: readonly Parameter[]): boolean {
  if (given.some((one) => one.kind === 'variadic' || one.kind === 'namedargument')) return false;
  const isOpen = parameters.some((one) => one.variadic);
  const needed = parameters.filter((one) => one.value === null && !one.variadic).length;
  return given.length >= needed && (isOpen || given.length <= parameters.length);
}
