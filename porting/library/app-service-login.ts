import { pbxWebSocketUrl } from '../../protocol/urls.js';
import type { SessionCredentials } from '../../protocol/credentials.js';
import { UsageError } from '../../runtime/errors.js';
import type { RunResult } from '../../runtime/run-result.js';
import type { AppServiceLoginOptions } from '../../services/app-service-login.js';
import { FileSessionStore } from '../../services/file-session-store.js';
import { defaultIdleTimeoutMs, transitionerOptions } from '../../services/run-options.js';
import { unfinishedError } from '../../services/run-error.js';
import type { SessionStore } from '../../services/session-store.js';
import { sessionKeyOf } from '../../services/session-store.js';
import { emitWarning } from '../../services/warning.js';
import { Transitioner } from '../classes/transitioner.js';
import { text as toText } from '../php/convert.js';
import { AppLoginViaPBXAutomaton } from './app-login-via-pbx-automaton.js';
import type { AppServiceSpec, AppUserCredentials } from './credentials.js';
import type { LoginAutomaton } from './login-automaton.js';
import { withScheme } from './pbx-address.js';
import { UserPBXLoginWithAppAutomaton } from './user-pbx-login-with-app-automaton.js';
import { WSClient } from './ws-client.js';
import { keepSessionsBy } from './inner-names.js';

/** What PHP has no argument for. */
export interface ConnectorOptions extends Omit<AppServiceLoginOptions, 'createSocket'> {
  /** Makes the sockets, for tests; default: as `socket` says. */
  readonly createSocket?: ((name: string, url?: string) => WSClient) | undefined;
}

/**
 * Logs in to a PBX as a user and from there to App Services, all at once, and hands over the authenticated sockets.
 * The PHP library's connector: `await login.connect()`, then the automatons say how they fared. Differs from the
 * original: one App Service that fails does not end the others' logins.
 */
export class AppServiceLogin {
  readonly #pbxUrl: string;
  readonly #specs: readonly AppServiceSpec[];
  readonly #pbxSocket: WSClient;
  readonly #apps = new Map<AppServiceSpec, AppLoginViaPBXAutomaton>();
  readonly #sockets = new Map<AppServiceSpec, WSClient>();
  #pbx: UserPBXLoginWithAppAutomaton | undefined;
  #result: RunResult | undefined;
  /** The latest thing that is done to the stored session; the next one waits for it. */
  #storing = Promise.resolve();

  /**
   * @param pbx host name, or the whole WebSocket URL of the login
   * @param specs the App Services to log in to, in an array
   * @param useWS `ws` instead of `wss`: for the PBX if only its name is given, and for App Services whatever their URLs say
   * @param passthrough by host name of an app's URL, the base that takes the place of its scheme and host
   * @param options what PHP has no argument for: sockets, clock, log, session store
   * @throws UrlError when `pbx` is no address
   */
  constructor(
    pbx: string,
    private readonly credentials: AppUserCredentials,
    specs: Iterable<AppServiceSpec> = [],
    private readonly useWS = false,
    private readonly passthrough: unknown = [],
    private readonly options: ConnectorOptions = {},
  ) {
    this.#pbxUrl = pbxWebSocketUrl(withScheme(toText(pbx), useWS));
    // One that is given twice has one automaton, as it has one socket.
    this.#specs = [...new Set(specs)];
    this.#pbxSocket = this.#createSocket('PBXWS', this.#pbxUrl);
  }

  /**
   * Logs in; PHP waits here, this returns a promise. Nothing is thrown for a login that fails.
   * @returns whether the login to the PBX and every App Service succeeded
   * @throws UsageError `CONNECT_TWICE`
   */
  async connect(): Promise<boolean> {
    if (this.#pbx !== undefined) {
      throw new UsageError('CONNECT_TWICE', 'This connector has been used; make a new AppServiceLogin.');
    }
    const transitioner = new Transitioner(transitionerOptions(this.options));
    const automatons = this.#automatons(await this.#withStoredSession());
    for (const automaton of automatons) transitioner.addAutomaton(automaton);
    const { signal } = this.options;
    this.#result = await transitioner.run({ signal });
    await this.#storing;
    this.#closeWhatFailed(automatons);
    return automatons.every((automaton) => automaton.getIsLoggedIn());
  }

  /** @throws UsageError `NOT_CONNECTED` before `connect` */
  getPbxA(): UserPBXLoginWithAppAutomaton {
    return this.#pbx ?? notConnected();
  }

  /** The socket to the PBX. */
  getPbxWS(): WSClient {
    return this.#pbxSocket;
  }

