import { AppLoginAutomaton } from '../machines/app-login.js';
import type { AppServiceCredentials } from '../protocol/service-credentials.js';
import { pbxAppsWebSocketUrl } from '../protocol/urls.js';
import { UsageError } from '../runtime/errors.js';
import type { SocketPort } from '../runtime/socket.js';
import { Transitioner } from '../runtime/transitioner.js';
import { LoginAutomaton } from './login-automaton.js';
import type { ConnectionOptions } from './run-options.js';
import { defaultIdleTimeoutMs, transitionerOptions } from './run-options.js';
import { WSClient } from './ws-client.js';

/**
 * Logs in with an app's own password, without a user: to an App object of the PBX at `/PBX0/APPS/websocket`, or
 * to an App Service whose whole WebSocket URL is given.
 */
export class PbxAppLogin {
  readonly #socket: SocketPort;
  #automaton: LoginAutomaton<typeof AppLoginAutomaton> | undefined;

  /**
   * @param pbx host name, or a whole WebSocket URL
   * @throws UrlError when `pbx` is no address
   */
  constructor(
    pbx: string,
    private readonly credentials: AppServiceCredentials,
    private readonly options: ConnectionOptions = {},
  ) {
    const url = pbxAppsWebSocketUrl(pbx);
    this.#socket = options.createSocket?.('PBXWS', url) ?? new WSClient('PBXWS', url, options.socket);
  }

  /**
   * Logs in.
   * @returns whether it succeeded; if not, `getAutomaton().getError()` says why
   * @throws UsageError `CONNECT_TWICE`
   */
  async connect(): Promise<boolean> {
    if (this.#automaton !== undefined) {
      throw new UsageError('CONNECT_TWICE', 'This connector has been used; make a new PbxAppLogin.');
    }
    const { signal, idleTimeoutMs = defaultIdleTimeoutMs } = this.options;
    const transitioner = new Transitioner(transitionerOptions(this.options));
    const handle = transitioner.add(AppLoginAutomaton, {
      nickname: 'Login',
      socket: this.#socket,
      input: { credentials: this.credentials },
    });
    const automaton = new LoginAutomaton<typeof AppLoginAutomaton>(handle, this.#socket);
    this.#automaton = automaton;
    automaton.conclude(await transitioner.run({ signal }), idleTimeoutMs);
    if (!automaton.getIsLoggedIn()) this.#socket.close();
    return automaton.getIsLoggedIn();
  }

  /**
   * Logs in, or throws the reason why not.
   * @throws AppLoginError, RunError, AutomatonFailedError
   */
  async connectOrThrow(): Promise<void> {
    await this.connect();
    const error = this.getAutomaton().getError();
    if (error !== undefined) throw error;
  }

  /** @throws UsageError `NOT_CONNECTED` before `connect` */
  getAutomaton(): LoginAutomaton<typeof AppLoginAutomaton> {
    if (this.#automaton !== undefined) return this.#automaton;
    throw new UsageError('NOT_CONNECTED', 'Nobody has logged in yet; call connect() and wait for it.');
  }

  /** The socket; authenticated if the login succeeded. */
  getWs(): SocketPort {
    return this.#socket;
  }

  close(): void {
    this.#socket.close();
  }
}
