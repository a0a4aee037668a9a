import type { Effect } from '../../runtime/effects.js';
import type { LogCategory } from '../../runtime/log.js';
import { logCategories } from '../../runtime/log.js';
import type { Message as EngineMessage } from '../../runtime/message.js';
import { text } from '../php/index.js';
import type { PhpValue } from '../php/value.js';
import type { ObjectClass } from './copies.js';
import { copyArrays, DeepCopy } from './copies.js';
import { Rows } from './rows.js';

/** What a handler does besides changing members; it is done after the step, in order (docs/semantics.md, rule 6). */
export interface HandlerEffects {
  sendMessage(message: EngineMessage): void;
  /** To all others, or to the one that is named. */
  postEvent(message: EngineMessage, to?: string | null): void;
  log(text: PhpValue, category?: string): void;
}

/** The members of an automaton as a handler reads and writes them; what it writes goes into the next context. */
export type Draft<Members> = HandlerEffects & {
  -readonly [Name in keyof Members]: Members[Name] extends Rows ? PhpValue[] : Members[Name];
};

/** What handlers change otherwise than by assigning a whole member. */
export interface DraftOptions {
  /** Members that are arrays and changed in place: each handler gets its own copy of those that it uses. */
  readonly changedInPlace?: readonly string[];
  /**
   * Handlers change objects that members or messages hold: each handler gets its own copy of all of them. The
   * classes of the program whose objects those are, besides messages and `stdClass`.
   */
  readonly changedObjects?: readonly ObjectClass[];
  /** The states that handlers may return; default: any, of which the chart knows what to do. */
  readonly states?: readonly string[];
}

/** What a handler has left. */
export interface HandlerResult<Members> {
  readonly members: Members;
  readonly effects: readonly Effect[];
  readonly returned: string | undefined;
}

/** One run of one handler on the members that a context holds; the context is not changed. */
export class DraftRun<Members extends object> {
  readonly draft: Draft<Members>;
  readonly effects: Effect[] = [];
  readonly #base: Members;
  readonly #own = new Map<string, unknown>();
  /** Lists of `Rows` as they were handed out. */
  readonly #lists = new Map<string, unknown[]>();
  readonly #copies: DeepCopy | undefined;
  readonly #changedInPlace: ReadonlySet<string>;

  constructor(base: Members, { changedInPlace = [], changedObjects }: DraftOptions) {
    this.#base = base;
    this.#changedInPlace = new Set(changedInPlace);
    this.#copies = changedObjects && new DeepCopy(changedObjects);
    this.draft = new Proxy(this.#handlerEffects(), this.#access()) as Draft<Members>;
    if (this.#copies) for (const name of Object.keys(base)) this.#read(name);
  }

  /** A message as the handler may change it. */
  message<M extends object>(message: M): M {
    return this.#copies === undefined ? message : (this.#copies.of(message) as M);
  }

  /** The next context's members; the same object when no member was touched. */
  members(): Members {
    const changes: Record<string, unknown> = {};
    let isChanged = false;
    for (const [name, value] of this.#own) {
      const before = memberOf(this.#base, name);
      const after = before instanceof Rows ? this.#rowsAfter(name, before, value) : value;
      if (after === before) continue;
      changes[name] = after;
      isChanged = true;
    }
    return isChanged ? { ...this.#base, ...changes } : this.#base;
  }

  #rowsAfter(name: string, before: Rows, value: unknown): unknown {
    if (!Array.isArray(value)) return value;
    const isUntouched = value === this.#lists.get(name) && value.length === before.length;
    return isUntouched ? before : Rows.of(value as unknown[]);
  }

  #handlerEffects(): HandlerEffects {
    return {
      sendMessage: (message) => {
        this.effects.push({ type: 'send', message: asItIsNow(message) });
      },
      postEvent: (message, to) => {
        this.effects.push({ type: 'post', message: asItIsNow(message), ...(to != null && { to }) });
      },
      log: (value, category = 'debug') => {
        this.effects.push({ type: 'log', text: text(value), category: categoryOf(category) });
      },
    };
  }

  #access(): ProxyHandler<HandlerEffects> {
    return {
      get: (effects, name) => {
        if (typeof name === 'symbol') return undefined;
        if (!this.#has(name) && Object.hasOwn(effects, name))
          return (effects as unknown as Readonly<Record<string, unknown>>)[name];
        return this.#read(name);
      },
      set: (_effects, name, value) => {
        this.#own.set(String(name), value);
        return true;
      },
      has: (effects, name) => Object.hasOwn(effects, name) || this.#has(String(name)),
      deleteProperty: (_effects, name) => {
        this.#own.set(String(name), undefined);
        return true;
      },
    };
  }

  #has(name: string): boolean {
    return this.#own.has(name) || Object.hasOwn(this.#base, name);
  }

  /** What is handed out and may be changed in place is remembered: it is the member's value from now on. */
  #read(name: string): unknown {
    if (this.#own.has(name)) return this.#own.get(name);
    const value = this.#forChange(name, memberOf(this.#base, name));
    if (typeof value === 'object' && value !== null) this.#own.set(name, value);
    return value;
  }

  #forChange(name: string, value: unknown): unknown {
    if (value instanceof Rows) {
      const list = value.list();
      if (this.#copies !== undefined) return this.#copies.of(list);
      this.#lists.set(name, list);
      return list;
    }
    if (this.#copies !== undefined) return this.#copies.of(value);
    return this.#changedInPlace.has(name) ? copyArrays(value) : value;
  }
}

function memberOf(members: object, name: string): unknown {
  return Object.hasOwn(members, name) ? (members as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** PHP encodes a message when it is sent; what the handler changes in it later is not sent. */
function asItIsNow(message: EngineMessage): EngineMessage {
  return new DeepCopy([]).of(message) as EngineMessage;
}

/** Programs make up categories; what is not one of the engine's is for debugging, and off by default. */
function categoryOf(name: string): LogCategory {
  return logCategories.find((category) => category === name) ?? 'debug';
}
