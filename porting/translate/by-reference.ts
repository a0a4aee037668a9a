import {
  type ArrowFunction,
  type Call,
  type Closure,
  type Expression,
  type Parameter,
  type Statement,
  walk,
} from './ast.js';
import { type Code, call } from './code.js';
import { type Translating, textOf } from './translating.js';
import { isWritten } from './reference-parameters.js';
import { assignTo } from './writing.js';

export function byReference(name: string, parameter: string): string {
  return `${name} changes its argument for $${parameter}, which it takes by reference; let it return the new value.`;
}

/** The parameter by reference that the function changes, if an argument is given for it. */
export function changedReference(
  t: Translating,
  parameters: readonly Parameter[],
  body: { readonly kind: 'block' } | null,
  given: readonly Expression[],
): string | undefined {
  const changed = parameters.find(
    (one, at) =>
      one.byref &&
      !t.facts.references.has(one) &&
      given[at] !== undefined &&
      body !== null &&
      isWritten(one.name.name, body),
  );
  return changed?.name.name;
}

/** The parameter by reference that a closure changes. */
export function changedParameter(node: Closure | ArrowFunction): string | undefined {
  return node.arguments.find((one) => one.byref && isWritten(one.name.name, node.body))?.name.name;
}

/** `array_walk($a, function (&$value) { … })` as `a = eachByReference(a, (value) => { …; return value; })`. */
export function walkByReference(t: Translating, node: Call, isStatement: boolean): Code | undefined {
  const [array, closure, more] = node.arguments;
  if (!array || closure?.kind !== 'closure' || changedParameter(closure) === undefined) return undefined;
  const [first] = closure.arguments;
  const returns: unknown[] = [];
  walk(closure.body, (one) => {
    if (one.kind === 'return') returns.push(one);
    return one.kind !== 'closure';
  });
  const isOther = closure.arguments.slice(1).some((one) => one.byref);
  if (!isStatement || !first || returns.length > 0 || isOther || more) return undefined;
  const back: Statement = { kind: 'return', expr: { kind: 'variable', name: first.name.name } };
  const children = [...closure.body.children, back];
  const changed: Closure = {
    ...closure,
    arguments: [{ ...first, byref: false }, ...closure.arguments.slice(1)],
    body: { ...closure.body, children },
  };
  return assignTo(t, array, call(t.unit.php('eachByReference'), textOf(t, array), textOf(t, changed)));
}
