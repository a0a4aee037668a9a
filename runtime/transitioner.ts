import type { AnyStateMachine, InputFrom } from 'xstate';
import { RunControl } from './control.js';
import { Run } from './run.js';
import { toRunAutomaton } from './run-automaton.js';
import type { HandledAutomaton } from './handled-automaton.js';
import type { RunOptions, TransitionerOptions } from './run-options.js';
import type { AutomatonSnapshot, RunResult } from './run-result.js';
import { AutomatonHandle } from './run-result.js';
import type { SocketPort } from './socket.js';

export type { AbortSignalLike, RunOptions, TransitionerOptions } from './run-options.js';

export interface AddOptions<Input> {
  /** Default: the machine's id. Unique among all automatons this Transitioner has ever had. */
  readonly nickname?: string | undefined;
  /** Several automatons may share one. */
  readonly socket?: SocketPort | undefined;
  readonly input?: Input;
}

/**
 * Runs automatons at once: an XState actor system with one root, each automaton a child whose `systemId` is its
 * nickname, and one dispatcher that carries every message between them and their sockets. One Transitioner is
 * one run. The rules it keeps are docs/semantics.md.
 */
export class Transitioner {
  /** Holds the run and lets it go on delivery by delivery. */
  readonly control = new RunControl();
  readonly #run: Run;

  constructor(options: TransitionerOptions = {}) {
    this.#run = new Run(options, this.control);
  }

  /**
   * Adds an automaton. Before the run it waits for `run()`; during it, it is started at once (rule 12).
   * @param machine made by `setupAutomaton`
   * @throws UsageError `NICKNAME_IN_USE`, `NOT_AN_AUTOMATON`, `RUN_ENDED`, `SOCKET_IN_USE`
   */
  add<Machine extends AnyStateMachine>(
    machine: Machine,
    ...[options = {}]: undefined extends InputFrom<Machine>
      ? [options?: AddOptions<InputFrom<Machine>>]
      : [options: AddOptions<InputFrom<Machine>> & { readonly input: InputFrom<Machine> }]
  ): AutomatonHandle<Machine> {
    const automaton = toRunAutomaton(machine, options);
    this.#run.add(automaton);
    return new AutomatonHandle<Machine>(automaton);
  }

  /**
   * Adds an automaton whose messages are handled by code.
   * @throws UsageError `AUTOMATON_IN_USE`, `NICKNAME_IN_USE`, `RUN_ENDED`, `SOCKET_IN_USE`
   */
  protected addHandled(
    code: HandledAutomaton,
    options: { readonly nickname: string; readonly socket: SocketPort | undefined },
  ): AutomatonHandle {
    const automaton = toRunAutomaton(code.machine, options, code);
    this.#run.add(automaton);
    return new AutomatonHandle(automaton);
  }

  /**
   * Runs all automatons until the run ends; how it ended is in the result, nothing is thrown for it.
   * @param options.signal aborts the run
   * @param options.idleTimeoutMs instead of the one that the Transitioner was made with
   * @throws UsageError `RUN_TWICE`, `SOCKET_IN_USE`
   */
  run(options: RunOptions = {}): Promise<RunResult> {
    return this.#run.run(options);
  }

  /** Every automaton as it is now, by nickname, in the order in which they were given. */
  getSnapshot(): Readonly<Record<string, AutomatonSnapshot>> {
    return this.#run.getSnapshot();
  }
}
