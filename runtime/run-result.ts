import type { AnyStateMachine, ContextFrom, OutputFrom, SnapshotFrom } from 'xstate';
import { AutomatonFailedError } from './errors.js';
import type { RunAutomaton } from './run-automaton.js';
import { acceptedMessages, phaseOf, stateOf, valueOf } from './state-path.js';
import type { AutomatonEnding } from './trace.js';

/** How a run ended (docs/semantics.md, rule 10). */
export type RunOutcome = 'finished' | 'disconnected' | 'timeout' | 'aborted' | 'failed';

/** One automaton at one moment. */
export interface AutomatonSnapshot {
  readonly nickname: string;
  readonly status: 'added' | 'running' | 'stopped';
  /** Top-level state, e.g. `Initial` or `Dead`. */
  readonly state: string;
  /** Nested states below it, e.g. `awaitingChallenge`; empty when there are none. */
  readonly phase: string;
  readonly context: unknown;
  /** Once it is `Dead`. */
  readonly output: unknown;
  /** Once it has stopped: why. Undefined in a result: the run ended before it was started. */
  readonly why: AutomatonEnding['why'] | undefined;
}

/** One automaton of an observed run. */
export interface ObservedAutomaton {
  readonly nickname: string;
  readonly status: AutomatonSnapshot['status'];
  readonly state: string;
  readonly phase: string;
  /** The messages for which its present state has a transition. */
  readonly accepts: readonly string[];
  readonly socket?: string;
}

/** What a run came to. */
export interface RunResult {
  readonly outcome: RunOutcome;
  /** In the order in which they were given. */
  readonly automatons: readonly AutomatonSnapshot[];
  /** With outcome `failed`: which machine threw; `cause` is what it threw. */
  readonly error: AutomatonFailedError | undefined;
}

/** @internal */
export function snapshotOf(automaton: RunAutomaton): AutomatonSnapshot {
  const { snapshot, handled } = automaton;
  return {
    nickname: automaton.nickname,
    status: automaton.status,
    state: handled?.state ?? (snapshot === undefined ? 'Initial' : stateOf(valueOf(snapshot))),
    phase: snapshot === undefined ? '' : phaseOf(valueOf(snapshot)),
    context: snapshot?.context,
    output: snapshot?.output as unknown,
    why: automaton.ending?.why,
  };
}

/** @internal An automaton as observers of its run see it. */
export function viewOf(automaton: RunAutomaton): ObservedAutomaton {
  const { nickname, status, state, phase } = snapshotOf(automaton);
  const { snapshot, socket } = automaton;
  const accepts = snapshot?.status === 'active' ? acceptedMessages(snapshot) : [];
  return { nickname, status, state, phase, accepts, ...(socket !== undefined && { socket: socket.name }) };
}

/** @internal Says which machine threw, and where it stood. */
export function failureOf(automaton: RunAutomaton): AutomatonFailedError {
  const { state, phase, nickname } = snapshotOf(automaton);
  const where = phase === '' ? state : `${state}.${phase}`;
  return new AutomatonFailedError(
    'AUTOMATON_FAILED',
    `Automaton ${nickname} failed in ${where}; its machine has a defect, see the cause.`,
    { nickname, state, phase },
    { cause: automaton.failure?.error },
  );
}

/** One automaton of a Transitioner: readable at any moment, before, during and after the run. */
export class AutomatonHandle<Machine extends AnyStateMachine = AnyStateMachine> {
  readonly #automaton: RunAutomaton;

  /** @internal */
  constructor(automaton: RunAutomaton) {
    this.#automaton = automaton;
  }

  get nickname(): string {
    return this.#automaton.nickname;
  }

  /** The XState snapshot; undefined before the automaton has started. */
  get snapshot(): SnapshotFrom<Machine> | undefined {
    return this.#automaton.snapshot as SnapshotFrom<Machine> | undefined;
  }

  get context(): ContextFrom<Machine> | undefined {
    return this.#automaton.snapshot?.context as ContextFrom<Machine> | undefined;
  }

  get state(): string {
    return snapshotOf(this.#automaton).state;
  }

  get phase(): string {
    return snapshotOf(this.#automaton).phase;
  }

  /** What the automaton left; undefined until it is `Dead`. */
  get output(): OutputFrom<Machine> | undefined {
    return this.#automaton.snapshot?.output as OutputFrom<Machine> | undefined;
  }

  /** Why it stopped; undefined while it runs. */
  get why(): AutomatonEnding['why'] | undefined {
    return this.#automaton.ending?.why;
  }
}
