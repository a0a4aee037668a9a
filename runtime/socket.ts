import type { Clock } from './clock.js';
import { systemClock } from './clock.js';
import { ConnectionError, UsageError } from './errors.js';

/**
 * Where a socket stands. `idle`: never connected. `closed`: it was, or it failed; `connect` starts it again.
 */
export type SocketState = 'idle' | 'connecting' | 'open' | 'closed';

/** How a connection ended: the WebSocket close code and reason, 1006 when it broke, and the error if any. */
export interface CloseInfo {
  readonly code: number;
  readonly reason: string;
  readonly error?: Error | undefined;
}

/** What a run hears from a socket. Called in order of arrival, possibly from inside `send` or `close`. */
export interface SocketListener {
  open(url: string): void;
  text(text: string): void;
  /** A binary message came; this protocol has none. `length` in bytes. */
  binary(length: number): void;
  close(info: CloseInfo): void;
}

/**
 * A named connection as automatons see it. What each call does in each state:
 *
 * | state        | `connect`            | `send`            | `close`          |
 * | ------------ | -------------------- | ----------------- | ---------------- |
 * | `idle`       | connects             | kept until open   | nothing          |
 * | `connecting` | starts anew          | kept until open   | gives up         |
 * | `open`       | closes, starts anew  | sends             | closes           |
 * | `closed`     | connects             | refused (`false`) | nothing          |
 *
 * A socket never reconnects by itself: that is a machine's decision. It outlives runs; what arrives while no
 * run listens is kept for the next one, up to a limit, beyond which the socket is closed with an error.
 */
export interface SocketPort {
  readonly name: string;
  readonly state: SocketState;
  /** Where it is, or will be, connected to. */
  readonly url: string | undefined;
  /** @param url absent: the one it was made with */
  connect(url?: string): void;
  /** @returns false when the socket is closed and the text was not taken */
  send(text: string): boolean;
  close(code?: number, reason?: string): void;
  /**
   * Hands this socket to a run; what was kept is heard at once. Returns how to let go of it.
   * @throws UsageError `SOCKET_IN_USE` when another run has it
   */
  attach(listener: SocketListener): () => void;
}

export interface QueueLimits {
  /** Messages kept between two runs. Default 10,000. */
  readonly receiveQueueLength?: number | undefined;
  /** Characters kept between two runs. Default 64 Mi. */
  readonly receiveQueueSize?: number | undefined;
  /** How long making the connection may take, in milliseconds. Default 10,000. */
  readonly handshakeTimeoutMs?: number | undefined;
  /** The clock of the handshake limit. */
  readonly clock?: Clock | undefined;
}

/** One way to carry texts: a WebSocket, or a pair in memory. A transport is used for one connection. */
export interface Transport {
  send(text: string): void;
  close(code: number, reason: string): void;
}

/** What a transport tells its socket. After `close` it says nothing more. */
export interface TransportEvents {
  open(): void;
  text(text: string): void;
  binary(length: number): void;
  close(info: CloseInfo): void;
}

type Heard =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'binary'; readonly length: number }
  | { readonly kind: 'open'; readonly url: string }
  | { readonly kind: 'close'; readonly info: CloseInfo };

/** The contract of `SocketPort` on top of any transport: queues both ways, one listener, handshake limit. */
export abstract class QueuedSocket implements SocketPort {
  #state: SocketState = 'idle';
  #url: string | undefined;
  #transport: Transport | undefined;
  #listener: SocketListener | undefined;
  #handshakeTimer: unknown;
  #keptOutgoing: string[] = [];
  #kept: Heard[] = [];
  #keptSize = 0;
  readonly #limits: QueueLimits;

  constructor(
    readonly name: string,
    url: string | undefined,
    limits: QueueLimits,
  ) {
    this.#url = url;
    this.#limits = limits;
  }

  /** Starts one connection. Must not call `events` before it has returned. */
  protected abstract openTransport(url: string, events: TransportEvents): Transport;

  get state(): SocketState {
    return this.#state;
  }

  get url(): string | undefined {
    return this.#url;
  }

