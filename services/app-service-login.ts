import { randomBytes } from 'node:crypto';
import { AppLoginViaPBXAutomaton } from '../machines/app-login-via-pbx.js';
import type { MachineNotice } from '../machines/notices.js';
import type { LoginResults } from '../machines/posts.js';
import { UserPBXLoginWithAppAutomaton } from '../machines/user-pbx-login-with-app.js';
import type { AppServiceSpec } from '../protocol/app-service-spec.js';
import type { App, PbxUser } from '../protocol/messages/myapps.js';
import { pbxWebSocketUrl } from '../protocol/urls.js';
import type { AppUserCredentials } from '../protocol/user-credentials.js';
import type { Notice } from '../runtime/effects.js';
import { UsageError } from '../runtime/errors.js';
import type { AutomatonHandle, RunResult } from '../runtime/run-result.js';
import type { SocketPort } from '../runtime/socket.js';
import { Transitioner } from '../runtime/transitioner.js';
import { FileSessionStore } from './file-session-store.js';
import { LoginAutomaton } from './login-automaton.js';
import type { ConnectionOptions } from './run-options.js';
import { defaultIdleTimeoutMs, transitionerOptions } from './run-options.js';
import type { SessionKey, SessionStore } from './session-store.js';
import { sessionKeyOf } from './session-store.js';
import { emitWarning } from './warning.js';
import { WSClient } from './ws-client.js';

export interface AppServiceLoginOptions extends ConnectionOptions {
  /** Where sessions are kept between programs. Default: files in the user's state folder; `false`: nowhere. */
  readonly sessionStore?: SessionStore | false | undefined;
  /** `ws` instead of `wss` for App Services whatever their URLs say, for debugging. */
  readonly useWs?: boolean | undefined;
  /** How long the user has to confirm the login on a second channel, in milliseconds. Default 300,000. */
  readonly confirmTimeoutMs?: number | undefined;
  /** Draws a nonce of 16 hex digits. Default: from the system's random source. */
  readonly drawNonce?: (() => string) | undefined;
  /**
   * Hears, as a sentence, what went wrong without ending the login: a session that could not be stored. Default:
   * `process.emitWarning`.
   */
  readonly onWarning?: ((sentence: string) => void) | undefined;
}

/** The PBX's automaton, for what the login brought. */
export class PbxAutomaton extends LoginAutomaton<typeof UserPBXLoginWithAppAutomaton> {
  /** The messages of the login; undefined unless it succeeded. */
  getResults(): LoginResults | undefined {
    const { output } = this.handle;
    return output?.ok === true ? output.results : undefined;
  }

  /**
   * The user who is logged in.
   * @throws UsageError `NOT_LOGGED_IN` unless the login succeeded
   */
  getUser(): PbxUser {
    const { output } = this.handle;
    if (output?.ok === true) return output.user;
    throw new UsageError('NOT_LOGGED_IN', 'Nobody is logged in to the PBX; ask getIsLoggedIn() first.');
  }
}

/** The automaton of one App Service. */
export class AppAutomaton extends LoginAutomaton<typeof AppLoginViaPBXAutomaton> {
  /** The app that was chosen from the PBX's list. */
  getSelectedApp(): App | undefined {
    return this.handle.context?.app;
  }
}

/**
 * Logs in to a PBX as a user and from there to App Services, all at once, and hands over the authenticated
 * sockets. The calls are those of the PHP library's connector; where PHP blocks, a promise is returned. The
 * sockets go to the next Transitioner; what arrives on them until then is kept.
 */
export class AppServiceLogin {
  readonly #pbxUrl: string;
  readonly #specs: readonly AppServiceSpec[];
  readonly #apps = new Map<AppServiceSpec, AppAutomaton>();
  readonly #pbxSocket: SocketPort;
  /** The latest thing that is done to the session store; the next one waits for it. */
  #storing = Promise.resolve();
  #pbx: PbxAutomaton | undefined;
  #isConnecting = false;
  #isClosed = false;

