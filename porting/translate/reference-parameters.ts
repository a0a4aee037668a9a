import { libraryClasses } from '../library/library-names.js';
import {
  typed,
  walk,
  type Call,
  type Expression,
  type FunctionNode,
  type MethodNode,
  type Parameter,
} from './ast.js';
import type { MethodsByName } from './async-calls.js';

const namesOfLibrary: ReadonlySet<string> = new Set(
  [...libraryClasses.values()].flatMap(({ methods }) => methods.map((one) => one.toLowerCase())),
);

/**
 * Parameters by reference that become references here: of functions, and of methods if all of that name take them so,
 * since PHP says of no object which class it is.
 */
export class ReferenceParameters {
  readonly #parameters = new Set<Parameter>();
  readonly #positions = new Map<string, ReadonlySet<number>>();

  constructor(functions: ReadonlyMap<string, { readonly node: FunctionNode }>, methods: MethodsByName) {
    for (const [name, { node }] of functions) this.#add(name, [node]);
    for (const [name, found] of methods) {
      const isCalledByOthers =
        name === '__construct' ||
        namesOfLibrary.has(name) ||
        found.some(({ owner, method }) => owner.handlers.some((one) => one.method === method));
      if (!isCalledByOthers)
        this.#add(
          `->${name}`,
          found.map(({ method }) => typed<MethodNode>(method.node)),
        );
    }
  }

  has(parameter: Parameter): boolean {
    return this.#parameters.has(parameter);
  }

  /** Arguments of a call that are handed over as references. */
  argumentsOf(call: Call): readonly Expression[] {
    const positions = this.#positions.get(calledName(call.what) ?? '');
    return positions ? call.arguments.filter((_, at) => positions.has(at)) : [];
  }

  #add(name: string, nodes: readonly (FunctionNode | MethodNode)[]): void {
    const written = nodes.flatMap((node) =>
      node.arguments.flatMap((one, at) =>
        one.byref && !one.variadic && node.body !== null && isWritten(one.name.name, node.body) ? [at] : [],
      ),
    );
    const positions = new Set(
      written.filter((at) =>
        nodes.every(({ arguments: all }) => all[at]?.byref === true && !all[at].variadic),
      ),
    );
    if (positions.size === 0) return;
    this.#positions.set(name, positions);
    for (const node of nodes)
      node.arguments.forEach((one, at) => {
        if (positions.has(at)) this.#parameters.add(one);
      });
  }
}

function calledName(what: Expression): string | undefined {
  if (what.kind === 'name') return what.name.slice(what.name.lastIndexOf('\\') + 1).toLowerCase();
  const isLookup =
    what.kind === 'propertylookup' || what.kind === 'nullsafepropertylookup' || what.kind === 'staticlookup';
  return isLookup && what.offset.kind === 'identifier' ? `->${what.offset.name.toLowerCase()}` : undefined;
}

/** Whether a function's body may change the variable: by assigning it, or by handing it on. */
export function isWritten(name: string, body: object): boolean {
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
