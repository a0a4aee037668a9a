import type { AnyStateMachine } from 'xstate';
import type { AutomatonOutput } from '../runtime/automaton.js';
import type { AutomatonHandle, RunResult } from '../runtime/run-result.js';
import type { SocketPort } from '../runtime/socket.js';
import { unfinishedError } from './run-error.js';

/** A login automaton after its run, with the calls of the PHP library. */
export class LoginAutomaton<Machine extends AnyStateMachine = AnyStateMachine> {
  #error: Error | undefined;

  /** @internal */
  constructor(
    /** State, phase, context and output, as the engine has them. */
    readonly handle: AutomatonHandle<Machine>,
    private readonly socket: SocketPort,
  ) {}

  getNickname(): string {
    return this.handle.nickname;
  }

  /** The automaton's socket; authenticated if it is logged in. */
  getWs(): SocketPort {
    return this.socket;
  }

  getIsLoggedIn(): boolean {
    return (this.handle.output as AutomatonOutput | undefined)?.ok === true;
  }

  /** Why the login failed; undefined when it succeeded. */
  getError(): Error | undefined {
    return this.#error;
  }

  /** @internal Notes how the run ended. */
  conclude(result: RunResult, idleTimeoutMs: number): void {
    const output = this.handle.output as AutomatonOutput | undefined;
    if (output?.ok === true) return;
    this.#error = output?.error ?? unfinishedError(result, this.handle, idleTimeoutMs);
  }
}
