import type { PhpClass, PhpMethod } from '../read/model.js';
import { typed, walk, type Expression, type FunctionNode, type MethodNode, type PhpNode } from './ast.js';

/** Methods of all classes by name in lower case. */
export type MethodsByName = ReadonlyMap<
  string,
  readonly { readonly owner: PhpClass; readonly method: PhpMethod }[]
>;

/** Which functions and methods have to be awaited: connect(), run(), receive(), and what calls them. */
export class AsyncCalls {
  /** Names of functions and methods (as `->name`), in lower case. */
  readonly asyncNames = new Set<string>();

  constructor(
    readonly functions: ReadonlyMap<string, { readonly name: string; readonly node: FunctionNode }>,
    readonly methods: MethodsByName,
  ) {
    this.#findAsync();
  }

  #findAsync(): void {
    for (const name of ['connect', 'run', 'receive']) this.asyncNames.add(`->${name}`);
    const bodies: { readonly name: string; readonly body: PhpNode; readonly isHandler: boolean }[] = [];
    for (const { name, node } of this.functions.values())
      bodies.push({ name: name.toLowerCase(), body: node, isHandler: false });
    for (const [name, found] of this.methods) {
      for (const { owner, method } of found) {
        const isHandler = owner.handlers.some((one) => one.method === method) || name === '__construct';
        bodies.push({ name: `->${name}`, body: typed<MethodNode>(method.node), isHandler });
      }
    }
    for (let before = -1; before !== this.asyncNames.size;) {
      before = this.asyncNames.size;
      for (const { name, body, isHandler } of bodies) {
        if (!isHandler && !this.asyncNames.has(name) && this.#callsAsync(body)) this.asyncNames.add(name);
      }
    }
  }

  #callsAsync(body: PhpNode): boolean {
    let found = false;
    walk(body, (node) => {
      if (node.kind === 'closure' || node.kind === 'arrowfunc' || node.kind === 'class') return false;
      if (node.kind === 'call' && this.isAsyncCall(node.what)) found = true;
      return !found;
    });
    return found;
  }

  /** Whether a call of this has to be awaited. */
  isAsyncCall(what: Expression): boolean {
    if (what.kind === 'name')
      return this.asyncNames.has(what.name.slice(what.name.lastIndexOf('\\') + 1).toLowerCase());
    if ((what.kind !== 'propertylookup' && what.kind !== 'staticlookup') || what.offset.kind !== 'identifier')
      return false;
    const name = what.offset.name.toLowerCase();
    if (!this.asyncNames.has(`->${name}`)) return false;
    const isOfLibrary = ['connect', 'run', 'receive'].includes(name);
    const isThis = what.what.kind === 'variable' && what.what.name === 'this';
    // The project's own run() that waits for nothing.
    return !(
      isOfLibrary &&
      isThis &&
      (this.methods.get(name) ?? []).some(({ method }) => !this.#callsAsync(typed<MethodNode>(method.node)))
    );
  }
}