  connect(url = this.#url): void {
    if (url === undefined) {
      throw new UsageError('SOCKET_WITHOUT_URL', `Socket ${this.name} has no URL to connect to; give it one.`);
    }
    this.#abandon();
    this.#url = url;
    this.#state = 'connecting';
    this.#startHandshakeLimit();
    const current = (): boolean => this.#transport === transport;
    const transport: Transport = this.openTransport(url, {
      open: () => {
        if (current()) this.#opened(url);
      },
      text: (text) => {
        if (current()) this.#hear({ kind: 'text', text }, text.length);
      },
      binary: (length) => {
        if (current()) this.#hear({ kind: 'binary', length }, 0);
      },
      close: (info) => {
        if (current()) this.#closed(info);
      },
    });
    this.#transport = transport;
  }

  send(text: string): boolean {
    if (this.#state === 'closed') return false;
    if (this.#state === 'open') this.#transport?.send(text);
    else this.#keptOutgoing.push(text);
    return true;
  }

  close(code = 1000, reason = ''): void {
    if (this.#state !== 'connecting' && this.#state !== 'open') return;
    const transport = this.#transport;
    this.#closed({ code, reason });
    transport?.close(code, reason);
  }

  attach(listener: SocketListener): () => void {
    if (this.#listener !== undefined) {
      throw new UsageError('SOCKET_IN_USE', `Socket ${this.name} belongs to a run that has not ended.`);
    }
    this.#listener = listener;
    const kept = this.#kept;
    this.#kept = [];
    this.#keptSize = 0;
    for (const heard of kept) tell(listener, heard);
    return () => {
      if (this.#listener === listener) this.#listener = undefined;
    };
  }

  #opened(url: string): void {
    this.#stopHandshakeLimit();
    this.#state = 'open';
    const waiting = this.#keptOutgoing;
    this.#keptOutgoing = [];
    for (const text of waiting) this.#transport?.send(text);
    this.#hear({ kind: 'open', url }, 0);
  }

  #closed(info: CloseInfo): void {
    this.#stopHandshakeLimit();
    this.#state = 'closed';
    this.#transport = undefined;
    this.#keptOutgoing = [];
    this.#hear({ kind: 'close', info }, 0);
  }

  /** Lets go of a connection that another one replaces. */
  #abandon(): void {
    this.#stopHandshakeLimit();
    const transport = this.#transport;
    this.#transport = undefined;
    if (this.#state === 'open' || this.#state === 'connecting') transport?.close(1000, 'replaced');
  }

  #hear(heard: Heard, size: number): void {
    if (this.#listener !== undefined) {
      tell(this.#listener, heard);
      return;
    }
    this.#kept.push(heard);
    this.#keptSize += size;
    const { receiveQueueLength = 10_000, receiveQueueSize = 64 * 2 ** 20 } = this.#limits;
    if (this.#state === 'open' && (this.#kept.length > receiveQueueLength || this.#keptSize > receiveQueueSize)) {
      this.#overflow();
    }
  }

  #overflow(): void {
    const reason = `more than the receive queue holds arrived on ${this.name} while no run was listening`;
    const transport = this.#transport;
    this.#closed({ code: 1009, reason, error: new ConnectionError('RECEIVE_QUEUE_FULL', `${reason}.`) });
    transport?.close(1008, 'receive queue full');
  }

  #startHandshakeLimit(): void {
    const { handshakeTimeoutMs = 10_000, clock = systemClock } = this.#limits;
    this.#handshakeTimer = clock.setTimeout(() => {
      const transport = this.#transport;
      const message = `${this.url ?? this.name} did not answer within ${handshakeTimeoutMs} ms.`;
      this.#closed({ code: 1006, reason: '', error: new ConnectionError('CONNECT_TIMEOUT', message) });
      transport?.close(1006, '');
    }, handshakeTimeoutMs);
  }

  #stopHandshakeLimit(): void {
    (this.#limits.clock ?? systemClock).clearTimeout(this.#handshakeTimer);
    this.#handshakeTimer = undefined;
  }
}

function tell(listener: SocketListener, heard: Heard): void {
  if (heard.kind === 'text') listener.text(heard.text);
  else if (heard.kind === 'binary') listener.binary(heard.length);
  else if (heard.kind === 'open') listener.open(heard.url);
  else listener.close(heard.info);
}
