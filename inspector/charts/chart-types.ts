/** A statechart as data for drawing, made from a machine record's definition by `chartOf`. */
export interface Chart {
  /** The machine's id. */
  readonly id: string;
  /** `hash` of the machine record, by which layouts are kept. */
  readonly hash?: string;
  readonly root: ChartState;
}

export type ChartStateType = 'atomic' | 'compound' | 'parallel' | 'final' | 'history';

export interface ChartState {
  /** Names from the root with dots between them, `Initial.awaitingStart`; empty for the root. */
  readonly path: string;
  readonly name: string;
  readonly type: ChartStateType;
  /** Path of the state that is entered first, for compound states; for history states their default. */
  readonly initial?: string;
  readonly tags: readonly string[];
  /** Names of actions; `inline` for one without a name. */
  readonly entry: readonly string[];
  readonly exit: readonly string[];
  /** Names of the actors that run while the state is active. */
  readonly invokes: readonly string[];
  readonly description?: string;
  readonly transitions: readonly ChartTransition[];
  readonly children: readonly ChartState[];
}

export interface ChartTransition {
  /** Unique in its chart. */
  readonly id: string;
  /** Path of the state that it leaves. */
  readonly source: string;
  /** What people read: the message's type, empty for `always`, `after 5000 ms`, `done`, `done: NAME`, `error: NAME`. */
  readonly event: string;
  /** The event as XState writes it, with its wildcards. */
  readonly descriptor: string;
  /** Name of the guard; `inline` for one without a name. */
  readonly guard?: string;
  readonly actions: readonly string[];
  /** Paths of the states it goes to; empty when it stays. */
  readonly targets: readonly string[];
  /** Whether a state that it does not leave is left and entered all the same. */
  readonly reenter: boolean;
  /** Targets that name no state of this chart. */
  readonly unresolved: readonly string[];
  readonly description?: string;
}
