import type { DistributeOptions } from './dispatch-frames.js';
import type { Dispatcher } from './dispatcher.js';
import type { DeliveryEvent } from './events.js';
import { ConnectionError } from './errors.js';
import { Inbox, inboxLimits } from './inbox.js';
import type { AnyMessage } from './message.js';
import { decodeMessage } from './message.js';
import type { Reporter } from './reporter.js';
import type { RunAutomaton } from './run-automaton.js';
import { Roster } from './run-automaton.js';
import { shareMessage } from './shared-messages.js';
import type { CloseInfo, Heard, SocketListener, SocketPort } from './socket.js';

/** What the sockets of a run have in common. */
export interface SocketSurroundings {
  readonly dispatcher: Dispatcher;
  readonly report: Reporter;
  /** A person holds the run: what arrives waits for as long as they like. */
  readonly isHeld: () => boolean;
  /** Something arrived, or a connection was made; the idle timeout starts anew. */
  readonly active: () => void;
  /** An automaton has had an `EOF`, and all that followed from it, and wants no other connection. */
  readonly disconnected: (automaton: RunAutomaton) => void;
}

const toAll: DistributeOptions = {};
const toThoseWhoDeclareOpen: DistributeOptions = { isOpen: true };

/**
 * One socket in one run: what arrives on it is recorded at once, and dispatched to its automatons when its turn
 * comes. Each thing is heard in one go, so that a listener of the run's that aborts it loses nothing.
 */
export class RunSocket implements SocketListener {
  readonly roster = new Roster();
  readonly #name: string;
  /** Heard and not dispatched yet, in order; handed back when the run lets go of the socket (rule 11). */
  readonly #unheard = new Inbox();
  /** How many ends of connections were heard in this run; the n-th end is that of connection n. */
  #ends = 0;
  /** Number of the present connection, or of the last one if that is closed. */
  #connection = 0;
  /** Number of the connection that an automaton asked for last. */
  #asked = -1;
  /** Why we close the socket, until that is heard. */
  #overflow: ConnectionError | undefined;
  #release: (unused: readonly Heard[]) => void = () => undefined;

  constructor(
    readonly port: SocketPort,
    private readonly run: SocketSurroundings,
  ) {
    this.#name = port.name;
  }

  /** @throws UsageError `SOCKET_IN_USE` */
  attach(): void {
    this.#release = this.port.attach(this);
    this.#connection = this.port.state === 'closed' ? this.#ends : this.#ends + 1;
  }

  /** Lets go of the socket: what arrived and was not dispatched is kept there for whoever has it next. */
  release(): void {
    this.#release(this.#unheard.takeAll());
  }

  /** An automaton asks for a connection (rule 9); it joins one that another has asked for since. */
  connect(automaton: RunAutomaton, url: string, cause: number): void {
    const { port } = this;
    // One that replaces another takes its number, for the other's end is not heard.
    if (port.state === 'closed') this.#connection += 1;
    const isAskedFor = this.#asked === this.#connection && port.url === url;
    const isJoining = isAskedFor && automaton.askedFor < this.#connection;
    this.#asked = this.#connection;
    automaton.askedFor = this.#connection;
    if (isJoining) return;
    this.run.report.socketConnecting(port.name, url, cause);
    port.connect(url);
  }

