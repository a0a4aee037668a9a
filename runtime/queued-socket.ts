import type { Clock } from './clock.js';
import { systemClock } from './clock.js';
import { ConnectionError, UsageError } from './errors.js';
import { Inbox, inboxLimits, tell } from './inbox.js';
import type { CloseInfo, Heard, SocketListener, SocketPort, SocketState } from './socket.js';
import { addressOf } from './socket.js';

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
  /** Called at most once, at any moment; before the connection is open it gives up. 1006: breaks it off. */
  close(code: number, reason: string): void;
}

/** What a transport tells its socket. After `close` it says nothing more. */
export interface TransportEvents {
  open(): void;
  text(text: string): void;
  binary(length: number): void;
  close(info: CloseInfo): void;
}

/** The contract of `SocketPort` on top of any transport: queues both ways, one listener, handshake limit. */
export abstract class QueuedSocket implements SocketPort {
  #state: SocketState = 'idle';
  #url: string | undefined;
  #transport: Transport | undefined;
  #listener: SocketListener | undefined;
  #handshakeTimer: unknown;
  #keptOutgoing: string[] = [];
  /** Made when something must wait: most of the time nothing does, and there may be thousands of sockets. */
  #inbox: Inbox | undefined;
  /** A listener is being told something, or must not be told yet: what comes waits in the inbox. */
  #isTelling = false;
  readonly #limits: QueueLimits;

  constructor(
    readonly name: string,
    url: string | undefined,
    limits: QueueLimits,
  ) {
    this.#url = url;
    this.#limits = limits;
  }

  /** Starts one connection. Must not throw, and must not call `events` before it has returned. */
  protected abstract openTransport(url: string, events: TransportEvents): Transport;

  get state(): SocketState {
    return this.#state;
  }

  get url(): string | undefined {
    return this.#url;
  }

  connect(url = this.#url): void {
    if (url === undefined) {
      throw new UsageError(
        'SOCKET_WITHOUT_URL',
        `Socket ${this.name} has no URL to connect to; give it one.`,
      );
    }
    this.#abandon();
    this.#url = url;
    const current = (): boolean => this.#transport === transport;
    const transport: Transport = this.openTransport(url, {
      open: () => {
        if (current()) this.#opened(url);
      },
      text: (text) => {
        if (current()) this.#hear({ kind: 'text', text });
      },
      binary: (length) => {
        if (current()) this.#hear({ kind: 'binary', length });
      },
      close: (info) => {
        if (current()) this.#closed(info);
      },
    });
    this.#transport = transport;
    this.#state = 'connecting';
    this.#startHandshakeLimit();
  }

