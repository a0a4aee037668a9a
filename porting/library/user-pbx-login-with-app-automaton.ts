import { isNeedGetLogin } from '../../machines/posts.js';
import { LoginError } from '../../protocol/errors.js';
import type { Origin } from '../../runtime/events.js';
import { RawJson } from '../../runtime/exact-json.js';
import { rawMember } from '../../runtime/message.js';
import type { NextState } from '../classes/finite-state-automaton.js';
import { Message } from '../classes/message.js';
import { receivedText } from '../classes/received-text.js';
import { isFailureOfClient } from './clients.js';
import { known } from './known-message.js';
import { UserPBXLoginAutomaton } from './user-pbx-login-automaton.js';
import { afterLogin, announce, answer, fail } from './inner-names.js';

/**
 * Logs in to a PBX as UserPBXLoginAutomaton does, then gets logins for App Services: it works in tandem with
 * AppLoginViaPBXAutomatons, by posts. Dead after `setNclients` of them have their login or have failed.
 * Source: docs/protocol.md, "Login" and "AppGetLogin".
 */
export class UserPBXLoginWithAppAutomaton extends UserPBXLoginAutomaton {
  static override readonly accepts: Readonly<Record<string, Origin>> = {
    ...UserPBXLoginAutomaton.accepts,
    AppGetLoginResult: 'wire',
    UserPBXLoginNeedGetLogin: 'post',
    UserPBXLoginCancel: 'post',
    AppLoginFailure: 'post',
  };
  #clients = 1;
  /** Nicknames whose AppGetLogin is under way. */
  readonly #asked = new Set<string>();
  /** Nicknames that need nothing more. */
  readonly #done = new Set<string>();
  #isAnnouncing = false;

  /** @param n how many App Services this login is for. Default 1 */
  setNclients(n: number): void {
    this.#clients = n;
  }

  protected override [announce](message: Message): string | undefined {
    this.#isAnnouncing = true;
    try {
      return super[announce](message);
    } finally {
      this.#isAnnouncing = false;
    }
  }

  protected override [afterLogin](): NextState {
    return this.#endIfServed();
  }

  /** An App Service's automaton has a challenge (`app`, `challenge`): the PBX makes a login of it. */
  ReceiveInitialUserPBXLoginNeedGetLogin(msg: Message): NextState {
    const post = known(msg, 'UserPBXLoginNeedGetLogin');
    if (!this.getIsLoggedIn() || !isNeedGetLogin(post)) return null;
    const { app, challenge } = post;
    const src = String(msg['_sourcename']);
    this.#asked.add(src);
    this[answer](new Message('AppGetLogin', 'app', app.name, 'challenge', challenge, 'src', src));
    return null;
  }

  ReceiveInitialAppGetLoginResult(msg: Message): NextState {
    const asker = this.#askerOf(msg['src']);
    if (asker === undefined) return null;
    this.#asked.delete(asker);
    const info = rawMember({ msg, text: receivedText(msg) }, 'info');
    const post = Message.of({
      ...Object.fromEntries<unknown>(Object.entries(msg)),
      mt: 'GotAppGetLoginResult',
    });
    // As it arrived: the App Service hashes its bytes.
    if (info !== undefined) post['info'] = new RawJson(info);
    this.postEvent(post, asker);
    return this.#release(asker);
  }

  /** Differs from the original, where one App Service that fails ends the login of all. */
  ReceiveInitialAppLoginFailure(msg: Message): NextState {
    return isFailureOfClient(msg) ? this.#release(String(msg['_sourcename'])) : null;
  }

  ReceiveInitialUserPBXLoginCancel(msg: Message): NextState {
    return this[fail](LoginError.cancelled(String(msg['_sourcename'])));
  }

  /** The one that `src` names, or the only one that has asked, for a PBX that leaves `src` out. */
  #askerOf(src: unknown): string | undefined {
    if (typeof src === 'string') return this.#asked.has(src) ? src : undefined;
    const [only, ...others] = this.#asked;
    return others.length === 0 ? only : undefined;
  }

  #release(nickname: string): NextState {
    this.#asked.delete(nickname);
    this.#done.add(nickname);
    return this.#endIfServed();
  }

  /** One that fails while the success is being posted does not end the login before everybody has heard of it. */
  #endIfServed(): NextState {
    return this.getIsLoggedIn() && !this.#isAnnouncing && this.#done.size >= this.#clients ? 'Dead' : null;
  }
}
