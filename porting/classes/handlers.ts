import type { Origin } from '../../runtime/events.js';
import type { Returned } from './returned-states.js';
import { returnedBy } from './returned-states.js';

/** What is looked at of a class of automatons. */
export interface AutomatonClass {
  readonly name: string;
  readonly prototype: object;
  /** From which origins messages are taken, of those that are not taken from everywhere. */
  readonly accepts?: Readonly<Record<string, Origin | readonly Origin[]>>;
}

/** A handler of a class. */
export interface ClassHandler {
  readonly state: string;
  readonly mt: string;
  /** Name of the method. */
  readonly method: string;
}

export interface StatesAndMessages {
  /** `Initial` first, `Dead` last. */
  readonly states: readonly string[];
  readonly handlers: readonly ClassHandler[];
  /** Sentences: method names that can be read in several ways, or in none. */
  readonly problems: readonly string[];
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/** A method that messages find, and the prototype that has it. */
interface Found {
  readonly name: string;
  readonly method: Method;
  readonly home: object;
}

/**
 * What a class says about its automatons: inherited and overridden methods counted as PHP counts them, ignoring case.
 * States are `Initial`, `Dead`, those that a `static states` declares, those that handlers return, and those that have
 * a `Receive<State>Start`.
 */
export class ClassHandlers {
  readonly states: readonly string[];
  readonly handlers: readonly ClassHandler[];
  /** Types of messages that find a method by another reading of its name than the one in `handlers`. */
  readonly otherTypes: readonly string[];
  readonly problems: readonly string[];
  /** Of them those for which the class cannot run: methods that fit no state, names that no state can have. */
  readonly strangers: readonly string[];
  readonly #className: string;
  readonly #chain: readonly object[];
  /** By the whole name in lower case. */
  readonly #methods: ReadonlyMap<string, Found>;
  /** By name in lower case. */
  readonly #states = new Map<string, string>();
  readonly #byMethod = new Map<string, ClassHandler>();

