import type { Origin } from '../../runtime/events.js';
import { encode } from '../../runtime/exact-json.js';
import type { Message as AnyKindOfMessage } from '../../runtime/message.js';
import type { RunResult } from '../../runtime/run-result.js';
import type { SocketPort } from '../../runtime/socket.js';
import { appWebSocketUrl, UrlError } from '../../protocol/urls.js';
import { text as textOf } from '../php/convert.js';
import type { PhpValue } from '../php/value.js';
import { ClassSide } from './class-side.js';
import type { Message } from './message.js';
import type { EngineSide, PhpAutomaton } from './php-automaton.js';
import { engineSide } from './php-automaton.js';
import { Transitioner } from './transitioner.js';

/** What a handler returns: the next state, or nothing to stay. */
export type NextState = string | null | undefined | Nothing;

/** What a method without `return` gives. */
type Nothing = ReturnType<() => void>;

/**
 * An automaton as PHP programs write it: methods `Receive<State><Mt>(msg)` handle messages, send, post, change members
 * and return the next state, or nothing. They are found by name, ignoring case; how they are called is
 * docs/semantics.md, "PHP-style classes". It runs under a Transitioner beside XState machines.
 *
 * ```ts
 * class DeviceLister extends FiniteStateAutomaton {
 *   devices: PhpValue[] = [];
 *   ReceiveInitialStart(msg: Message) {
 *     this.sendMessage(new Message('GetDevices'));
 *   }
 *   ReceiveInitialGetDevicesResult(msg: Message) {
 *     this.devices.push(...msg.devices);
 *     return msg.last ? 'Dead' : null;
 *   }
 * }
 * ```
 */
export abstract class FiniteStateAutomaton implements PhpAutomaton {
  /** Names of its states; needed only where they cannot be told from the methods. */
  static readonly states?: readonly string[];
  /** Whether a broadcast reaches its poster too, as in PHP. Default true. */
  static readonly postsToSelf?: boolean;
  /**
   * Messages that are taken from some origins only; adds to what the class that is extended says. Default: what the
   * library's logins post is taken from posts, all others from sockets and posts. Say `'post'` for what only your own
   * automatons post: else a peer can send it.
   */
  static readonly accepts?: Readonly<Record<string, Origin | readonly Origin[]>>;
  readonly #side: ClassSide;

  /**
   * @param ws its socket; null: it has none
   * @param nickname unique in its Transitioner; default: the name of the class
   */
  constructor(ws: SocketPort | null = null, nickname: string | null = null) {
    const isAsked = this.timeout !== FiniteStateAutomaton.prototype.timeout;
    this.#side = new ClassSide(this, { ws, nickname }, isAsked);
  }

  /** @internal */
  get [engineSide](): EngineSide {
    return this.#side;
  }

  /** Called when the automaton starts. */
  abstract ReceiveInitialStart(msg: Message): NextState;

  /** Its present state, and whether messages reach it. */
  get state(): { getName(): string; getRun(): boolean } {
    const side = this.#side;
    return { getName: () => side.state, getRun: () => side.isRunning };
  }

  /**
   * Sends to the own socket. While that is being connected, the message waits.
   * @throws ConnectionError `NOTHING_TO_SEND_ON` when there is none, or it is closed
   */
  sendMessage(msg: AnyKindOfMessage): void {
    this.#side.send(msg);
  }

  /**
   * Posts to every running automaton, this one included, or to one. When it returns in a handler, all have handled it.
   * @param dst nickname; null: all
   */
  protected postEvent(msg: AnyKindOfMessage, dst: string | null = null): void {
    this.#side.post(msg, dst ?? undefined);
  }

  /** Its socket. */
  getWs(): SocketPort | null {
    return this.#side.socket ?? null;
  }

  /** Its Transitioner; null before it has one. */
  getTrans(): Transitioner | null {
    const { transitioner } = this.#side;
    return transitioner instanceof Transitioner ? transitioner : null;
  }

  protected getTransitioner(): Transitioner | null {
    return this.getTrans();
  }

  /** `Class(nickname)`: the source of its lines in the log. */
  getNickname(): string {
    return this.#side.logSource;
  }

  getShortNickname(): string {
    return this.#side.nickname;
  }

  /** Writes a line to the log. */
  log(text: PhpValue, category = 'debug'): void {
    this.#side.log(category, textOf(text));
  }

  /**
   * Asked when nothing has been heard for the socket timeout: `false`, `null` or nothing keeps the run going, `true`
   * lets it end.
   */
  timeout(): boolean | null | undefined | Nothing {
    return true;
  }

  /**
   * Runs this automaton alone.
   * @param socketTimeout seconds of silence after which the run ends
   */
  run(socketTimeout = 5): Promise<RunResult> {
    return new Transitioner(this).run(socketTimeout);
  }

  /** Whether `makeWebSocketUri` gives `ws` whatever the URL says. */
  setUseWS(useWS: boolean): void {
    this.#side.usesWs = useWS;
  }

  getUseWS(): boolean {
    return this.#side.usesWs;
  }

  /**
   * The address of an app's WebSocket (docs/protocol.md, "App URL"). A relative URL is relative to where the own socket
   * is connected.
   * @throws UrlError
   */
  makeWebSocketUri(url: string): string {
    const isRelative = !/^[a-z][a-z0-9+.-]*:/i.test(url.trim());
    const pbxUrl = this.getWs()?.url;
    if (isRelative && pbxUrl === undefined)
      throw new UrlError(url, 'it is relative, and there is no connection that it is relative to');
    return appWebSocketUrl(url, pbxUrl ?? 'wss://localhost', { useWs: this.getUseWS() });
  }

  /** JSON without escaped slashes and letters. */
  static raw_json_encode(value: PhpValue): string {
    return encode(value);
  }

  /**
   * Goes on with another socket: in the handler of `EOF`, that keeps the automaton running.
   * @throws UsageError `SOCKET_IN_USE`
   */
  reconnect(ws: SocketPort): void {
    this.#side.moveTo(ws);
  }
}

/** The PHP library's spelling. */
export const FinitStateAutomaton = FiniteStateAutomaton;
export type FinitStateAutomaton = FiniteStateAutomaton;
