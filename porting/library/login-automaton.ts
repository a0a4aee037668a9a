import { FiniteStateAutomaton } from '../classes/finite-state-automaton.js';
import type { NextState } from '../classes/finite-state-automaton.js';
import { Message } from '../classes/message.js';
import { engineSide } from '../classes/php-automaton.js';
import { announce, answer, failWith } from './inner-names.js';

/** What the automatons that log in have in common. */
export abstract class LoginAutomaton extends FiniteStateAutomaton {
  #error: Error | undefined;

  abstract getIsLoggedIn(): boolean;

  /** Why the login failed; undefined when it succeeded, or goes on. PHP only logs it. */
  getError(): Error | undefined {
    return this.#error;
  }

  /**
   * Ends the login: everybody is told at once, so that nobody waits in vain. The original tells nobody.
   * @param post what is posted, without the error
   */
  protected [failWith](
    error: Error,
    post: { readonly mt: string; readonly [member: string]: unknown },
  ): NextState {
    this.#error = error;
    const members = { ...post, error };
    const next = this[announce](Message.of(members));
    this.log(`Login failed: ${error.message}`, 'runtime');
    return next ?? 'Dead';
  }

  /**
   * Sends, unless the peer has closed meanwhile: then `EOF` is what comes next, and says why the login failed. At the
   * beginning of a login `sendMessage` is right, which throws.
   */
  protected [answer](message: Message): void {
    if (this.getWs()?.state !== 'closed') this.sendMessage(message);
  }

  /**
   * Posts to everybody, this automaton included: a class that extends a login may handle the post and return the
   * state in which it goes on. That state is given back, for the handler at work to return it: else `Start` would come
   * twice in it, once for the post and once for the message at hand.
   */
  protected [announce](message: Message): string | undefined {
    const side = this[engineSide];
    const call: typeof side.call = side.call.bind(side);
    let next: string | undefined;
    side.call = (handler, msg) => {
      const returned = call(handler, msg);
      if (msg !== message) return returned;
      next = returned;
      return undefined;
    };
    try {
      this.postEvent(message);
    } finally {
      side.call = call;
    }
    return next;
  }
}
