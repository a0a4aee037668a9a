import { appsFault, withApp } from '../../machines/app-list.js';
import { authorizeCode } from '../../machines/notices.js';
import type { PbxLoginContext } from '../../machines/pbx-login-context.js';
import {
  canFallBack,
  initialLogin,
  isSessionExpiry,
  judge,
  loginRequest,
  loginResponse,
  readAuthenticate,
  resultsOf,
} from '../../machines/pbx-login-context.js';
import { isRefusal } from '../../machines/refusal.js';
import type { SessionCredentials } from '../../protocol/credentials.js';
import { LoginError } from '../../protocol/errors.js';
import type { Origin } from '../../runtime/events.js';
import type { SocketPort } from '../../runtime/socket.js';
import type { NextState } from '../classes/finite-state-automaton.js';
import { Message } from '../classes/message.js';
import { receivedText } from '../classes/received-text.js';
import type { AppUserCredentials } from './credentials.js';
import { endOf } from './end-of-socket.js';
import { known } from './known-message.js';
import { LoginAutomaton } from './login-automaton.js';
import { UserPBXLogin } from './user-pbx-login.js';
import { afterLogin, announce, answer, fail, failWith, keepSessionsBy } from './inner-names.js';

/** Where the login stands; `loggedIn`: the PBX has accepted it and told the apps. */
type Phase =
  | 'awaitingStart'
  | 'awaitingAuthenticate'
  | 'awaitingLoginResult'
  | 'awaitingConfirmation'
  | 'awaitingApps'
  | 'loggedIn'
  | 'failed';

/**
 * Logs in to a PBX as a user and learns the user's apps: with session credentials first, if there are some, else, or
 * when they have expired, with the password. Posts `LoginResult`, then `UserPBXLoginSuccess` with `results`; or
 * `UserPBXLoginFailure`, which the original does not. Source: docs/protocol.md, "Login".
 */
export class UserPBXLoginAutomaton extends LoginAutomaton {
  /** Not LoginResult: this automaton posts it, and a class that extends it may want to hear of it. */
  static override readonly accepts: Readonly<Record<string, Origin>> = {
    Authenticate: 'wire',
    Authorize: 'wire',
    UpdateAppsInfo: 'wire',
    UpdateAppsComplete: 'wire',
    UpdateApps: 'wire',
    UserPBXLoginTimeout: 'post',
  };
  readonly #cred: AppUserCredentials;
  readonly #confirmTimeoutMs: number;
  #phase: Phase = 'awaitingStart';
  #login: PbxLoginContext;
  #session: SessionCredentials | undefined;
  #keep: (session: SessionCredentials | null) => void = () => undefined;
  /** Silence since the PBX began to wait for the confirmation, in milliseconds. */
  #silentMs = 0;

  /**
   * @param confirmTimeout how long the user has to confirm the login on a second channel, in seconds of silence, to the
   * nearest socket timeout above
   */
  constructor(
    ws: SocketPort | null,
    cred: AppUserCredentials,
    confirmTimeout: number | null = 60,
    nickname: string | null = 'UserPBXLogin',
  ) {
    super(ws, nickname ?? 'UserPBXLogin');
    this.#cred = cred;
    this.#confirmTimeoutMs = (confirmTimeout ?? 60) * 1000;
    this.#login = initialLogin({ credentials: cred, nonces: ['', ''] });
  }

  /** What the login brought; null unless it succeeded. */
  getResults(): UserPBXLogin | null {
    return this.getIsLoggedIn() ? this.#results : null;
  }

  /** New session credentials from this login; store them, the PBX keeps only eight sessions per user. Null: none came. */
  getSessionkeys(): SessionCredentials | null {
    return this.#session ?? null;
  }

  override getIsLoggedIn(): boolean {
    return this.#phase === 'loggedIn';
  }

  /**
   * @internal Has session credentials stored as soon as the PBX has made them.
   * @param keep null: the stored ones have expired
   */
  [keepSessionsBy](keep: (session: SessionCredentials | null) => void): void {
    this.#keep = keep;
  }

  /** What follows a login that has succeeded and been posted; a state. */
  protected [afterLogin](): NextState {
    return 'Dead';
  }