  open(url: string): void {
    this.run.dispatcher.prepare(() => {
      this.run.active();
      this.#overflow = undefined;
      const record = this.run.report.socketOpen(this.#name, url);
      this.#heard({ kind: 'open', url }, () => {
        this.#distribute('Open', { mt: 'Open', url }, record, toThoseWhoDeclareOpen);
      });
    });
  }

  text(text: string): void {
    this.run.dispatcher.prepare(() => {
      const { run } = this;
      run.active();
      const decoded = decodeMessage(text);
      if (!decoded.ok) {
        run.report.nonsenseIn(this.#name, text, text.length, decoded.reason);
        return;
      }
      this.#message(text, decoded.msg, 0);
    });
  }

  /**
   * A message that a person made arrives as if the peer had sent it.
   * @param cause the record of the person's act
   * @returns the message's record
   */
  receive(text: string, msg: AnyMessage, cause: number): number {
    let record = 0;
    this.run.dispatcher.prepare(() => {
      this.run.active();
      record = this.#message(text, msg, cause);
    });
    return record;
  }

  binary(length: number): void {
    this.run.dispatcher.prepare(() => {
      this.run.active();
      this.run.report.nonsenseIn(this.#name, undefined, length, 'a binary message');
    });
  }

  close(heard: CloseInfo): void {
    this.run.dispatcher.prepare(() => {
      const info = this.#overflow === undefined ? heard : { ...heard, error: this.#overflow };
      this.#overflow = undefined;
      this.#ends += 1;
      const connection = this.#ends;
      const record = this.run.report.socketClosed(this.#name, info);
      this.#heard({ kind: 'close', info }, () => {
        this.#distribute('EOF', { mt: 'EOF', ...info }, record, this.#afterEnd(connection));
      });
    });
  }

  #message(text: string, msg: AnyMessage, cause: number): number {
    const { dispatcher, report } = this.run;
    const record = report.messageIn(this.#name, text, msg, cause);
    this.#heard({ kind: 'text', text }, () => {
      const event: DeliveryEvent = { type: msg.mt, msg, origin: 'wire', from: this.#name, text };
      this.roster.compact();
      this.#nameSource(event);
      dispatcher.distribute(this.roster, event, record, toAll);
    });
    return record;
  }

  /** Rule 9: who has not asked for another connection by the end of the step stops. */
  #afterEnd(connection: number): DistributeOptions {
    return {
      afterEach: (automaton) => {
        if (automaton.status === 'running' && !this.#goesOn(automaton, connection))
          this.run.disconnected(automaton);
      },
    };
  }

  /** Code that handles messages connects its socket itself, or takes another. */
  #goesOn({ handled, socket, askedFor }: RunAutomaton, connection: number): boolean {
    if (handled === undefined) return askedFor > connection;
    return socket?.state === 'open' || socket?.state === 'connecting';
  }

  /** For the automatons whose messages name their source. */
  #nameSource(event: DeliveryEvent): void {
    if (!this.roster.hasHandled) return;
    const { first } = this.roster;
    if (first !== undefined) shareMessage(event, first.nickname);
  }

  #distribute(type: 'Open' | 'EOF', msg: AnyMessage, record: number, options: DistributeOptions): void {
    const event: DeliveryEvent = { type, msg, origin: 'runtime', from: this.#name };
    this.#nameSource(event);
    this.run.dispatcher.distribute(this.roster, event, record, options);
  }

  /** The run may have let go of the socket before its turn comes; then it is not among `unheard` any more. */
  #heard(heard: Heard, act: () => void): void {
    if (this.run.dispatcher.isIdle) {
      act();
      return;
    }
    this.#unheard.add(heard);
    if (this.#unheard.length > inboxLimits.length || this.#unheard.size > inboxLimits.size) this.#giveUp();
    this.run.dispatcher.enqueue(() => {
      if (this.#unheard.take() !== undefined) act();
    });
  }

  /** A held run keeps no more than a socket without a run does; a peer must not fill the memory meanwhile. */
  #giveUp(): void {
    if (!this.run.isHeld() || this.#overflow !== undefined || this.port.state !== 'open') return;
    const sentence = `More arrived on ${this.#name} while the run was held than is kept, so the socket is closed; let the run go on sooner.`;
    this.#overflow = new ConnectionError('HELD_QUEUE_FULL', sentence, { socket: this.#name });
    this.run.report.log('error', this.#name, sentence);
    this.port.close(1008, 'receive queue full');
  }
}