  /**
   * @param pbx host name, or the whole WebSocket URL of the login
   * @param specs the App Services to log in to
   * @throws UrlError when `pbx` is no address
   */
  constructor(
    pbx: string,
    private readonly credentials: AppUserCredentials,
    specs: readonly AppServiceSpec[] = [],
    private readonly options: AppServiceLoginOptions = {},
  ) {
    this.#pbxUrl = pbxWebSocketUrl(pbx);
    // One that is given twice has one automaton, as it has one socket.
    this.#specs = [...new Set(specs)];
    this.#pbxSocket = this.#createSocket('PBXWS', this.#pbxUrl);
  }

  /**
   * Logs in. How each automaton fared is asked from the automatons; nothing is thrown for a login that fails.
   * @returns whether the login to the PBX and every App Service succeeded
   * @throws UsageError `CONNECT_TWICE`
   */
  async connect(): Promise<boolean> {
    if (this.#isConnecting) {
      throw new UsageError('CONNECT_TWICE', 'This connector has been used; make a new AppServiceLogin.');
    }
    this.#isConnecting = true;
    const store = this.#store();
    const credentials = await this.#withStoredSession(store);
    const transitioner = this.#transitioner(store);
    const pbx = this.#addAutomatons(transitioner, credentials);
    const result = await transitioner.run({
      signal: this.#isClosed ? AbortSignal.abort() : this.options.signal,
    });
    const { idleTimeoutMs = defaultIdleTimeoutMs } = this.options;
    for (const automaton of [pbx, ...this.#apps.values()]) automaton.conclude(result, idleTimeoutMs);
    await this.#storing;
    this.#closeWhatFailed(result);
    return [pbx, ...this.#apps.values()].every((automaton) => automaton.getIsLoggedIn());
  }

  /**
   * Logs in, or throws the first reason why not: that of the PBX, else that of the first App Service. What
   * succeeded all the same stays connected until `close`.
   * @throws LoginError, AppLoginError, RunError, AutomatonFailedError
   */
  async connectOrThrow(): Promise<void> {
    await this.connect();
    const [first] = this.getErrors();
    if (first !== undefined) throw first;
  }

  /** Why logins failed, the PBX's first, in the order of the specs; empty when all succeeded. */
  getErrors(): Error[] {
    const automatons = [...(this.#pbx ? [this.#pbx] : []), ...this.#apps.values()];
    return automatons.map((automaton) => automaton.getError()).filter((error) => error !== undefined);
  }

  /** @throws UsageError `NOT_CONNECTED` before `connect` */
  getPbxA(): PbxAutomaton {
    return this.#pbx ?? notConnected();
  }

  /** The socket to the PBX. */
  getPbxWS(): SocketPort {
    return this.#pbxSocket;
  }

  /** @throws UsageError `NOT_CONNECTED` before `connect`, `SPEC_UNKNOWN` for a spec that was not given */
  getAppAutomaton(spec: AppServiceSpec): AppAutomaton {
    const automaton = this.#apps.get(spec);
    if (automaton !== undefined) return automaton;
    if (!this.#specs.includes(spec)) {
      throw new UsageError(
        'SPEC_UNKNOWN',
        `No login to ${String(spec)} was asked for; give it to the constructor.`,
      );
    }
    return notConnected();
  }

  /** The socket to an App Service, authenticated if its automaton is logged in. Throws as `getAppAutomaton`. */
  getAppWebSocket(spec: AppServiceSpec): SocketPort {
    return this.getAppAutomaton(spec).getWs();
  }

  /** The messages of the PBX login; undefined unless it succeeded. */
  getResults(): LoginResults | undefined {
    return this.#pbx?.getResults();
  }

  /** Closes all sockets. A login that has not begun does not begin any more. */
  close(): void {
    this.#isClosed = true;
    this.#pbxSocket.close();
    for (const automaton of this.#apps.values()) automaton.getWs().close();
  }

  #addAutomatons(transitioner: Transitioner, credentials: AppUserCredentials): PbxAutomaton {
    const { confirmTimeoutMs, useWs, drawNonce = () => randomBytes(8).toString('hex') } = this.options;
    const nicknames = distinct(this.#specs.map((spec) => spec.nickname));
    const sockets = distinct(this.#specs.map((spec) => spec.socketName));
    const handle = transitioner.add(UserPBXLoginWithAppAutomaton, {
      nickname: 'UserPBXLogin',
      socket: this.#pbxSocket,
      input: { credentials, nonces: [drawNonce(), drawNonce()], confirmTimeoutMs, clients: nicknames },
    });
    this.#specs.forEach((spec, at) => {
      const nickname = nicknames[at] ?? spec.nickname;
      const socket = this.#createSocket(sockets[at] ?? spec.socketName);
      const input = { spec, pbxUrl: this.#pbxUrl, useWs };
      const appHandle: AutomatonHandle<typeof AppLoginViaPBXAutomaton> = transitioner.add(
        AppLoginViaPBXAutomaton,
        {
          nickname,
          socket,
          input,
        },
      );
      this.#apps.set(spec, new AppAutomaton(appHandle, socket));
    });
    this.#pbx = new PbxAutomaton(handle, this.#pbxSocket);
    return this.#pbx;
  }

  #transitioner(store: SessionStore | undefined): Transitioner {
    const { onNotice } = this.options;
    return new Transitioner({
      ...transitionerOptions(this.options),
      onNotice: (notice, nickname) => {
        if (store !== undefined) this.#keep(store, notice);
        onNotice?.(notice as MachineNotice, nickname);
      },
    });
  }

  #createSocket(name: string, url?: string): SocketPort {
    return this.options.createSocket?.(name, url) ?? new WSClient(name, url, this.options.socket);
  }

  #store(): SessionStore | undefined {
    const { sessionStore, onWarning } = this.options;
    if (sessionStore === false) return undefined;
    return sessionStore ?? new FileSessionStore(undefined, { onWarning });
  }

  get #sessionKey(): SessionKey {
    return sessionKeyOf(this.#pbxUrl, this.credentials.username);
  }

  async #withStoredSession(store: SessionStore | undefined): Promise<AppUserCredentials> {
    if (store === undefined || this.credentials.hasSession) return this.credentials;
    return this.credentials.withSession(await store.read(this.#sessionKey));
  }

  /** The PBX keeps only eight sessions per user: a new one is stored at once, a refused one forgotten. */
  #keep(store: SessionStore, notice: Notice): void {
    const { kind, ...rest } = notice as MachineNotice;
    const session = 'session' in rest ? rest.session : undefined;
    if (kind === 'session' && session !== undefined) {
      this.#later(() => store.write(this.#sessionKey, session));
    }
    if (kind === 'sessionRefused') this.#later(() => store.remove(this.#sessionKey));
  }

  /** One after the other: a session that was refused must not be removed after the new one is written. */
  #later(work: () => Promise<void>): void {
    const { onWarning = emitWarning } = this.options;
    this.#storing = this.#storing.then(work).catch((error: unknown) => {
      onWarning(error instanceof Error ? error.message : String(error));
    });
  }

  #closeWhatFailed(result: RunResult): void {
    if (this.#pbx?.getIsLoggedIn() !== true || result.outcome === 'aborted') this.close();
    for (const automaton of this.#apps.values()) {
      if (!automaton.getIsLoggedIn()) automaton.getWs().close();
    }
  }
}

function notConnected(): never {
  throw new UsageError('NOT_CONNECTED', 'Nobody has logged in yet; call connect() and wait for it.');
}

/** Two specs that differ only in their domain have one label; the later ones get a number. */
function distinct(names: readonly string[]): string[] {
  return names.map((name, at) => {
    const earlier = names.slice(0, at).filter((other) => other === name).length;
    return earlier === 0 ? name : `${name}-${earlier + 1}`;
  });
}