  send(text: string): boolean {
    if (this.#state === 'closed') return false;
    if (this.#state === 'open') this.#transport?.send(text);
    else this.#keptOutgoing.push(text);
    return true;
  }

  close(code = 1000, reason = ''): void {
    if (!mayBeSent(code)) {
      throw new UsageError(
        'CLOSE_CODE_INVALID',
        `${code} is no code to close a socket with; use 1000 to 1003, 1007 to 1014 or 3000 to 4999.`,
        { code },
      );
    }
    this.#breakOff({ code, reason }, code, reason);
  }

  attach(listener: SocketListener): (unused?: readonly Heard[]) => void {
    if (this.#listener !== undefined) {
      throw new UsageError('SOCKET_IN_USE', `Socket ${this.name} belongs to a run that has not ended.`);
    }
    this.#listener = listener;
    this.#tellKept();
    return (unused = []) => {
      if (this.#listener !== listener) return;
      this.#listener = undefined;
      if (unused.length > 0) (this.#inbox ??= new Inbox()).putBack(unused);
    };
  }

  #opened(url: string): void {
    this.#stopHandshakeLimit();
    this.#state = 'open';
    const waiting = this.#keptOutgoing;
    this.#keptOutgoing = [];
    const wasTelling = this.#isTelling;
    // A peer in memory answers while we send; its answers come after `open`.
    this.#isTelling = true;
    try {
      this.#hear({ kind: 'open', url });
      for (const text of waiting) this.#transport?.send(text);
    } finally {
      this.#isTelling = wasTelling;
    }
    this.#tellKept();
  }

  #closed(info: CloseInfo): void {
    this.#stopHandshakeLimit();
    this.#state = 'closed';
    this.#transport = undefined;
    this.#keptOutgoing = [];
    this.#hear({ kind: 'close', info });
  }

  /** Ends the connection from this side: nothing that the transport says afterwards is heard. */
  #breakOff(info: CloseInfo, code: number, reason: string): void {
    if (this.#state !== 'connecting' && this.#state !== 'open') return;
    const transport = this.#transport;
    // First the peer, then the listener, who may connect anew at once.
    this.#transport = undefined;
    transport?.close(code, reason);
    this.#closed(info);
  }

  /** Lets go of a connection that another one replaces. */
  #abandon(): void {
    this.#stopHandshakeLimit();
    const transport = this.#transport;
    this.#transport = undefined;
    transport?.close(1000, 'replaced');
  }

  #hear(heard: Heard): void {
    if (this.#listener === undefined) {
      const inbox = this.#keep(heard);
      const { receiveQueueLength = inboxLimits.length, receiveQueueSize = inboxLimits.size } = this.#limits;
      if (inbox.length > receiveQueueLength || inbox.size > receiveQueueSize) this.#overflow();
    } else if (this.#isTelling || this.#inbox !== undefined) {
      this.#keep(heard);
      this.#tellKept();
    } else {
      this.#isTelling = true;
      try {
        tell(this.#listener, heard);
      } finally {
        this.#isTelling = false;
      }
      this.#tellKept();
    }
  }

  #keep(heard: Heard): Inbox {
    this.#inbox ??= new Inbox();
    this.#inbox.add(heard);
    return this.#inbox;
  }

  /** Tells the listener, one after the other, what is in the inbox, as long as there is a listener. */
  #tellKept(): void {
    if (this.#isTelling || this.#inbox === undefined) return;
    this.#isTelling = true;
    try {
      while (this.#listener !== undefined) {
        const heard = this.#inbox.take();
        if (heard === undefined) {
          this.#inbox = undefined;
          return;
        }
        tell(this.#listener, heard);
      }
    } finally {
      this.#isTelling = false;
    }
  }

  #overflow(): void {
    const sentence = `More arrived on ${this.name} than its receive queue holds, while no run was listening; run its automatons without such a gap, or raise receiveQueueLength and receiveQueueSize.`;
    const error = new ConnectionError('RECEIVE_QUEUE_FULL', sentence, { socket: this.name });
    this.#breakOff({ code: 1008, reason: 'receive queue full', error }, 1008, 'receive queue full');
  }

  #startHandshakeLimit(): void {
    const { handshakeTimeoutMs = 10_000, clock = systemClock } = this.#limits;
    this.#handshakeTimer = clock.setTimeout(() => {
      const url = addressOf(this.#url ?? this.name);
      const sentence = `${url} did not answer within ${handshakeTimeoutMs} ms; check the address, and that nothing on the way blocks it.`;
      const error = new ConnectionError('CONNECT_TIMEOUT', sentence, { url, handshakeTimeoutMs });
      this.#breakOff({ code: 1006, reason: '', error }, 1006, '');
    }, handshakeTimeoutMs);
  }

  #stopHandshakeLimit(): void {
    (this.#limits.clock ?? systemClock).clearTimeout(this.#handshakeTimer);
    this.#handshakeTimer = undefined;
  }
}

/** Whether a close frame may carry this code (RFC 6455, 7.4.1 and 7.4.2). */
function mayBeSent(code: number): boolean {
  const isDefined = code >= 1000 && code <= 1014 && code !== 1004 && code !== 1005 && code !== 1006;
  return Number.isInteger(code) && (isDefined || (code >= 3000 && code <= 4999));
}
