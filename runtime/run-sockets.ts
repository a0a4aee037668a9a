import type { RunAutomaton } from './run-automaton.js';
import type { SocketSurroundings } from './run-socket.js';
import { RunSocket } from './run-socket.js';
import type { SocketPort, SocketState } from './socket.js';

/** The sockets of a run: whose they are. */
export class RunSockets {
  readonly #sockets = new Map<SocketPort, RunSocket>();

  constructor(private readonly run: SocketSurroundings) {}

  /**
   * Puts an automaton on its socket.
   * @throws UsageError `SOCKET_IN_USE`
   */
  join(automaton: RunAutomaton): void {
    const port = automaton.socket;
    if (port === undefined) return;
    const known = this.#sockets.get(port);
    const socket = known ?? new RunSocket(port, this.run);
    // First: what is kept is heard while the socket is attached.
    socket.roster.add(automaton);
    if (known === undefined) socket.attach();
    this.#sockets.set(port, socket);
  }

  /** Connects a socket that has an address and no connection yet. */
  connectIdle(port: SocketPort | undefined): void {
    if (port?.state !== 'idle' || port.url === undefined) return;
    this.run.report.socketConnecting(port.name, port.url, 0);
    port.connect();
  }

  /** An automaton asks for a connection. */
  connect(automaton: RunAutomaton, url: string, cause: number): void {
    const socket = automaton.socket && this.#sockets.get(automaton.socket);
    if (socket !== undefined) socket.connect(automaton, url, cause);
    else this.run.report.log('error', automaton.nickname, 'cannot connect: this automaton has no socket');
  }

  /** Takes an automaton that has stopped off its socket; with its last one the run lets go of the socket. */
  leave(automaton: RunAutomaton): void {
    const socket = automaton.socket && this.#sockets.get(automaton.socket);
    socket?.roster.retire();
    this.#releaseUnused(socket);
  }

  #releaseUnused(socket: RunSocket | undefined): void {
    if (socket === undefined || socket.roster.running > 0) return;
    this.#sockets.delete(socket.port);
    socket.release();
  }

  /**
   * Puts an automaton on another socket.
   * @throws UsageError `SOCKET_IN_USE`
   */
  move(automaton: RunAutomaton, port: SocketPort): void {
    const left = automaton.socket;
    if (port !== left) {
      automaton.socket = port;
      try {
        this.join(automaton);
      } catch (error) {
        automaton.socket = left;
        throw error;
      }
      const socket = left && this.#sockets.get(left);
      socket?.roster.remove(automaton);
      this.#releaseUnused(socket);
    }
    this.connectIdle(port);
  }

  /** The socket of this name; when there are several, the one that came first. */
  called(name: string): RunSocket | undefined {
    for (const socket of this.#sockets.values()) if (socket.port.name === name) return socket;
    return undefined;
  }

  /** The names and states of all. */
  list(): readonly { readonly name: string; readonly state: SocketState }[] {
    return [...this.#sockets.values()].map(({ port: { name, state } }) => ({ name, state }));
  }

  /** Is a connection being made? */
  isConnecting(): boolean {
    for (const { port } of this.#sockets.values()) if (port.state === 'connecting') return true;
    return false;
  }

  /** Lets go of all sockets. */
  release(): void {
    for (const socket of this.#sockets.values()) socket.release();
    this.#sockets.clear();
  }
}