  /** @param prototype where methods are looked for first: an object that has some of its own */
  constructor(klass: AutomatonClass, prototype: object = klass.prototype) {
    this.#className = klass.name;
    this.#chain = chainOf(prototype);
    this.#methods = methodsOf(prototype);
    const problems: string[] = [];
    const isDeclared = this.#findStates(klass, problems);
    const strangers: string[] = [];
    const otherTypes: string[] = [];
    for (const [key, { name }] of this.#methods) {
      const [best, ...others] = this.#readings(name);
      if (best === undefined) {
        if (!isDeclared) strangers.push(name);
        continue;
      }
      this.#byMethod.set(key, best);
      otherTypes.push(...others.map(({ mt }) => mt));
      if (others.length > 0 && !isDeclared) problems.push(this.#ambiguous(best, others));
    }
    this.otherTypes = otherTypes;
    this.strangers = [
      ...declaredStates(klass).flatMap((name) => (canBeState(name) ? [] : [this.#noName(name)])),
      ...strangers.map((name) => this.#strange(name)),
    ];
    this.problems = [...new Set(problems), ...this.strangers];
    const names = [...this.#states.values()].filter((name) => name !== 'Dead');
    this.states = [...names, 'Dead'];
    this.handlers = [...this.#byMethod.values()];
  }

  /** The name that the class has for a state; undefined: it has no such state. */
  state(name: string): string | undefined {
    return this.#states.get(name.toLowerCase());
  }

  /** The method that PHP would call, found by the whole of its name. */
  find(state: string, mt: string): { readonly mt: string; readonly method: Method } | undefined {
    const key = `receive${state}${mt}`.toLowerCase();
    const found = this.#methods.get(key);
    if (found === undefined) return undefined;
    const handler = this.#byMethod.get(key);
    const isSo = handler?.state.toLowerCase() === state.toLowerCase();
    const otherMt = found.name.slice(found.name.length - mt.length);
    return { mt: isSo ? handler.mt : otherMt, method: found.method };
  }

  /** The states that a handler may return. */
  returnedBy({ method }: ClassHandler): readonly string[] {
    const { texts, isOpen } = this.#returned(method, undefined, new Set());
    const states = texts.flatMap((text) => this.state(text) ?? []);
    return isOpen ? this.states : [...new Set(states)];
  }

  /** @returns whether the class itself declares its states */
  #findStates(klass: AutomatonClass, problems: string[]): boolean {
    for (const name of ['Initial', 'Dead', ...declaredStates(klass)]) this.#addState(name);
    for (const { name } of this.#methods.values())
      for (const text of this.#returned(name, undefined, new Set()).texts) this.#addState(text);
    const isDeclared = Object.hasOwn(klass, 'states');
    if (!isDeclared) this.#addStatesWithStart(problems);
    return isDeclared;
  }

  #addState(name: string): void {
    const key = name.toLowerCase();
    if (canBeState(name) && !this.#states.has(key)) this.#states.set(key, name);
  }

  /** Shorter names first, for `ReceiveABStart` may be a message `BStart` of state `A`. */
  #addStatesWithStart(problems: string[]): void {
    const names = [...this.#methods.values()].flatMap(({ name }) => {
      const [, state = ''] = /^receive(.+)start$/i.exec(name) ?? [];
      return state === '' ? [] : [state];
    });
    for (const name of names.sort((a, b) => a.length - b.length)) {
      const outer = this.#readings(`Receive${name}Start`).find(({ state }) => state !== name);
      const isState = outer === undefined || this.#countMethodsOf(name) > 1;
      if (isState) this.#addState(name);
      if (outer === undefined || this.state(name) !== undefined) continue;
      problems.push(this.#ambiguous(outer, [{ ...outer, state: name, mt: 'Start' }]));
    }
  }

  #countMethodsOf(state: string): number {
    const prefix = `receive${state}`.toLowerCase();
    return [...this.#methods.keys()].filter((key) => key.startsWith(prefix)).length;
  }

  /** State and message that a method's name can mean, the longest state first. */
  #readings(method: string): ClassHandler[] {
    const rest = method.slice('Receive'.length);
    const lower = rest.toLowerCase();
    return [...this.#states]
      .filter(([key]) => lower.startsWith(key) && lower.length > key.length)
      .sort(([a], [b]) => b.length - a.length)
      .map(([key, state]) => ({ state, mt: rest.slice(key.length), method }));
  }

  /**
   * What a method returns, with that of the methods whose result it returns.
   * @param below where `super` begins to look; undefined: the class itself
   */
  #returned(name: string, below: object | undefined, seen: Set<Method>): Pick<Returned, 'texts' | 'isOpen'> {
    const found = methodIn(below === undefined ? this.#chain : chainOf(below).slice(1), name);
    if (found === undefined) return { texts: [], isOpen: true };
    if (seen.has(found.method)) return { texts: [], isOpen: false };
    seen.add(found.method);
    const { texts, calls, isOpen } = returnedBy(Function.prototype.toString.call(found.method));
    const called = calls.map(({ on, method }) =>
      this.#returned(method, on === 'super' ? found.home : undefined, seen),
    );
    return {
      texts: [...texts, ...called.flatMap((inner) => inner.texts)],
      isOpen: isOpen || called.some((inner) => inner.isOpen),
    };
  }

  #ambiguous({ method, state, mt }: ClassHandler, others: readonly ClassHandler[]): string {
    const readings = others.map((other) => `${other.mt} in ${other.state}`).join(', or ');
    return `${method} of ${this.#className} is taken for ${mt} in ${state}, but could be ${readings}; declare its states (static states = […]).`;
  }

  #noName(state: string): string {
    return `${this.#className} declares a state "${state}", which is no name for one; begin it with a letter, and go on with letters, digits and _.`;
  }

  #strange(method: string): string {
    const known = [...this.#states.values()].join(', ');
    return `No state is known for ${method} of ${this.#className} (known are ${known}): none is returned or has a Receive…Start that its name begins with; declare the state: static states = ['Initial', …, 'Dead'].`;
  }
}

/** XState reads dots as nested states, and what begins with # as the id of one; it loses a state `__proto__`. */
function canBeState(name: string): boolean {
  return name !== '' && name !== '__proto__' && !/^#|\./.test(name);
}

/** Own and inherited methods called `Receive…`, by name in lower case: the nearest counts. */
function methodsOf(prototype: object): ReadonlyMap<string, Found> {
  const methods = new Map<string, Found>();
  for (const home of chainOf(prototype)) {
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(home))) {
      if (typeof value !== 'function' || !/^receive./i.test(name)) continue;
      const key = name.toLowerCase();
      if (!methods.has(key)) methods.set(key, { name, method: value as Method, home });
    }
  }
  return methods;
}

function methodIn(chain: readonly object[], name: string): Found | undefined {
  for (const home of chain) {
    const method: unknown = Object.getOwnPropertyDescriptor(home, name)?.value;
    if (typeof method === 'function') return { name, method: method as Method, home };
  }
  return undefined;
}

/** @internal An object and its prototypes, the nearest first, but for that of all objects. */
export function chainOf(prototype: object): object[] {
  const chain: object[] = [];
  for (
    let home: object | null = prototype;
    home !== null && home !== Object.prototype;
    home = Object.getPrototypeOf(home) as object | null
  )
    chain.push(home);
  return chain;
}

/** Those that the class and its ancestors declare. */
function declaredStates(klass: AutomatonClass): string[] {
  return chainOf(klass).flatMap((ancestor) => {
    const states: unknown = Object.getOwnPropertyDescriptor(ancestor, 'states')?.value;
    return Array.isArray(states) ? states.filter((state) => typeof state === 'string') : [];
  });
}
