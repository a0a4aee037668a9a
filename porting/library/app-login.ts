import { challengeOf } from '../../machines/challenge.js';
import { isRefusal } from '../../machines/refusal.js';
import type { AppAuthenticator, AppLoginMembers } from '../../protocol/authenticators.js';
import { AppLoginError } from '../../protocol/errors.js';
import type { AppLoginMessage } from '../../protocol/messages/app-websocket.js';
import { isAppLoginOk } from '../../protocol/messages/app-websocket.js';
import type { Secret } from '../../protocol/secret.js';
import { encryptWithSeed } from '../../protocol/seed-cipher.js';
import type { AppServiceCredentials } from '../../protocol/service-credentials.js';
import { UsageError } from '../../runtime/errors.js';
import type { Origin } from '../../runtime/events.js';
import type { SocketPort } from '../../runtime/socket.js';
import type { NextState } from '../classes/finite-state-automaton.js';
import { Message } from '../classes/message.js';
import { text as toText } from '../php/convert.js';
import type { PhpValue } from '../php/value.js';
import { endOf } from './end-of-socket.js';
import { known } from './known-message.js';
import { LoginAutomaton } from './login-automaton.js';
import {
  announce,
  answer,
  appName,
  fail,
  failWith,
  isBeforeLogin,
  refusedBy,
  requestChallenge,
  sendLogin,
  sentLogin,
  takeChallenge,
} from './inner-names.js';

/**
 * Logs in to an App Service, or to an App object of the PBX, with the app's own password. Posts `AppLoginSuccess` or
 * `AppLoginFailure` with the members of its AppLogin, then it is Dead; a class that extends it may handle the
 * success and go on in a state of its own. Source: docs/protocol.md, "AppWebsocket login".
 */
export class AppLoginAutomaton extends LoginAutomaton {
  static override readonly accepts: Readonly<Record<string, Origin>> = {
    AppChallengeResult: 'wire',
    AppLoginResult: 'wire',
  };
  #cred: AppServiceCredentials | null;
  #phase: 'awaitingStart' | 'awaitingChallenge' | 'awaitingLoginResult' | 'loggedIn' | 'failed' =
    'awaitingStart';
  #login: AppLoginMessage | undefined;
  #key: Secret | undefined;

  constructor(
    ws: SocketPort | null,
    cred: AppServiceCredentials | null = null,
    nickname: string | null = 'Login',
  ) {
    super(ws, nickname ?? 'Login');
    this.#cred = cred;
  }

  setCred(cred: AppServiceCredentials | null): void {
    this.#cred = cred;
  }

  getCred(): AppServiceCredentials | null {
    return this.#cred;
  }

  override getIsLoggedIn(): boolean {
    return this.#phase === 'loggedIn';
  }

  /**
   * Encrypts a value for this connection, as hex digits. Source: docs/protocol.md, "Session key".
   * @param seed travels in clear beside the value; use each for one value only
   * @throws UsageError `NOT_LOGGED_IN` before the login has answered its challenge
   */
  encrypt(seed: PhpValue, data: PhpValue): string {
    if (this.#key !== undefined) return encryptWithSeed(this.#key, toText(seed), toText(data));
    const sentence = `${this.getShortNickname()} is not logged in, so it has no key to encrypt with; ask getIsLoggedIn() first.`;
    throw new UsageError('NOT_LOGGED_IN', sentence, { nickname: this.getShortNickname() });
  }

  override ReceiveInitialStart(_msg: Message): NextState {
    if (this.#cred === null) {
      const nickname = this.getShortNickname();
      const sentence = `${nickname} has no credentials to log in with; give them to the constructor or to setCred().`;
      throw new UsageError('CREDENTIALS_MISSING', sentence, { nickname });
    }
    return this[requestChallenge]();
  }

  ReceiveInitialAppChallengeResult(msg: Message): NextState {
    if (this.#phase !== 'awaitingChallenge') return null;
    if (isRefusal(msg)) return this[fail](this[refusedBy](msg));
    const challenge = challengeOf({ msg });
    if (challenge !== undefined) return this[takeChallenge](challenge);
    return this[fail](AppLoginError.messageInvalid(this[appName], msg.mt, 'has no challenge'));
  }

  ReceiveInitialAppLoginResult(msg: Message): NextState {
    if (this.#phase !== 'awaitingLoginResult') return null;
    if (!isAppLoginOk(known(msg, 'AppLoginResult'))) return this[fail](this[refusedBy](msg));
    this.#phase = 'loggedIn';
    this.log('successfully logged in', 'runtime');
    return this[announce](Message.of({ ...this.#login, mt: 'AppLoginSuccess' })) ?? 'Dead';
  }

  ReceiveInitialEOF(msg: Message): NextState {
    if (this.#phase === 'loggedIn' || this.#phase === 'failed') return null;
    return this[fail](AppLoginError.connectionClosed(this[appName], endOf(msg)));
  }

  /** For sentences. */
  protected get [appName](): string {
    return this.#cred?.app ?? this.getShortNickname();
  }

  /** The AppLogin, once it is sent. */
  protected get [sentLogin](): AppLoginMessage | undefined {
    return this.#login;
  }

  /** Whether no AppLogin has been sent yet. */
  protected get [isBeforeLogin](): boolean {
    return this.#phase === 'awaitingStart' || this.#phase === 'awaitingChallenge';
  }

  protected [requestChallenge](): NextState {
    this.#phase = 'awaitingChallenge';
    this.sendMessage(new Message('AppChallenge'));
    return null;
  }

  /** The App Service's challenge is there: it is answered with the app's password. */
  protected [takeChallenge](challenge: string): NextState {
    const authenticator: AppAuthenticator | null = this.#cred;
    if (authenticator === null) return null;
    const login: AppLoginMembers = authenticator.answer(challenge);
    return this[sendLogin]({ mt: 'AppLogin', ...login }, authenticator.sessionKey(challenge));
  }

  /** @param key the key of this connection, as far as it is known */
  protected [sendLogin](login: AppLoginMessage, key: Secret | undefined): NextState {
    this.#login = login;
    this.#key = key;
    this.#phase = 'awaitingLoginResult';
    this[answer](Message.of({ ...login }));
    return null;
  }

  /** The error for an answer that is a refusal. */
  protected [refusedBy](msg: Message): AppLoginError {
    return AppLoginError.refused(this[appName], msg['error'], msg['errorText']);
  }

  protected [fail](error: AppLoginError): NextState {
    this.#phase = 'failed';
    return this[failWith](error, { ...this.#login, mt: 'AppLoginFailure' });
  }
}
