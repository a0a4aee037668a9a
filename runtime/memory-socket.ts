import type { AnyMessage, Message } from './message.js';
import { encodeMessage } from './message.js';
import type { QueueLimits, Transport, TransportEvents } from './queued-socket.js';
import { QueuedSocket } from './queued-socket.js';

/** The other end of an in-memory socket: what a test or a lesson plays the peer with. */
export class MemoryPeer {
  /** Texts the automatons sent, in order. */
  readonly texts: string[] = [];
  /** Set once the automatons' side has closed. */
  closedWith: { code: number; reason: string } | undefined;
  #open = false;
  #closed = false;

  constructor(
    readonly url: string,
    private readonly events: TransportEvents,
    private readonly onMessage: (message: AnyMessage, peer: MemoryPeer) => void,
  ) {}

  /** The messages the automatons sent, parsed. */
  get messages(): AnyMessage[] {
    return this.texts.map((text) => JSON.parse(text) as AnyMessage);
  }

  /** Accepts the connection. */
  accept(): void {
    if (this.#open || this.#closed) return;
    this.#open = true;
    this.events.open();
  }

  /** Sends a message, or any text, to the automatons. */
  send(message: Message | string): void {
    if (this.#closed) return;
    this.accept();
    this.events.text(typeof message === 'string' ? message : encodeMessage(message));
  }

  sendBinary(length: number): void {
    if (!this.#closed) this.events.binary(length);
  }

  /** Closes the connection from the peer's side; with `error` it breaks. */
  close(code = 1000, reason = '', error?: Error): void {
    if (this.#closed) return;
    this.#closed = true;
    this.events.close({ code, reason, error });
  }

  /** @internal The transport the automatons' side writes to. */
  get transport(): Transport {
    return {
      send: (text) => {
        this.texts.push(text);
        this.onMessage(JSON.parse(text) as AnyMessage, this);
      },
      close: (code, reason) => {
        this.#closed = true;
        this.closedWith = { code, reason };
      },
    };
  }
}

export interface MemorySocketOptions extends QueueLimits {
  /** Plays the peer: called for each message the automatons send. */
  readonly onMessage?: (message: AnyMessage, peer: MemoryPeer) => void;
  /** Called for each connection; default: accept it as soon as it is asked for. */
  readonly onConnect?: (peer: MemoryPeer) => void;
}

/** A socket without a network, for tests, lessons and samples: same contract as the real one. */
export class MemorySocket extends QueuedSocket {
  /** One peer for each connection so far, the last one current. */
  readonly peers: MemoryPeer[] = [];
  readonly #options: MemorySocketOptions;

  constructor(name: string, url: string | undefined = `memory:${name}`, options: MemorySocketOptions = {}) {
    super(name, url, options);
    this.#options = options;
  }

  /**
   * The peer of the present connection.
   * @throws Error before the first connection
   */
  get peer(): MemoryPeer {
    const peer = this.peers.at(-1);
    if (peer === undefined) throw new Error(`${this.name} has not been connected.`);
    return peer;
  }

  protected override openTransport(url: string, events: TransportEvents): Transport {
    const peer = new MemoryPeer(url, events, this.#options.onMessage ?? (() => undefined));
    this.peers.push(peer);
    queueMicrotask(() => {
      (
        this.#options.onConnect ??
        ((connected) => {
          connected.accept();
        })
      )(peer);
    });
    return peer.transport;
  }
}

declare function queueMicrotask(callback: () => void): void;
