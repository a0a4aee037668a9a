import { FiniteStateAutomaton } from '../classes/finite-state-automaton.js';
import type { NextState } from '../classes/finite-state-automaton.js';
import { Message } from '../classes/message.js';

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
  protected failWith(
    error: Error,
    post: { readonly mt: string; readonly [member: string]: unknown },
  ): NextState {
    this.#error = error;
    const next = this.announce(Message.of({ ...post, error }));
    this.log(`Login failed: ${error.message}`, 'runtime');
    return next ?? 'Dead';
  }

  /**
   * Posts to everybody, this automaton included: a class that extends a login may handle the post and return the
   * state in which it goes on. That state is given back, for the handler at work to return it: else `Start` would come
   * twice in it, once for the post and once for the message at hand.
   */
  protected announce(message: Message): string | null {
    let next: string | null = null;
    const name = handlerName(this, `Receive${this.state.getName()}${message.mt}`);
    const handler: unknown = name === undefined ? undefined : Reflect.get(this, name);
    if (name === undefined || typeof handler !== 'function') {
      this.postEvent(message);
      return null;
    }
    const value = (msg: Message): null => {
      const returned: unknown = handler.call(this, msg);
      if (typeof returned === 'string') next = returned;
      return null;
    };
    Object.defineProperty(this, name, { value, configurable: true, enumerable: false });
    try {
      this.postEvent(message);
    } finally {
      Reflect.deleteProperty(this, name);
    }
    return next;
  }
}

/** The method's name as it is written: PHP ignores case in it. */
function handlerName(automaton: object, name: string): string | undefined {
  const wanted = name.toLowerCase();
  for (let at: object | null = automaton; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    const found = Object.getOwnPropertyNames(at).find((own) => own.toLowerCase() === wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
