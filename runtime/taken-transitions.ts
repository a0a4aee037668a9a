import type { AnyTransitionDefinition, InspectionEvent } from 'xstate';
import { functionName } from './machine-definition.js';
import type { RunAutomaton } from './run-automaton.js';
import type { TakenTransition } from './trace.js';

type ActorLike = InspectionEvent['actorRef'];

/**
 * Notes which transitions XState takes, in `taken` of each automaton, for the trace. XState itself tells, so no guard
 * is evaluated for it, and the `always` that follow are told as well.
 */
export class TakenTransitions {
  /** The automaton whose actor is being made: the next actor that is told of is its own. */
  starting: RunAutomaton | undefined;
  readonly #automatons = new WeakMap<ActorLike, RunAutomaton>();

  /** Takes XState's inspection events. It never throws: XState is in the middle of a transition. */
  readonly observe = (event: InspectionEvent): void => {
    if (event.type === '@xstate.microstep') {
      const automaton = this.#automatons.get(event.actorRef);
      if (automaton !== undefined) note(automaton, event._transitions, event.event);
    } else if (event.type === '@xstate.actor' && this.starting !== undefined) {
      this.#automatons.set(event.actorRef, this.starting);
      this.starting = undefined;
    }
  };
}

function note(
  automaton: RunAutomaton,
  transitions: readonly AnyTransitionDefinition[],
  event: { readonly type: string },
): void {
  try {
    for (const transition of transitions) {
      // The only one is the root's, which records discards (rule 3).
      if (transition.eventType === '*') continue;
      const { named, unnamed } = describe(transition);
      const isOfMessage = transition.eventType === event.type && 'origin' in event;
      (automaton.taken ??= []).push(isOfMessage ? unnamed : named);
    }
  } catch {
    // A trace without it is better than a machine that fails.
  }
}

interface Described {
  readonly named: TakenTransition;
  /** Without `on`: the record has it as its `mt`. */
  readonly unnamed: TakenTransition;
}

const descriptions = new WeakMap<AnyTransitionDefinition, Described>();

/** Made once for each transition: automatons take the same ones again and again. */
function describe(transition: AnyTransitionDefinition): Described {
  const known = descriptions.get(transition);
  if (known !== undefined) return known;
  const { source, guard, eventType } = typed(transition);
  const alike = eventType === '' ? source.always : source.transitions.get(eventType);
  const name = guard === undefined ? undefined : guardName(guard);
  const from = source.path.join('.');
  const rest = { at: alike?.indexOf(transition) ?? 0, ...(name !== undefined && { guard: name }) };
  const described = { named: { from, on: eventType, ...rest }, unnamed: { from, ...rest } };
  descriptions.set(transition, described);
  return described;
}

/** XState types the parts of any machine's transitions as `any`. */
function typed(transition: AnyTransitionDefinition): Definition {
  return transition as Definition;
}

interface Definition {
  readonly source: {
    readonly path: readonly string[];
    readonly always?: readonly object[];
    readonly transitions: ReadonlyMap<string, readonly object[]>;
  };
  readonly eventType: string;
  readonly guard?: unknown;
}

/** As in the machine's definition in the trace. */
function guardName(guard: unknown): string {
  if (typeof guard === 'string') return guard;
  if (typeof guard === 'function') return functionName(guard, 'guard');
  const { type } = guard as { readonly type?: unknown };
  return typeof type === 'string' ? type : 'inline';
}
