import type { AnyStateMachine } from 'xstate';
import { UsageError } from '../../runtime/errors.js';
import type { Origin } from '../../runtime/events.js';
import type { HandledState } from '../../runtime/handled-machine.js';
import { makeHandledMachine } from '../../runtime/handled-machine.js';
import type { AutomatonClass, StatesAndMessages } from './handlers.js';
import { chainOf, ClassHandlers } from './handlers.js';
import { libraryPosts } from './library-posts.js';

/** A class that has been looked through, with its chart. */
export interface CompiledClass {
  readonly handlers: ClassHandlers;
  readonly machine: AnyStateMachine;
}

const compiled = new WeakMap<AutomatonClass, CompiledClass>();

/**
 * The XState machine that stands for a class of automatons: its states, the messages it has handlers for, and the
 * states that these may return. Made once for each class.
 * @throws UsageError `STATES_UNCLEAR` when a method is for no state that is known
 */
export function compileAutomaton(automaton: object): AnyStateMachine {
  return compiledFor(automaton).machine;
}

/** The states and messages that the methods of a class name, and what is not clear about them. */
export function statesAndMessages(klass: AutomatonClass): StatesAndMessages {
  const { states, handlers, problems } = new ClassHandlers(klass);
  return { states, handlers, problems };
}

/**
 * What an automaton's class comes to. One that has handlers as members of its own (`ReceiveInitialStart = () => …`) is
 * looked at by itself.
 * @throws UsageError `STATES_UNCLEAR`
 */
export function compiledFor(automaton: object): CompiledClass {
  const klass = automaton.constructor as AutomatonClass;
  if (Object.keys(automaton).some((name) => /^receive./i.test(name))) return compile(klass, automaton);
  const known = compiled.get(klass) ?? compile(klass, klass.prototype);
  compiled.set(klass, known);
  return known;
}

function compile(klass: AutomatonClass, prototype: object): CompiledClass {
  const handlers = new ClassHandlers(klass, prototype);
  const [strange] = handlers.strangers;
  if (strange !== undefined)
    throw new UsageError('STATES_UNCLEAR', strange, { automaton: klass.name, states: handlers.states });
  return { handlers, machine: makeMachine(klass, handlers) };
}

function makeMachine(klass: AutomatonClass, handlers: ClassHandlers): AnyStateMachine {
  const states = handlers.states.map((name): HandledState => {
    const own = handlers.handlers.filter(({ state }) => state === name);
    return { name, handlers: new Map(own.map((handler) => [handler.mt, handlers.returnedBy(handler)])) };
  });
  return makeHandledMachine({ id: nameOf(klass), states, accepts: acceptsOf(klass, handlers) });
}

/** Name of a class for people. */
export function nameOf({ name }: AutomatonClass): string {
  return name === '' ? 'Automaton' : name;
}

const runtimeTypes: ReadonlySet<string> = new Set(['start', 'open', 'eof', 'timeout']);

/** What handlers take, but for the engine's own messages; `static accepts` can say of each from where alone. */
function acceptsOf(
  klass: AutomatonClass,
  { handlers, otherTypes }: ClassHandlers,
): Record<string, readonly Origin[]> {
  const narrowed = narrowedBy(klass);
  const others = otherTypes.filter((mt) => narrowed.has(mt.toLowerCase()));
  const types = [...new Set([...handlers.map(({ mt }) => mt), ...others])];
  const own = types.filter((mt) => !runtimeTypes.has(mt.toLowerCase()));
  return Object.fromEntries(own.map((mt) => [mt, narrowed.get(mt.toLowerCase()) ?? ['wire', 'post']]));
}

/** By type in lower case: what the class says, and for other messages what its ancestors say. */
function narrowedBy(klass: AutomatonClass): ReadonlyMap<string, readonly Origin[]> {
  const declared = chainOf(klass).map(
    (ancestor) =>
      (Object.hasOwn(ancestor, 'accepts') ? (ancestor as AutomatonClass).accepts : undefined) ?? {},
  );
  const posts = Object.fromEntries(libraryPosts.map((mt) => [mt, 'post'] as const));
  const entries = [posts, ...declared.toReversed()].flatMap((accepts) => Object.entries(accepts));
  return new Map(entries.map(([mt, origins]) => [mt.toLowerCase(), [origins].flat()]));
}
