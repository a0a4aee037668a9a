import { libraryClass } from './class-names.js';
import type { FoundMethod } from './class-lookup.js';
import { methodsOf } from './class-lookup.js';
import type { PhpClass, PhpHandler, PortProblem } from './model.js';
import { lineOf } from './nodes.js';
import type { Names, Returned } from './returned-states.js';
import { returnedStates } from './returned-states.js';

/** What the names of a class's methods and what they return tell of its states. */
export interface HandlersOfClass {
  readonly handlers: readonly PhpHandler[];
  readonly states: readonly string[];
  readonly problems: readonly PortProblem[];
}

interface Receiver extends FoundMethod {
  /** What follows `Receive` in the name: a state and an mt, run together. */
  readonly rest: string;
  readonly returned: Returned;
}

/**
 * Finds the handlers of an automaton: public methods `Receive<State><Mt>`, its own and inherited ones; names ignore
 * case. Where a state ends and the mt begins is known from the states that are there: `Initial`, those that handlers
 * return, those of the library's automatons; of others from `Receive<State>Start`.
 * @param stateHints states of classes that extend this one, which its handlers may be for
 */
export function handlersOf(klass: PhpClass, names: Names, stateHints: readonly string[]): HandlersOfClass {
  const problems: PortProblem[] = [];
  const receivers = receiversOf(klass, names, problems);
  const own = knownStates(klass, receivers);
  const known = unique([...own, ...receivers.flatMap((one) => startState(one, own)), ...stateHints]);
  const handlers = receivers.flatMap((receiver) => split(receiver, known, klass, problems));
  const met = handlers.flatMap(({ state, returns }) => [state, ...texts(returns)]);
  const states = unique(['Initial', ...met, ...own]).filter((state) => state !== 'Dead');
  return { handlers, states: [...states, 'Dead'], problems };
}

function receiversOf(klass: PhpClass, names: Names, problems: PortProblem[]): readonly Receiver[] {
  const receivers: Receiver[] = [];
  for (const found of [...methodsOf(klass).values()].sort(byPlace(klass))) {
    const { method, owner } = found;
    if (!/^receive./i.test(method.name)) continue;
    if (method.visibility !== 'public') {
      const sentence = `${owner.name}::${method.name} is ${method.visibility}, so no message finds it, in PHP as here; make it public if it is a handler.`;
      if (owner === klass) problems.push(problemAt(found, sentence));
    } else if (!method.isAbstract) {
      receivers.push({ ...found, rest: method.name.slice(7), returned: returnedStates(klass, found, names) });
    }
  }
  return receivers;
}

/** Inherited ones first, as a reader meets them: from the eldest ancestor down, each in the order of its file. */
function byPlace(klass: PhpClass): (a: FoundMethod, b: FoundMethod) => number {
  const depth = (owner: PhpClass): number => {
    let count = 0;
    for (let one = klass.parent; one !== undefined; one = one.parent) {
      count += 1;
      if (one === owner) return count;
    }
    return 0;
  };
  return (a, b) => depth(b.owner) - depth(a.owner) || lineOf(a.method.node) - lineOf(b.method.node);
}

function knownStates(klass: PhpClass, receivers: readonly Receiver[]): readonly string[] {
  const library = libraryClass(klass.libraryAncestor ?? '')?.states ?? [];
  const returned = receivers.flatMap(({ returned: { values } }) => texts(values));
  return unique(['Initial', 'Dead', ...library, ...returned]);
}

/** `ReceiveListingStart` is for a state `Listing`, unless it is for a known state and a message that ends so. */
function startState({ rest }: Receiver, known: readonly string[]): readonly string[] {
  const isKnown = known.some((state) => isPrefix(state, rest));
  return !isKnown && /.Start$/.test(rest) ? [rest.slice(0, -'Start'.length)] : [];
}

function split(
  receiver: Receiver,
  known: readonly string[],
  klass: PhpClass,
  problems: PortProblem[],
): readonly PhpHandler[] {
  const { rest, owner, method, returned } = receiver;
  const fitting = known.filter((state) => isPrefix(state, rest));
  const states = fitting.length > 0 ? fitting : guessed(rest);
  const handlers = states.map((state) => ({
    state,
    mt: rest.slice(state.length),
    method,
    owner,
    returns: returned.values,
    returnsUnknown: returned.isUnknown,
  }));
  if (owner !== klass) return handlers;
  if (fitting.length === 0) {
    const [handler] = handlers;
    const sentence =
      handler === undefined
        ? `No state is known for ${owner.name}::${method.name}: no handler returns one that its name begins with, so no message finds it; if it is a handler, name its state among the states of the ported automaton, or in PHP give it a Receive<State>Start.`
        : `No handler of ${owner.name} returns a state that ${method.name} is for; it is taken for ${handler.mt} in ${handler.state}; if that is not meant, name its state among the states of the ported automaton, or in PHP give it a Receive<State>Start.`;
    problems.push(problemAt(receiver, sentence));
  } else if (new Set(fitting.map((state) => state.length)).size > 1) {
    const meanings = handlers.map(({ state, mt }) => `${mt} in ${state}`).join(' and for ');
    const sentence = `${owner.name}::${method.name} is called for ${meanings}, in PHP as here, because the names run into each other; rename a state if that is not meant.`;
    problems.push(problemAt(receiver, sentence));
  }
  return handlers;
}

/** The state of a handler that nothing leads to: its first word. */
function guessed(rest: string): readonly string[] {
  const [, word] = /^([A-Z]?[^A-Z]+)[A-Z]/.exec(rest) ?? [];
  return word === undefined ? [] : [word];
}

function isPrefix(state: string, rest: string): boolean {
  return rest.length > state.length && rest.toLowerCase().startsWith(state.toLowerCase());
}

function problemAt({ owner, method }: FoundMethod, sentence: string): PortProblem {
  return { severity: 'notice', sentence, file: owner.file.path, line: lineOf(method.node) };
}

function texts(values: readonly (string | null)[]): readonly string[] {
  return values.filter((value) => value !== null);
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)];
}