  /** While the user confirms the login on a second channel, silence does not end the run. */
  override timeout(): boolean | null {
    if (this.#phase !== 'awaitingConfirmation') return true;
    this.#silentMs += (this.getTransitioner()?.getSelectTimeout() ?? 5) * 1000;
    if (this.#silentMs < this.#confirmTimeoutMs) return null;
    this.postEvent(new Message('UserPBXLoginTimeout'), this.getShortNickname());
    return true;
  }

  override ReceiveInitialStart(_msg: Message): NextState {
    const nonce = this.#cred.drawNonce();
    this.#login = initialLogin({ credentials: this.#cred, nonces: [nonce, ''] });
    const { hasSession, hasPassword, username } = this.#cred;
    if (!hasSession && !hasPassword) return this[fail](LoginError.noCredentials(username));
    this.#phase = 'awaitingAuthenticate';
    this.sendMessage(Message.of({ ...loginRequest(this.#login) }));
    return null;
  }

  ReceiveInitialAuthenticate(msg: Message): NextState {
    if (this.#phase !== 'awaitingAuthenticate') return null;
    this.#login = { ...this.#login, ...readAuthenticate(this.#login, known(msg, 'Authenticate')) };
    if (this.#login.error !== undefined) return this[fail](this.#login.error);
    this.#cred.setChallenge(this.#login.challenge);
    this.#phase = 'awaitingLoginResult';
    this[answer](Message.of({ ...loginResponse(this.#login) }));
    return null;
  }

  ReceiveInitialAuthorize(msg: Message): NextState {
    if (this.#phase !== 'awaitingLoginResult' && this.#phase !== 'awaitingConfirmation') return null;
    if (this.#phase === 'awaitingLoginResult') this.#silentMs = 0;
    this.#phase = 'awaitingConfirmation';
    const { code } = authorizeCode(known(msg, 'Authorize'));
    this.log(
      `Confirm this login on the second channel${code === '' ? '' : `; the code is ${code}`}`,
      'runtime',
    );
    return null;
  }

  /** The post of the same name reaches this automaton too, and changes nothing: the original logs in again on it. */
  ReceiveInitialLoginResult(msg: Message): NextState {
    if (!this.#isDue(msg)) return null;
    const judgement = judge(this.#login, { msg: known(msg, 'LoginResult'), text: receivedText(msg) });
    this.#login = { ...this.#login, judgement };
    if (judgement.kind === 'accepted') return this.#accept(msg, judgement.session);
    if (judgement.kind === 'refused' && judgement.error.code === 'SESSION_EXPIRED') {
      if (this.#login.type === 'session') this.#keep(null);
    }
    if (!canFallBack(this.#login)) return this[fail](judgement.error);
    const nonce = this.#cred.drawNonce();
    const { nonces, attempt } = this.#login;
    this.#login = {
      ...this.#login,
      type: 'user',
      attempt: attempt + 1,
      nonces: [nonces[0], nonce],
      judgement: undefined,
    };
    this.#phase = 'awaitingAuthenticate';
    this[answer](Message.of({ ...loginRequest(this.#login) }));
    return null;
  }

  ReceiveInitialUpdateAppsInfo(msg: Message): NextState {
    return this.#takeApps(msg, (login) => {
      this.#login = { ...login, apps: withApp(login.apps, known(msg, 'UpdateAppsInfo')) };
      return null;
    });
  }

  /** The older form of the list; as in the original it goes without the post `LoginResult`. */
  ReceiveInitialUpdateApps(msg: Message): NextState {
    return this.#takeApps(msg, (login) => {
      this.#login = { ...login, apps: known(msg, 'UpdateApps').apps ?? login.apps, updateAppsComplete: msg };
      return this.#phase === 'awaitingApps' ? this.#succeed() : null;
    });
  }

  ReceiveInitialUpdateAppsComplete(msg: Message): NextState {
    if (this.#phase !== 'awaitingApps') return null;
    return this.#takeApps(msg, (login) => {
      this.#login = { ...login, updateAppsComplete: msg };
      const moved = this[announce](this.#results.loginResultMsg);
      return moved ?? this.#succeed();
    });
  }

  /** Nobody has confirmed the login: a post to itself, because `timeout` returns no state. */
  ReceiveInitialUserPBXLoginTimeout(_msg: Message): NextState {
    return this[fail](LoginError.confirmationTimeout(this.#confirmTimeoutMs));
  }

  ReceiveInitialEOF(msg: Message): NextState {
    if (this.#phase === 'failed') return null;
    return this[fail](LoginError.connectionClosed(endOf(msg)));
  }

  protected [fail](error: LoginError): NextState {
    this.#phase = 'failed';
    return this[failWith](error, { mt: 'UserPBXLoginFailure' });
  }

  get #results(): UserPBXLogin {
    return new UserPBXLogin(resultsOf(this.#login), this.getWs()?.url);
  }

  /** A PBX may refuse a login before it asks anything; docs/protocol.md, "Login errors". */
  #isDue(msg: Message): boolean {
    if (this.#phase === 'awaitingLoginResult' || this.#phase === 'awaitingConfirmation') return true;
    const isFirst = this.#login.attempt === 0;
    return this.#phase === 'awaitingAuthenticate' && isRefusal(msg) && (isFirst || !isSessionExpiry(msg));
  }

  #accept(msg: Message, session: SessionCredentials | undefined): NextState {
    this.#login = { ...this.#login, loginResultMsg: known(msg, 'LoginResult') };
    this.#phase = 'awaitingApps';
    if (session !== undefined) {
      this.#session = session;
      this.#keep(session);
    }
    this.log(`Successfully logged-in to PBX ${hostOf(this.getWs())}as ${this.#cred.username}`, 'runtime');
    this[answer](new Message('SubscribeApps'));
    return null;
  }

  #takeApps(msg: Message, take: (login: PbxLoginContext) => NextState): NextState {
    if (this.#phase !== 'awaitingApps' && this.#phase !== 'loggedIn') return null;
    const fault = appsFault({ msg });
    if (fault === undefined) return take(this.#login);
    // The list may change at any time; nonsense does not undo a login.
    return this.#phase === 'loggedIn' ? null : this[fail](LoginError.appsMessageInvalid(msg.mt, fault));
  }

  #succeed(): NextState {
    this.#phase = 'loggedIn';
    const results = this.#results;
    return this[announce](new Message('UserPBXLoginSuccess', 'results', results)) ?? this[afterLogin]();
  }
}

function hostOf(ws: SocketPort | null): string {
  return ws?.url !== undefined && URL.canParse(ws.url) ? `${new URL(ws.url).hostname} ` : '';
}
