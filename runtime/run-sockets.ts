import type { Dispatcher } from './dispatcher.js';
import type { DeliveryEvent } from './events.js';
import { Inbox } from './inbox.js';
import type { AnyMessage } from './message.js';
import { decodeMessage } from './message.js';
import type { Reporter } from './reporter.js';
import type { RunAutomaton } from './run-automaton.js';
import { Roster } from './run-automaton.js';
import type { CloseInfo, Heard, SocketPort } from './socket.js';

interface RunSocket {
  readonly port: SocketPort;
  readonly roster: Roster;
  /** Heard and not dispatched yet, in order; handed back when the run ends (rule 11). */
  readonly unheard: Inbox;
  release: (unused: readonly Heard[]) => void;
}

/** The sockets of a run: whose they are, and what arrives on them. */
export class RunSockets {
  readonly #sockets = new Map<SocketPort, RunSocket>();

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly report: Reporter,
    private readonly events: {
      /** Something arrived; the idle timeout starts anew. */
      readonly active: () => void;
      /** An automaton has had the `EOF` of its socket and all that followed from it. */
      readonly afterEof: (automaton: RunAutomaton) => void;
    },
  ) {}

  /** Puts an automaton on its socket; a socket that has an address and no connection yet is connected. */
  join(automaton: RunAutomaton): void {
    const port = automaton.socket;
    if (port === undefined) return;
    const socket = this.#sockets.get(port) ?? this.#attach(port);
    socket.roster.add(automaton);
    if (port.state === 'idle' && port.url !== undefined) {
      this.report.socketConnecting(port.name, port.url, 0);
      port.connect();
    }
  }

  /** Takes an automaton that has stopped off its socket. */
  leave(automaton: RunAutomaton): void {
    if (automaton.socket !== undefined) this.#sockets.get(automaton.socket)?.roster.retire();
  }

  /** Is a connection being made for an automaton that runs? */
  isConnecting(): boolean {
    for (const { port, roster } of this.#sockets.values()) {
      if (port.state === 'connecting' && roster.running > 0) return true;
    }
    return false;
  }

  /** Lets go of all sockets; what arrived and was not dispatched is kept there for the next run. */
  release(): void {
    for (const socket of this.#sockets.values()) socket.release(socket.unheard.takeAll());
    this.#sockets.clear();
  }

  #attach(port: SocketPort): RunSocket {
    const socket: RunSocket = {
      port,
      roster: new Roster(),
      unheard: new Inbox(),
      release: () => undefined,
    };
    this.#sockets.set(port, socket);
    socket.release = port.attach({
      open: (url) => {
        this.#heard(socket, { kind: 'open', url }, () => {
          this.#open(socket, url);
        });
      },
      text: (text) => {
        this.events.active();
        this.#arrived(socket, text);
      },
      binary: (length) => {
        this.events.active();
        this.report.nonsenseIn(port.name, undefined, length, 'a binary message');
      },
      close: (info) => {
        this.#heard(socket, { kind: 'close', info }, () => {
          this.#eof(socket, info);
        });
      },
    });
    return socket;
  }

  #arrived(socket: RunSocket, text: string): void {
    const decoded = decodeMessage(text);
    if (!decoded.ok) {
      this.report.nonsenseIn(socket.port.name, text, text.length, decoded.reason);
      return;
    }
    const { msg } = decoded;
    const record = this.report.messageIn(socket.port.name, text, msg);
    this.#heard(socket, { kind: 'text', text }, () => {
      this.#deliver(socket, msg, text, record);
    });
  }

  #heard(socket: RunSocket, heard: Heard, act: () => void): void {
    socket.unheard.add(heard);
    this.dispatcher.enqueue(() => {
      socket.unheard.take();
      act();
    });
  }

  #deliver(socket: RunSocket, msg: AnyMessage, text: string, record: number): void {
    socket.roster.compact();
    const event: DeliveryEvent = { type: msg.mt, msg, origin: 'wire', from: socket.port.name, text };
    this.dispatcher.distribute(socket.roster, event, record);
  }

  #open(socket: RunSocket, url: string): void {
    const record = this.report.socketOpen(socket.port.name, url);
    const msg = { mt: 'Open', url };
    const event: DeliveryEvent = { type: 'Open', msg, origin: 'runtime', from: socket.port.name };
    this.dispatcher.distribute(socket.roster, event, record, { onlyKnown: true });
  }

  /** Rule 9. */
  #eof(socket: RunSocket, info: CloseInfo): void {
    const record = this.report.socketClosed(socket.port.name, info);
    const msg = { mt: 'EOF', ...info };
    const event: DeliveryEvent = { type: 'EOF', msg, origin: 'runtime', from: socket.port.name };
    this.dispatcher.distribute(socket.roster, event, record, {
      beforeEach: (automaton) => {
        automaton.hasAskedToConnect = false;
      },
      afterEach: (automaton) => {
        this.events.afterEof(automaton);
      },
    });
  }
}
