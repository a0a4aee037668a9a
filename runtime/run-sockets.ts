import type { DistributeOptions } from './dispatch-frames.js';
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
  /** Heard and not dispatched yet, in order; handed back when the run lets go of the socket (rule 11). */
  readonly unheard: Inbox;
  /** How many ends of connections were heard in this run; the n-th end is that of connection n. */
  ends: number;
  /** Number of the present connection, or of the last one if that is closed. */
  connection: number;
  /** Number of the connection that an automaton asked for last. */
  asked: number;
  release: (unused: readonly Heard[]) => void;
}

/** The sockets of a run: whose they are, and what arrives on them. */
export class RunSockets {
  readonly #sockets = new Map<SocketPort, RunSocket>();

  constructor(
    private readonly dispatcher: Dispatcher,
    private readonly report: Reporter,
    private readonly events: {
      /** Something arrived, or a connection was made; the idle timeout starts anew. */
      readonly active: () => void;
      /** An automaton has had an `EOF`, and all that followed from it, and wants no other connection. */
      readonly disconnected: (automaton: RunAutomaton) => void;
    },
  ) {}

  /**
   * Puts an automaton on its socket.
   * @throws UsageError `SOCKET_IN_USE`
   */
  join(automaton: RunAutomaton): void {
    const port = automaton.socket;
    if (port === undefined) return;
    const known = this.#sockets.get(port);
    if (known === undefined) this.#attach(port, automaton);
    else known.roster.add(automaton);
  }

  /** Connects a socket that has an address and no connection yet. */
  connectIdle(port: SocketPort | undefined): void {
    if (port?.state !== 'idle' || port.url === undefined) return;
    this.report.socketConnecting(port.name, port.url, 0);
    port.connect();
  }

  /** An automaton asks for a connection (rule 9); it joins one that another has asked for since. */
  connect(automaton: RunAutomaton, url: string, cause: number): void {
    const port = automaton.socket;
    const socket = port && this.#sockets.get(port);
    if (socket === undefined) {
      this.report.log('error', automaton.nickname, 'cannot connect: this automaton has no socket');
      return;
    }
    // One that replaces another takes its number, for the other's end is not heard.
    if (socket.port.state === 'closed') socket.connection += 1;
    const { connection } = socket;
    const isAskedFor = socket.asked === connection && socket.port.url === url;
    const isJoining = isAskedFor && automaton.askedFor < connection;
    socket.asked = connection;
    automaton.askedFor = connection;
    if (isJoining) return;
    this.report.socketConnecting(socket.port.name, url, cause);
    socket.port.connect(url);
  }

  /** Takes an automaton that has stopped off its socket; with its last one the run lets go of the socket. */
  leave(automaton: RunAutomaton): void {
    const socket = automaton.socket && this.#sockets.get(automaton.socket);
    if (socket === undefined) return;
    socket.roster.retire();
    if (socket.roster.running === 0) this.#release(socket);
  }

  /** Is a connection being made? */
  isConnecting(): boolean {
    for (const { port } of this.#sockets.values()) if (port.state === 'connecting') return true;
    return false;
  }

  /** Lets go of all sockets. */
  release(): void {
    for (const socket of this.#sockets.values()) this.#release(socket);
  }

  /** What arrived and was not dispatched is kept there for the next run, or for who joins in this one. */
  #release(socket: RunSocket): void {
    this.#sockets.delete(socket.port);
    socket.release(socket.unheard.takeAll());
  }

  #attach(port: SocketPort, first: RunAutomaton): void {
    const socket: RunSocket = {
      port,
      roster: new Roster(),
      unheard: new Inbox(),
      ends: 0,
      connection: 0,
      asked: -1,
      release: () => undefined,
    };
    socket.roster.add(first);
    // Each in one go: a listener of the run's that aborts it must not do so between record and inbox.
    const inOneGo =
      <Args extends unknown[]>(hear: (...args: Args) => void) =>
      (...args: Args): void => {
        this.dispatcher.prepare(() => {
          hear(...args);
        });
      };
    socket.release = port.attach({
      open: inOneGo((url: string) => {
        this.events.active();
        const record = this.report.socketOpen(port.name, url);
        this.#heard(socket, { kind: 'open', url }, () => {
          this.#open(socket, url, record);
        });
      }),
      text: inOneGo((text: string) => {
        this.events.active();
        this.#arrived(socket, text);
      }),
      binary: inOneGo((length: number) => {
        this.events.active();
        this.report.nonsenseIn(port.name, undefined, length, 'a binary message');
      }),
      close: inOneGo((info: CloseInfo) => {
        socket.ends += 1;
        const { ends } = socket;
        const record = this.report.socketClosed(port.name, info);
        this.#heard(socket, { kind: 'close', info }, () => {
          this.#eof(socket, info, ends, record);
        });
      }),
    });
    socket.connection = port.state === 'closed' ? socket.ends : socket.ends + 1;
    this.#sockets.set(port, socket);
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

  /** The run may have let go of the socket before its turn comes; then it is no longer in `unheard`. */
  #heard(socket: RunSocket, heard: Heard, act: () => void): void {
    socket.unheard.add(heard);
    this.dispatcher.enqueue(() => {
      if (socket.unheard.take() !== undefined) act();
    });
  }

  #deliver(socket: RunSocket, msg: AnyMessage, text: string, record: number): void {
    socket.roster.compact();
    const event: DeliveryEvent = { type: msg.mt, msg, origin: 'wire', from: socket.port.name, text };
    this.dispatcher.distribute(socket.roster, event, record, toAll);
  }

  #open(socket: RunSocket, url: string, record: number): void {
    const msg = { mt: 'Open', url };
    const event: DeliveryEvent = { type: 'Open', msg, origin: 'runtime', from: socket.port.name };
    this.dispatcher.distribute(socket.roster, event, record, { isOpen: true });
  }

  /** Rule 9; `number` is that of the connection that ended. */
  #eof(socket: RunSocket, info: CloseInfo, number: number, record: number): void {
    const msg = { mt: 'EOF', ...info };
    const event: DeliveryEvent = { type: 'EOF', msg, origin: 'runtime', from: socket.port.name };
    this.dispatcher.distribute(socket.roster, event, record, {
      afterEach: (automaton) => {
        if (automaton.status === 'running' && automaton.askedFor <= number)
          this.events.disconnected(automaton);
      },
    });
  }
}

const toAll: DistributeOptions = {};
