import type { AnyMachineSnapshot, StateValue } from 'xstate';
import { getNextTransitions } from 'xstate';

/** The automaton's state: the top-level state of its machine, which is what the PHP library calls the state. */
export function stateOf(value: StateValue): string {
  if (typeof value === 'string') return value;
  for (const name in value) return name;
  return '';
}

/** The state value of any machine's snapshot: where it stands, states and phases. */
export function valueOf(snapshot: AnyMachineSnapshot): StateValue {
  return snapshot.value as StateValue;
}

/** Where in its state an automaton stands: the nested states, e.g. `awaitingChallenge`; empty when there are none. */
export function phaseOf(value: StateValue): string {
  if (typeof value === 'string') return '';
  const nested = value[stateOf(value)];
  return nested === undefined ? '' : valuePath(nested);
}

/** State and phase in one text, `Initial.awaitingChallenge`; parallel regions in brackets. */
export function valuePath(value: StateValue): string {
  if (typeof value === 'string') return value;
  const paths = Object.entries(value).map(([name, nested]) => {
    const rest = nested === undefined ? '' : valuePath(nested);
    return rest === '' ? name : `${name}.${rest}`;
  });
  return paths.length === 1 ? (paths[0] ?? '') : paths.length === 0 ? '' : `(${paths.join(' ')})`;
}

/**
 * The types of the messages for which the present state has a transition, in alphabetical order. Asked from the
 * definition: `snapshot.can` is always true for an automaton, since discards are transitions too.
 */
export function acceptedMessages(snapshot: AnyMachineSnapshot): string[] {
  const types = new Set<string>();
  const transitions: readonly { readonly eventType: string }[] = getNextTransitions(snapshot);
  for (const { eventType } of transitions) if (!isReserved(eventType)) types.add(eventType);
  return [...types].sort();
}

/** XState's own events begin so; no peer and no post may name one (docs/semantics.md, rule 7). */
export function isReserved(mt: string): boolean {
  return mt.startsWith('xstate.') || mt === '*' || mt === '';
}
