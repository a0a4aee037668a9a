import type { AnyState, AnyStateMachine, StateValue } from 'xstate';
import { State, toSCXMLEvent } from 'xstate';

interface Listener {
  (state: AnyState): void;
}

/**
 * An automaton as `@xstate/inspect` sees a running service of XState 4: machine, state, events and its end. It
 * only shows: what a client sends to it does nothing.
 */
export class AutomatonService {
  readonly id: string;
  readonly sessionId: string;
  state: AnyState;
  readonly initialState: AnyState;
  readonly #listeners = new Set<Listener>();
  readonly #stops = new Set<() => void>();

  constructor(
    nickname: string,
    session: number,
    readonly machine: AnyStateMachine,
  ) {
    this.id = nickname;
    this.sessionId = `${nickname}:${session}`;
    this.initialState = machine.initialState;
    this.state = this.initialState;
  }

  /**
   * A message has reached the automaton. The inspector replaces this method by one that also tells its clients; a
   * client's own wish to send something ends here.
   */
  send(_event: unknown): void {
    // An automaton takes messages from its engine only.
  }

  /** The automaton is in this state now. */
  enter(value: StateValue, context: unknown, mt: string): void {
    const event = { type: mt };
    const bare = State.from(value, context);
    const state = this.#resolved(bare);
    state.event = event;
    state._event = toSCXMLEvent(event);
    this.state = state;
    for (const listener of this.#listeners) listener(state);
  }

  subscribe(listener: Listener): { unsubscribe: () => void } {
    this.#listeners.add(listener);
    return { unsubscribe: () => this.#listeners.delete(listener) };
  }

  onStop(listener: () => void): this {
    this.#stops.add(listener);
    return this;
  }

  /** The automaton has stopped. */
  stop(): void {
    for (const listener of this.#stops) listener();
    this.#listeners.clear();
    this.#stops.clear();
  }

  /** A state that the chart does not have (a trace may be damaged) is shown as it is. */
  #resolved(state: AnyState): AnyState {
    try {
      return this.machine.resolveState(state);
    } catch {
      return state;
    }
  }
}
