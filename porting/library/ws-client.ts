import { UsageError } from '../../runtime/errors.js';
import type { CloseInfo, Heard, SocketListener, SocketPort } from '../../runtime/socket.js';
import type { WSClientOptions } from '../../services/ws-client.js';
import { WSClient as ServiceWSClient } from '../../services/ws-client.js';
import { text as toText } from '../php/convert.js';
import type { PhpValue } from '../php/value.js';

/**
 * The PHP library's socket, on the one of this package: TLS certificates are verified, and connecting does not
 * block. What is sent before the connection stands is sent when it does; one that fails is heard by the automatons
 * as `EOF`. As in PHP, an open socket does not keep a program alive whose last line is done.
 */
export class WSClient extends ServiceWSClient {
  /**
   * @param sourcename its name in logs and traces
   * @param uri given: connects at once; else `setUrl` does
   * @param options an object with members of `WSClientOptions`: `insecure`, `ca`, `headers` and so on; a PHP array is none
   * @param connectsAtOnce false: a run does it, or `connect`. PHP has no such argument
   * @throws UsageError `PIN_INVALID`, `CA_INVALID`
   */
  constructor(sourcename: string, uri: string | null = null, options: PhpValue = [], connectsAtOnce = true) {
    // A program may hand on what it has not looked at; that is heard as an address that is none.
    const address = uri === null ? undefined : toText(uri);
    super(toText(sourcename), address, { keepsProcess: false, ...toOptions(options) });
    if (address !== undefined && connectsAtOnce) this.connect(address);
  }

  getSourcename(): string {
    return this.name;
  }

  getUrl(): string | null {
    return this.url ?? null;
  }

  /** Connects to this address; an earlier connection is let go. */
  setUrl(uri: string): void {
    this.connect(toText(uri));
  }

  /** Whether messages can be sent: the connection stands, or is being made. */
  isConnected(): boolean {
    return this.state === 'open' || this.state === 'connecting';
  }

  /**
   * The next message that no run has taken, as text, or null when the socket is closed. PHP waits here; this returns
   * a promise, so write `await`.
   * @throws UsageError `SOCKET_IN_USE` while a Transitioner has the socket: its automatons get the messages
   */
  receive(): Promise<string | null> {
    if (this.state === 'idle') {
      const sentence = `Socket ${this.name} is not connected, so nothing can be received; call setUrl() first.`;
      return Promise.reject(new UsageError('SOCKET_WITHOUT_URL', sentence, { socket: this.name }));
    }
    return new Promise((resolve, reject) => {
      const waiting = new NextText((text, release) => {
        clearInterval(alive);
        release();
        resolve(text);
      });
      // Waiting keeps the process alive, which the socket alone does not.
      const alive = setInterval(() => undefined, 2 ** 30);
      try {
        waiting.listenTo(this);
      } catch (error) {
        clearInterval(alive);
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  }
}

/** Takes one text from a socket, or its end, and gives back what else it hears. */
class NextText implements SocketListener {
  readonly #unused: Heard[] = [];
  #taken: { readonly text: string | null } | undefined;
  #release: ((unused: readonly Heard[]) => void) | undefined;

  constructor(private readonly done: (text: string | null, release: () => void) => void) {}

  /** @throws UsageError `SOCKET_IN_USE` */
  listenTo(socket: SocketPort): void {
    // What is kept is heard at once, before there is a way to let go.
    this.#release = socket.attach(this);
    if (this.#taken === undefined && socket.state === 'closed') this.#taken = { text: null };
    this.#finish();
  }

  open(url: string): void {
    this.#unused.push({ kind: 'open', url });
  }

  text(text: string): void {
    if (this.#taken !== undefined) this.#unused.push({ kind: 'text', text });
    else this.#taken = { text };
    this.#finish();
  }

  binary(length: number): void {
    this.#unused.push({ kind: 'binary', length });
  }

  close(info: CloseInfo): void {
    this.#unused.push({ kind: 'close', info });
    this.#taken ??= { text: null };
    this.#finish();
  }

  #finish(): void {
    const release = this.#release;
    if (release === undefined || this.#taken === undefined) return;
    this.#release = undefined;
    this.done(this.#taken.text, () => {
      release(this.#unused);
    });
  }
}

function toOptions(options: unknown): WSClientOptions {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) return {};
  return Object.getPrototypeOf(options) === Object.prototype ? options : {};
}
