import type { FoundMethod } from '../read/class-lookup.js';
import { chainOf, methodsOf } from '../read/class-lookup.js';
import type { PhpClass, PhpHandler, PhpProject } from '../read/model.js';
import { handlersOfClass } from './handlers.js';
import { identifier } from '../translate/names.js';

const handlersName = 'handlers';

/** What the parts of a machine are called in its module. */
export class MachineNames {
  /** Functions that the code uses so far, in the order in which they were met. */
  readonly used = new Map<FoundMethod['method'], string>();
  /** Constants and static members that the code uses so far. */
  readonly usedConstants = new Map<string, { readonly owner: PhpClass; readonly name: string }>();
  /** What the functions are called within the machine: names of actions, beginnings of the names of guards. */
  readonly #wished = new Map<FoundMethod['method'], string>();
  readonly #names = new Map<FoundMethod['method'], string>();
  readonly #owners = new Map<FoundMethod['method'], PhpClass>();
  readonly #handlers: string;
  #usesHandlers = false;
  readonly #taken: Set<string>;
  readonly #chain: ReadonlySet<PhpClass>;

  /**
   * @param shared names that several machines of the module wish for: they begin with the name of the machine
   * @param taken names that the module has for other things
   */
  constructor(
    readonly klass: PhpClass,
    project: PhpProject,
    private readonly shared: ReadonlySet<string>,
    taken: ReadonlySet<string>,
  ) {
    this.#taken = new Set(taken);
    this.#handlers = this.#free(handlersName);
    this.#chain = new Set(chainOf(klass).flatMap((owner) => [owner, ...owner.traits]));
    const handlers = new Map(handlersOfClass(klass, project).map((handler) => [handler.method, handler]));
    for (const { owner, method } of this.#methods()) {
      this.#owners.set(method, owner);
      const handler = handlers.get(method);
      const isCurrent = methodsOf(klass).get(method.name.toLowerCase())?.method === method;
      const name = handler
        ? handlerName(handler)
        : lowerFirst(method.name.replace(/^__construct$/i, 'construct').replace(/^receive(?=[A-Z])/i, ''));
      // What `parent::` calls.
      const wished = isCurrent ? name : `${name}Of${upperFirst(owner.name)}`;
      this.#wished.set(method, wished);
      this.#names.set(method, this.#free(wished));
    }
  }

  /** Whether members and methods of this class are the machine's own. */
  isMachine(owner: PhpClass): boolean {
    return this.#chain.has(owner);
  }

  /** Name of the function that the method becomes; from now on it counts as used. */
  functionOf({ method }: Pick<FoundMethod, 'method'>): string {
    const name = this.#names.get(method) ?? identifier(method.name);
    this.used.set(method, name);
    return name;
  }

  /** What an action that calls the function is called: the machine has its names for itself. */
  actionOf({ method }: Pick<FoundMethod, 'method'>): string {
    return this.#wished.get(method) ?? identifier(method.name);
  }

  /** Whether an action that calls one of the functions is called so. */
  isAction(name: string): boolean {
    return [...this.#wished.values()].includes(name);
  }

  /** Names that the module's code would have for what it uses of this machine, if it had no other machine. */
  wishedNames(): readonly string[] {
    const functions = [...this.used.keys()].map((method) => this.actionOf({ method }));
    const constants = [...this.usedConstants.values()].map(({ name }) => name);
    return [...functions, ...constants, ...(this.#usesHandlers ? [handlersName] : [])];
  }

  /** Name of the constant that a constant of the class becomes, or a static member that is never changed. */
  constantOf(owner: PhpClass, name: string): string {
    const known = [...this.usedConstants].find(([, one]) => one.owner === owner && one.name === name);
    if (known) return known[0];
    const constant = this.#free(name);
    this.usedConstants.set(constant, { owner, name });
    return constant;
  }

  /** The class that the method is written in. */
  ownerOf(method: FoundMethod['method']): PhpClass {
    return this.#owners.get(method) ?? this.klass;
  }

  /** All names that functions have. */
  all(): readonly string[] {
    return [...this.#names.values(), this.#handlers];
  }

  /** The constant that makes guards and actions of functions; from now on it counts as used. */
  get handlers(): string {
    this.#usesHandlers = true;
    return this.#handlers;
  }

  /** Overridden methods too, for `parent::` calls them. */
  #methods(): readonly FoundMethod[] {
    const found = new Map<FoundMethod['method'], FoundMethod>();
    for (const one of methodsOf(this.klass).values()) found.set(one.method, one);
    for (const owner of this.#chain)
      for (const method of owner.methods) {
        if (!found.has(method)) found.set(method, { owner, method });
      }
    return [...found.values()];
  }

  #free(name: string): string {
    const plain = identifier(name);
    const prefixed = identifier(`${lowerFirst(this.klass.name)}${upperFirst(name)}`);
    const wished = this.shared.has(name) || this.#taken.has(plain) ? prefixed : plain;
    let free = wished;
    for (let count = 2; this.#taken.has(free); count += 1) free = `${wished}${count}`;
    this.#taken.add(free);
    return free;
  }
}

/** `initialGetDevicesResult` of state Initial and message GetDevicesResult. */
function handlerName({ state, mt }: PhpHandler): string {
  return `${lowerFirst(state)}${upperFirst(mt)}`;
}

export function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
