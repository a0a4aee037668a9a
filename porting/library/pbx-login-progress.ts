import { appsFault, withApp } from '../../machines/app-list.js';
import type { LoginJudgement, PbxLoginContext } from '../../machines/pbx-login-context.js';
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
import type { LoginResults } from '../../machines/posts.js';
import { isRefusal } from '../../machines/refusal.js';
import type { LoginError } from '../../protocol/errors.js';
import { Message } from '../classes/message.js';
import { receivedText } from '../classes/received-text.js';
import type { AppUserCredentials } from './credentials.js';
import { known } from './known-message.js';

/** Where a login stands; `loggedIn`: the PBX has accepted it and told the apps. */
export type LoginPhase =
  | 'awaitingStart'
  | 'awaitingAuthenticate'
  | 'awaitingLoginResult'
  | 'awaitingConfirmation'
  | 'awaitingApps'
  | 'loggedIn'
  | 'failed';

/** A login to the PBX as far as it has come, with the rules of the machines' login; docs/protocol.md, "Login". */
export class PbxLoginProgress {
  phase: LoginPhase = 'awaitingStart';
  readonly #cred: AppUserCredentials;
  #context: PbxLoginContext;

  constructor(cred: AppUserCredentials) {
    this.#cred = cred;
    this.#context = initialLogin({ credentials: cred, nonces: ['', ''] });
  }

  /** What the login has brought. */
  get results(): LoginResults {
    return resultsOf(this.#context);
  }

  /** Whether the PBX was offered a session. */
  get isOfSession(): boolean {
    return this.#context.type === 'session';
  }

  /** Begins with the session, if there is one. Returns the Login to send. */
  begin(): Message {
    this.#context = initialLogin({ credentials: this.#cred, nonces: [this.#cred.drawNonce(), ''] });
    return this.#request();
  }

  /** Takes an Authenticate. Returns the Login that answers it, or what is wrong with it. */
  takeAuthenticate(msg: Message): Message | LoginError {
    this.#context = { ...this.#context, ...readAuthenticate(this.#context, known(msg, 'Authenticate')) };
    if (this.#context.error !== undefined) return this.#context.error;
    this.#cred.setChallenge(this.#context.challenge);
    this.phase = 'awaitingLoginResult';
    return Message.of({ ...loginResponse(this.#context) });
  }

  /** Whether this LoginResult is one that is waited for. */
  isDue(msg: Message): boolean {
    if (this.phase === 'awaitingLoginResult' || this.phase === 'awaitingConfirmation') return true;
    // A PBX may refuse a login before it asks anything; docs/protocol.md, "Login errors".
    const isFirst = this.#context.attempt === 0;
    return this.phase === 'awaitingAuthenticate' && isRefusal(msg) && (isFirst || !isSessionExpiry(msg));
  }

  /** Judges a LoginResult; after one that is accepted come the apps. */
  judge(msg: Message): LoginJudgement {
    const loginResultMsg = known(msg, 'LoginResult');
    const judgement = judge(this.#context, { msg: loginResultMsg, text: receivedText(msg) });
    this.#context = { ...this.#context, judgement };
    if (judgement.kind === 'accepted') {
      this.#context = { ...this.#context, loginResultMsg };
      this.phase = 'awaitingApps';
    }
    return judgement;
  }

  /** The Login with the password, with a fresh nonce, when the session was refused; undefined: that was it. */
  fallBack(): Message | undefined {
    if (!canFallBack(this.#context)) return undefined;
    const { nonces, attempt } = this.#context;
    this.#context = {
      ...this.#context,
      type: 'user',
      attempt: attempt + 1,
      nonces: [nonces[0], this.#cred.drawNonce()],
      judgement: undefined,
    };
    return this.#request();
  }

  /** What is wrong with a message of the app list. */
  faultOfApps(msg: Message): string | undefined {
    return appsFault({ msg });
  }

  /** Takes an app, all of them, or the end of the list. */
  takeApps(msg: Message): void {
    const { apps } = this.#context;
    const { mt } = msg;
    if (mt === 'UpdateAppsInfo')
      this.#context = { ...this.#context, apps: withApp(apps, known(msg, 'UpdateAppsInfo')) };
    else if (mt === 'UpdateApps')
      this.#context = {
        ...this.#context,
        apps: known(msg, 'UpdateApps').apps ?? apps,
        updateAppsComplete: msg,
      };
    else this.#context = { ...this.#context, updateAppsComplete: msg };
  }

  #request(): Message {
    this.phase = 'awaitingAuthenticate';
    return Message.of({ ...loginRequest(this.#context) });
  }
}
