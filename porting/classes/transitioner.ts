import type { AnyStateMachine, InputFrom } from 'xstate';
import type { AutomatonHandle, RunResult } from '../../runtime/run-result.js';
import type { SocketPort } from '../../runtime/socket.js';
import type { AddOptions, RunOptions, TransitionerOptions } from '../../runtime/transitioner.js';
import { Transitioner as EngineTransitioner } from '../../runtime/transitioner.js';
import { defaultLog } from '../../services/log.js';
import { defaultRedactor } from '../../services/redaction.js';
import type { PhpAutomaton } from './php-automaton.js';
import { engineSide, isPhpAutomaton } from './php-automaton.js';

/** What a Transitioner is made with: options, automatons, lists of automatons. */
export type Given = TransitionerOptions | PhpAutomaton | readonly PhpAutomaton[];

/** What the options of an automaton of the PHP kind can say. */
export interface PlaceOptions {
  readonly nickname?: string | undefined;
  readonly socket?: SocketPort | undefined;
}

/**
 * Runs automatons at once, XState machines and those of the PHP kind beside each other (docs/semantics.md). The log of
 * the original is switched on, with secrets masked in it.
 *
 * ```ts
 * await new Transitioner(new DeviceLister(devicesWs), new UserLister(usersWs)).run();
 *
 * const transitioner = new Transitioner({ idleTimeoutMs: 10_000 });
 * transitioner.add(DeviceLister, { socket });
 * await transitioner.run();
 * ```
 */
export class Transitioner extends EngineTransitioner {
  #selectTimeout: number;
  readonly #added = new Set<PhpAutomaton>();

  /** @throws UsageError `AUTOMATON_IN_USE`, `NICKNAME_IN_USE`, `STATES_UNCLEAR` */
  constructor(...given: readonly Given[]) {
    const options = Object.assign({}, ...given.filter(isOptions)) as TransitionerOptions;
    super({ log: defaultLog.sink, redactor: defaultRedactor(), ...options });
    this.#selectTimeout = (options.idleTimeoutMs ?? 5000) / 1000;
    for (const automaton of given.flatMap(automatonsIn)) this.addAutomaton(automaton);
  }

  /**
   * Adds an automaton: an XState machine made by `setupAutomaton`, or one of the PHP kind.
   * @throws UsageError `AUTOMATON_IN_USE`, `NICKNAME_IN_USE`, `NOT_AN_AUTOMATON`, `RUN_ENDED`, `SOCKET_IN_USE`,
   * `STATES_UNCLEAR`
   */
  override add<Machine extends AnyStateMachine>(
    machine: Machine,
    ...[options]: undefined extends InputFrom<Machine>
      ? [options?: AddOptions<InputFrom<Machine>>]
      : [options: AddOptions<InputFrom<Machine>> & { readonly input: InputFrom<Machine> }]
  ): AutomatonHandle<Machine>;
  override add(automaton: PhpAutomaton, options?: PlaceOptions): AutomatonHandle;
  override add(given: AnyStateMachine | PhpAutomaton, options: AddOptions<never> = {}): AutomatonHandle {
    if (!isPhpAutomaton(given)) return super.add(given, options);
    const side = given[engineSide];
    const { nickname, socket, transitioner } = side;
    const place = { nickname: options.nickname ?? nickname, socket: options.socket ?? socket };
    const wasAdded = this.#added.has(given);
    // Before it is added, for during a run it is started at once.
    if (!side.isInRun) side.placeAt({ ...place, transitioner: this });
    this.#added.add(given);
    try {
      return this.addHandled(side, place);
    } catch (error) {
      if (!side.isInRun) side.placeAt({ nickname, socket, transitioner });
      if (!wasAdded && side.transitioner !== this) this.#added.delete(given);
      throw error;
    }
  }

  /**
   * Adds an automaton. Before the run it waits for `run()`, during it, it is started at once.
   * @throws UsageError `AUTOMATON_IN_USE`, `NICKNAME_IN_USE`, `RUN_ENDED`, `SOCKET_IN_USE`, `STATES_UNCLEAR`
   */
  addAutomaton(automaton: PhpAutomaton): void {
    this.add(automaton);
  }

  /**
   * The same; nothing happens when it was added already.
   * @throws UsageError `AUTOMATON_IN_USE`, `NICKNAME_IN_USE`, `RUN_ENDED`, `SOCKET_IN_USE`, `STATES_UNCLEAR`
   */
  startAutomaton(automaton: PhpAutomaton): void {
    if (!this.#added.has(automaton)) this.add(automaton);
  }

  /**
   * Runs all automatons until the run ends; how it ended is in the result, nothing is thrown for it.
   * @param given seconds of silence after which automatons are asked whether the run goes on, or options
   * @throws UsageError `AUTOMATON_IN_USE`, `RUN_TWICE`, `SOCKET_IN_USE`
   */
  override run(given: number | RunOptions = {}): Promise<RunResult> {
    const options = typeof given === 'number' ? { idleTimeoutMs: given * 1000 } : given;
    if (options.idleTimeoutMs !== undefined) this.#selectTimeout = options.idleTimeoutMs / 1000;
    return super.run(options);
  }

  /** Seconds of silence after which automatons are asked whether the run goes on. */
  getSelectTimeout(): number {
    return this.#selectTimeout;
  }
}

function isOptions(given: Given): given is TransitionerOptions {
  return !Array.isArray(given) && !isPhpAutomaton(given);
}

function automatonsIn(given: Given): readonly PhpAutomaton[] {
  if (Array.isArray(given)) return given as readonly PhpAutomaton[];
  return isPhpAutomaton(given) ? [given] : [];
}
