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
import { assignTo } from './writing.js';

export function byReference(name: string, parameter: string): string {
  return `${name} changes its argument for $${parameter}, which it takes by reference; let it return the new value.`;
}

/** The parameter by reference that the function changes, if an argument is given for it. */
export function changedReference(
  parameters: readonly Parameter[],
  body: { readonly kind: 'block' } | null,
  given: readonly Expression[],
): string | undefined {
  const changed = parameters.find(
    (one, at) => one.byref && given[at] !== undefined && body !== null && isWritten(one.name.name, body),
  );
  return changed?.name.name;
}

function isWritten(name: string, body: object): boolean {
  let found = false;
  const rootIs = (node: Expression): boolean =>
    node.kind === 'variable' ? node.name === name : node.kind === 'offsetlookup' ? rootIs(node.what) : false;
  walk(body as Expression, (node) => {
    if ((node.kind === 'assign' || node.kind === 'assignref') && rootIs(node.left)) found = true;
    if ((node.kind === 'pre' || node.kind === 'post') && rootIs(node.what)) found = true;
    if (node.kind === 'unset' && node.variables.some(rootIs)) found = true;
    if (node.kind === 'call' && node.arguments.some((one) => one.kind === 'variable' && one.name === name))
      found = true;
    if (node.kind === 'foreach' && node.value.kind === 'variable' && node.value.byref === true) found = true;
    return !found;
  });
  return found;
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
