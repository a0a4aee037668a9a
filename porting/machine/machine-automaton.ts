import type { AnyStateMachine, ContextFrom } from 'xstate';
import type { AutomatonHandle, RunResult } from '../../runtime/run-result.js';
import type { SocketPort } from '../../runtime/socket.js';
import type { AddOptions, RunOptions } from '../../runtime/transitioner.js';
import { Transitioner } from '../classes/transitioner.js';
import type { PhpAutomaton } from '../classes/php-automaton.js';
import { initialTransition } from 'xstate';

/** Where a machine runs, and with what. */
export interface MachinePlace {
  readonly socket?: SocketPort | null | undefined;
  readonly nickname?: string | null | undefined;
  readonly input?: unknown;
}

/**
 * A machine as programs in PHP's shape have automatons: made with a socket, handed to a Transitioner, asked for what it
 * has found. Programs of one's own use `transitioner.add(machine, { socket, input })` instead.
 */
export class MachineAutomaton<Machine extends AnyStateMachine> {
  #handle: AutomatonHandle<Machine> | undefined;

  constructor(
    readonly machine: Machine,
    private readonly place: MachinePlace,
  ) {}

  /** PHP's `$automaton->state`. */
  get state(): { getName(): string; getRun(): boolean } {
    return {
      getName: () => this.#handle?.state ?? 'Initial',
      getRun: () => {
        const handle = this.#handle;
        return handle !== undefined && handle.state !== 'Dead' && handle.why === undefined;
      },
    };
  }

  /** Its members: as they are now, or at first before it runs. */
  get members(): ContextFrom<Machine> {
    const now: unknown = this.#handle?.context;
    if (now !== undefined) return now as ContextFrom<Machine>;
    const [first] = initialTransition(this.machine as AnyStateMachine, this.place.input);
    return first.context as ContextFrom<Machine>;
  }

  getWs(): SocketPort | null {
    return this.place.socket ?? null;
  }

  getShortNickname(): string {
    return this.place.nickname ?? this.machine.id;
  }

  getNickname(): string {
    return `${this.machine.id}(${this.getShortNickname()})`;
  }

  /** Adds it to a run; nothing happens when it was added already. */
  addTo(transitioner: Transitioner): void {
    if (this.#handle !== undefined) return;
    const options: AddOptions<unknown> = {
      nickname: this.getShortNickname(),
      ...(this.place.socket && { socket: this.place.socket }),
      ...(this.place.input !== undefined && { input: this.place.input }),
    };
    this.#handle = transitioner.add(this.machine as AnyStateMachine, options) as AutomatonHandle<Machine>;
  }

  /** Runs this one alone. */
  run(socketTimeout?: number): Promise<RunResult> {
    return new MachineTransitioner(this).run(socketTimeout);
  }
}

/** Any automaton of a ported program. */
type Runnable = PhpAutomaton | MachineAutomaton<AnyStateMachine>;

/** The Transitioner of ported programs: takes machines and automatons of the PHP kind in the same way. */
export class MachineTransitioner extends Transitioner {
  constructor(...given: readonly (Runnable | readonly Runnable[])[]) {
    super();
    for (const automaton of given.flat()) this.addAutomaton(automaton);
  }

  override addAutomaton(automaton: Runnable): void {
    if (automaton instanceof MachineAutomaton) automaton.addTo(this);
    else super.addAutomaton(automaton);
  }

  override startAutomaton(automaton: Runnable): void {
    if (automaton instanceof MachineAutomaton) automaton.addTo(this);
    else super.startAutomaton(automaton);
  }

  override run(given?: number | RunOptions): Promise<RunResult> {
    return super.run(given);
  }
}
