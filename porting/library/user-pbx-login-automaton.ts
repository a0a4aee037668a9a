import { authorizeCode } from '../../machines/notices.js';
import type { SessionCredentials } from '../../protocol/credentials.js';
import { LoginError } from '../../protocol/errors.js';
import type { Origin } from '../../runtime/events.js';
import type { SocketPort } from '../../runtime/socket.js';
import type { NextState } from '../classes/finite-state-automaton.js';
import { Message } from '../classes/message.js';
import { isFromPeer } from '../classes/received-text.js';
import type { AppUserCredentials } from './credentials.js';
import { endOf } from './end-of-socket.js';
import { afterLogin, announce, answer, fail, failWith, keepSessionsBy } from './inner-names.js';
import { known } from './known-message.js';
import { LoginAutomaton } from './login-automaton.js';
import { PbxLoginProgress } from './pbx-login-progress.js';
import { UserPBXLogin } from './user-pbx-login.js';

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
  readonly #login: PbxLoginProgress;
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
    this.#login = new PbxLoginProgress(cred);
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
    return this.#login.phase === 'loggedIn';
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
    if (this.#login.phase !== 'awaitingConfirmation') return true;
    this.#silentMs += (this.getTransitioner()?.getSelectTimeout() ?? 5) * 1000;
    if (this.#silentMs < this.#confirmTimeoutMs) return null;
    this.postEvent(new Message('UserPBXLoginTimeout'), this.getShortNickname());
    return true;
  }

  override ReceiveInitialStart(_msg: Message): NextState {
    const { hasSession, hasPassword, username } = this.#cred;
    if (!hasSession && !hasPassword) return this[fail](LoginError.noCredentials(username));
    this.sendMessage(this.#login.begin());
    return null;
  }

  ReceiveInitialAuthenticate(msg: Message): NextState {
    if (this.#login.phase !== 'awaitingAuthenticate') return null;
    const response = this.#login.takeAuthenticate(msg);
    if (response instanceof LoginError) return this[fail](response);
    this[answer](response);
    return null;
  }

  ReceiveInitialAuthorize(msg: Message): NextState {
    const { phase } = this.#login;
    if (phase !== 'awaitingLoginResult' && phase !== 'awaitingConfirmation') return null;
    if (phase === 'awaitingLoginResult') this.#silentMs = 0;
    this.#login.phase = 'awaitingConfirmation';
    const { code } = authorizeCode(known(msg, 'Authorize'));
    const shown = code === '' ? '' : `; the code is ${code}`;
    this.log(`Confirm this login on the second channel${shown}`, 'runtime');
    return null;
  }

  /**
   * Its own post of the same name reaches this automaton too, and so do those of other logins; they change nothing. The
   * original subscribes again on its own.
   */
  ReceiveInitialLoginResult(msg: Message): NextState {
    if (!isFromPeer(msg) || !this.#login.isDue(msg)) return null;
    const judgement = this.#login.judge(msg);
    if (judgement.kind === 'accepted') return this.#accepted(judgement.session);
    const { code } = judgement.error;
    if (judgement.kind === 'refused' && code === 'SESSION_EXPIRED' && this.#login.isOfSession)
      this.#keep(null);
    const retry = this.#login.fallBack();
    if (retry === undefined) return this[fail](judgement.error);
    this[answer](retry);
    return null;
  }

  ReceiveInitialUpdateAppsInfo(msg: Message): NextState {
    return this.#takeApps(msg, () => null);
  }

  /** The older form of the list; as in the original it goes without the post `LoginResult`. */
  ReceiveInitialUpdateApps(msg: Message): NextState {
    const isFirst = this.#login.phase === 'awaitingApps';
    return this.#takeApps(msg, () => (isFirst ? this.#succeed() : null));
  }

  ReceiveInitialUpdateAppsComplete(msg: Message): NextState {
    if (this.#login.phase !== 'awaitingApps') return null;
    return this.#takeApps(msg, () => this[announce](this.#results.loginResultMsg) ?? this.#succeed());
  }

  /** Nobody has confirmed the login: a post to itself, because `timeout` returns no state. */
  ReceiveInitialUserPBXLoginTimeout(_msg: Message): NextState {
    return this[fail](LoginError.confirmationTimeout(this.#confirmTimeoutMs));
  }

  ReceiveInitialEOF(msg: Message): NextState {
    if (this.#login.phase === 'failed') return null;
    return this[fail](LoginError.connectionClosed(endOf(msg)));
  }

  protected [fail](error: LoginError): NextState {
    this.#login.phase = 'failed';
    return this[failWith](error, { mt: 'UserPBXLoginFailure' });
  }

  get #results(): UserPBXLogin {
    return new UserPBXLogin(this.#login.results, this.getWs()?.url);
  }

  #accepted(session: SessionCredentials | undefined): NextState {
    if (session !== undefined) {
      this.#session = session;
      this.#keep(session);
    }
    this.log(`Successfully logged-in to PBX ${hostOf(this.getWs())}as ${this.#cred.username}`, 'runtime');
    this[answer](new Message('SubscribeApps'));
    return null;
  }

  #takeApps(msg: Message, andThen: () => NextState): NextState {
    const { phase } = this.#login;
    if (phase !== 'awaitingApps' && phase !== 'loggedIn') return null;
    const fault = this.#login.faultOfApps(msg);
    // The list may change at any time; nonsense does not undo a login.
    if (fault !== undefined)
      return phase === 'loggedIn' ? null : this[fail](LoginError.appsMessageInvalid(msg.mt, fault));
    this.#login.takeApps(msg);
    return andThen();
  }

  #succeed(): NextState {
    this.#login.phase = 'loggedIn';
    const post = new Message('UserPBXLoginSuccess', 'results', this.#results);
    return this[announce](post) ?? this[afterLogin]();
  }
}

function hostOf(ws: SocketPort | null): string {
  return ws?.url !== undefined && URL.canParse(ws.url) ? `${new URL(ws.url).hostname} ` : '';
}
