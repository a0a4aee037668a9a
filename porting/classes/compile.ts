import type { AnyStateMachine } from 'xstate';
import { UsageError } from '../../runtime/errors.js';
import type { Origin } from '../../runtime/events.js';
import type { HandledState } from '../../runtime/handled-machine.js';
import { makeHandledMachine } from '../../runtime/handled-machine.js';
import type { AutomatonClass, StatesAndMessages } from './handlers.js';
import { ClassHandlers } from './handlers.js';

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
  return compileClass(automaton.constructor).machine;
}

/** The states and messages that the methods of a class name, and what is not clear about them. */
export function statesAndMessages(klass: AutomatonClass): StatesAndMessages {
  const { states, handlers, problems } = new ClassHandlers(klass);
  return { states, handlers, problems };
}

/** @throws UsageError `STATES_UNCLEAR` */
export function compileClass(klass: AutomatonClass): CompiledClass {
  const known = compiled.get(klass);
  if (known !== undefined) return known;
  const handlers = new ClassHandlers(klass);
  const [strange] = handlers.strangers;
  if (strange !== undefined)
    throw new UsageError('STATES_UNCLEAR', strange, { automaton: klass.name, states: handlers.states });
  const result = { handlers, machine: makeMachine(klass, handlers) };
  compiled.set(klass, result);
  return result;
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

/** What handlers take, but for the engine's own messages; a `static accepts` can say of each from where alone. */
function acceptsOf(klass: AutomatonClass, { handlers }: ClassHandlers): Record<string, readonly Origin[]> {
  const narrowed = new Map(
    Object.entries(klass.accepts ?? {}).map(([mt, origins]) => [mt.toLowerCase(), [origins].flat()]),
  );
  const types = [...new Set(handlers.map(({ mt }) => mt))];
  const own = types.filter((mt) => !runtimeTypes.has(mt.toLowerCase()));
  return Object.fromEntries(own.map((mt) => [mt, narrowed.get(mt.toLowerCase()) ?? ['wire', 'post']]));
}
