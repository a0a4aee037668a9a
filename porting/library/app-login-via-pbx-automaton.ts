import { chooseApp, readGetLogin, refused } from '../../machines/app-login-via-pbx-context.js';
import type { AppLoginViaPBXContext } from '../../machines/app-login-via-pbx-context.js';
import { isAppList } from '../../machines/app-list.js';
import { announcedApps, reasonOf } from '../../machines/posts.js';
import type { AppServiceSpec } from '../../protocol/app-service-spec.js';
import { selectApp } from '../../protocol/app-service-spec.js';
import { AppLoginError } from '../../protocol/errors.js';
import type { App } from '../../protocol/messages/myapps.js';
import { Secret } from '../../protocol/secret.js';
import type { Origin } from '../../runtime/events.js';
import type { SocketPort } from '../../runtime/socket.js';
import type { NextState } from '../classes/finite-state-automaton.js';
import { Message } from '../classes/message.js';
import type { PhpValue } from '../php/value.js';
import { AppLoginAutomaton } from './app-login.js';
import { markFailureOfClient } from './clients.js';
import { known } from './known-message.js';
import { viaPassthrough } from './passthrough.js';
import { pbxUrlOf } from './user-pbx-login.js';
import {
  announce,
  appName,
  fail,
  isBeforeLogin,
  refusedBy,
  requestChallenge,
  sendLogin,
  sentLogin,
  takeChallenge,
} from './inner-names.js';

/**
 * Logs in to an App Service as the user whom a UserPBXLoginWithAppAutomaton logs in to the PBX, on a socket of its own
 * that it connects to the app's URL. Posts `UserPBXLoginNeedGetLogin`, then `AppLoginSuccess` or `AppLoginFailure`.
 * Source: docs/protocol.md, "AppGetLogin" and "AppWebsocket login".
 */
export class AppLoginViaPBXAutomaton extends AppLoginAutomaton {
  static override readonly accepts: Readonly<Record<string, Origin>> = {
    ...AppLoginAutomaton.accepts,
    UserPBXLoginSuccess: 'post',
    UserPBXLoginFailure: 'post',
    GotAppGetLoginResult: 'post',
  };
  readonly #spec: AppServiceSpec;
  readonly #passthrough: unknown;
  #app: App | undefined;
  #isWaitingForLogin = false;

  /** @param passthrough by host name of an app's URL, the base that takes the place of its scheme and host */
  constructor(
    ws: SocketPort | null,
    spec: AppServiceSpec,
    nickname: string | null = 'AppLoginViaPBXA',
    passthrough: unknown = [],
  ) {
    super(ws, null, nickname ?? 'AppLoginViaPBXA');
    this.#spec = spec;
    this.#passthrough = passthrough;
  }

  /** The app that was chosen from the PBX's list; null before, and when there is none. */
  getSelectedApp(): App | null {
    return this.#app ?? null;
  }

  /** Chooses the app from the PBX's list; may be overridden. */
  selectInstance(spec: AppServiceSpec, apps: PhpValue): PhpValue {
    const list: unknown = apps;
    return isAppList(list) ? (selectApp(spec, list) ?? null) : null;
  }

  /** Nothing to do: the PBX's automaton begins. */
  override ReceiveInitialStart(_msg: Message): NextState {
    return null;
  }

  ReceiveInitialUserPBXLoginSuccess(msg: Message): NextState {
    if (this.#app !== undefined) return null;
    const post = known(msg, 'UserPBXLoginSuccess');
    const { url = '', error } = chooseApp(this.#context(post.results), announcedApps(post));
    if (error !== undefined) return this[fail](error);
    this.getWs()?.connect(url);
    return this[requestChallenge]();
  }

  ReceiveInitialUserPBXLoginFailure(msg: Message): NextState {
    if (!this[isBeforeLogin]) return null;
    return this[fail](
      AppLoginError.pbxLoginFailed(this[appName], reasonOf(known(msg, 'UserPBXLoginFailure'))),
    );
  }

  ReceiveInitialGotAppGetLoginResult(msg: Message): NextState {
    if (!this.#isWaitingForLogin) return null;
    this.#isWaitingForLogin = false;
    const members = Object.entries(msg).filter(([name]) => name !== '_sourcename');
    const post = { ...Object.fromEntries<unknown>(members), mt: 'GotAppGetLoginResult' } as const;
    const { login, error } = readGetLogin(this.#context(), { msg: post });
    if (error !== undefined) return this[fail](error);
    if (login === undefined) return null;
    const key: unknown = msg['key'];
    return this[sendLogin](login, typeof key === 'string' ? new Secret(key, 'key') : undefined);
  }

  protected override get [appName](): string {
    return this.#app?.name ?? String(this.#spec);
  }

  protected override [takeChallenge](challenge: string): NextState {
    if (this.#isWaitingForLogin) return null;
    this.#isWaitingForLogin = true;
    const app = { name: this[appName] };
    this.postEvent(new Message('UserPBXLoginNeedGetLogin', 'app', app, 'challenge', challenge));
    return null;
  }

  protected override [refusedBy](msg: Message): AppLoginError {
    const isAnswer = msg.mt === 'AppLoginResult';
    return isAnswer ? refused(this.#context(), msg) : super[refusedBy](msg);
  }

  /** The PBX's automaton counts those that it has served, and those that have failed. */
  protected override [announce](message: Message): string | undefined {
    if (message.mt === 'AppLoginFailure') markFailureOfClient(message);
    return super[announce](message);
  }

  /** What the machine of this login calls its context; `results` say where relative URLs begin. */
  #context(results?: unknown): AppLoginViaPBXContext {
    return {
      spec: this.#spec,
      pbxUrl: pbxUrlOf(results) ?? unknownPbx,
      useWs: this.getUseWS(),
      selectInstance: (spec, apps) => this.#chooseInstance(spec, apps),
      app: this.#app,
      url: '',
      challenge: '',
      login: this[sentLogin],
      error: undefined,
    };
  }

  #chooseInstance(spec: AppServiceSpec, apps: readonly App[]): App | undefined {
    const chosen: unknown = this.selectInstance(spec, [...apps]);
    if (!isAppList([chosen])) return undefined;
    const [app] = [chosen] as [App];
    this.#app = app;
    return app.url === undefined ? app : { ...app, url: viaPassthrough(app.url, this.#passthrough) };
  }
}

/** Base of relative URLs when nobody says where the user has logged in: they lead nowhere. */
const unknownPbx = 'wss://pbx.invalid/';