  /** @throws UsageError `NOT_CONNECTED` before `connect`, `SPEC_UNKNOWN` for a spec that was not given */
  getAppAutomaton(spec: AppServiceSpec): AppLoginViaPBXAutomaton {
    const automaton = this.#apps.get(spec);
    if (automaton !== undefined) return automaton;
    if (this.#specs.includes(spec)) return notConnected();
    const sentence = `No login to ${String(spec)} was asked for; give it to the constructor.`;
    throw new UsageError('SPEC_UNKNOWN', sentence);
  }

  /** The socket to an App Service, authenticated if its automaton is logged in. Throws as `getAppAutomaton`. */
  getAppWebSocket(spec: AppServiceSpec): WSClient {
    this.getAppAutomaton(spec);
    return this.#sockets.get(spec) ?? notConnected();
  }

  /** Why logins failed, the PBX's first, in the order of the specs; empty when all succeeded. PHP only logs it. */
  getErrors(): Error[] {
    const automatons: LoginAutomaton[] = [...(this.#pbx ? [this.#pbx] : []), ...this.#apps.values()];
    return automatons.flatMap((automaton) => this.#errorOf(automaton) ?? []);
  }

  /** Closes all sockets. */
  close(): void {
    this.#pbxSocket.close();
    for (const automaton of this.#apps.values()) automaton.getWs()?.close();
  }

  /**
   * The session credentials of an earlier login, or null. Here from a file of mode 0600 in the user's state folder;
   * may be overridden, with a promise too.
   */
  readSessionKey(): Promise<SessionCredentials | null> | SessionCredentials | null {
    return this.#store?.read(this.#sessionKey).then((session) => session ?? null) ?? null;
  }

  /**
   * Stores the session credentials of this login, as soon as the PBX has made them; null: the stored ones have
   * expired. May be overridden, with a promise too; `exportSession` gives both halves in clear.
   */
  writeSessionKey(session: SessionCredentials | null): Promise<void> | void {
    const key = this.#sessionKey;
    return session === null ? this.#store?.remove(key) : this.#store?.write(key, session);
  }

  get #store(): SessionStore | undefined {
    const { sessionStore, onWarning } = this.options;
    if (sessionStore === false) return undefined;
    return sessionStore ?? new FileSessionStore(undefined, { onWarning });
  }

  get #sessionKey(): Parameters<SessionStore['read']>[0] {
    return sessionKeyOf(this.#pbxUrl, this.credentials.username);
  }

  async #withStoredSession(): Promise<AppUserCredentials> {
    const { credentials } = this;
    if (credentials.hasSession || credentials.isSessionkeysDisabled) return credentials;
    return credentials.withSession((await this.readSessionKey()) ?? undefined);
  }

  #automatons(credentials: AppUserCredentials): LoginAutomaton[] {
    const { confirmTimeoutMs = 60_000 } = this.options;
    const keep = (session: SessionCredentials | null): void => {
      if (!credentials.isSessionkeysDisabled) this.#later(() => this.writeSessionKey(session));
    };
    this.#pbx = new UserPBXLoginWithAppAutomaton(this.#pbxSocket, credentials, confirmTimeoutMs / 1000);
    this.#pbx.setNclients(this.#specs.length);
    this.#pbx[keepSessionsBy](keep);
    const nicknames = distinct(this.#specs.map((spec) => spec.nickname));
    const sockets = distinct(this.#specs.map((spec) => spec.socketName));
    this.#specs.forEach((spec, at) => {
      const socket = this.#createSocket(sockets[at] ?? spec.socketName);
      const automaton = new AppLoginViaPBXAutomaton(socket, spec, nicknames[at], this.passthrough);
      automaton.setUseWS(this.useWS || this.options.useWs === true);
      this.#apps.set(spec, automaton);
      this.#sockets.set(spec, socket);
    });
    return [this.#pbx, ...this.#apps.values()];
  }

  #closeWhatFailed([pbx, ...apps]: readonly LoginAutomaton[]): void {
    if (pbx?.getIsLoggedIn() !== true) this.close();
    for (const app of apps) if (!app.getIsLoggedIn()) app.getWs()?.close();
  }

  /** Connected to by the run: before `connect` nobody needs it. */
  #createSocket(name: string, url?: string): WSClient {
    const { createSocket, socket = {} } = this.options;
    return createSocket?.(name, url) ?? new WSClient(name, url, socket, false);
  }

  /** One after the other: a session that was refused must not be removed after the new one is written. */
  #later(work: () => Promise<void> | void): void {
    const { onWarning = emitWarning } = this.options;
    this.#storing = this.#storing.then(work).catch((error: unknown) => {
      onWarning(error instanceof Error ? error.message : String(error));
    });
  }

  #errorOf(automaton: LoginAutomaton): Error | undefined {
    if (automaton.getIsLoggedIn()) return undefined;
    const nickname = automaton.getShortNickname();
    const snapshot = this.#result?.automatons.find((one) => one.nickname === nickname);
    if (automaton.getError() !== undefined || this.#result === undefined || snapshot === undefined)
      return automaton.getError();
    return unfinishedError(this.#result, snapshot, this.options.idleTimeoutMs ?? defaultIdleTimeoutMs);
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
