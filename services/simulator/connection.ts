import type { Clock } from '../../runtime/clock.js';
import { encode, RawJson } from '../../runtime/exact-json.js';
import type { LogSink } from '../../runtime/log.js';
import type { AnyMessage, Received } from '../../runtime/message.js';
import { decodeMessage, rawMember } from '../../runtime/message.js';
import type { CheckedDigest } from './checked-digest.js';
import type { Answer, Fault, FaultPlan, FaultScope, FaultStep } from './faults.js';
import { answerOf, withFaults } from './faults.js';
import type { Wire } from './outgoing-queue.js';
import { OutgoingQueue } from './outgoing-queue.js';
import type { RandomSources } from './random.js';
import type { Scenario } from './scenario.js';

/** How the client addressed the simulator; the URLs of apps are announced the same way. */
export interface Address {
  readonly isSecure: boolean;
  /** `host[:port]` */
  readonly host: string;
}

/** What all connections of one simulator share. */
export interface SimulatorContext {
  readonly scenario: Scenario;
  readonly faults: FaultPlan;
  readonly random: RandomSources;
  readonly clock: Clock;
  readonly log: LogSink;
  /** Told of every message, without its content. */
  readonly record: (connection: string, direction: 'in' | 'out', mt: string) => void;
}

/** One message of the client. */
export interface Request extends Received {
  readonly msg: AnyMessage;
  readonly text: string;
}

/** Characters of a peer's text that a log line repeats. */
const loggedLength = 60;

/**
 * One connection of the simulator, without the network: takes texts, sends its answers in order. Subclasses say
 * what is answered.
 */
export abstract class SimulatedConnection {
  #isClosed = false;
  readonly #outgoing: OutgoingQueue;
  readonly #timers = new Set<unknown>();

  constructor(
    /** For log and records: `pbx#1`, `devices#2`. */
    readonly name: string,
    readonly address: Address,
    protected readonly context: SimulatorContext,
    private readonly wire: Wire,
  ) {
    this.#outgoing = new OutgoingQueue({
      wire,
      later: (delayMs, callback) => this.later(delayMs, callback),
      onMessage: (message) => {
        this.#tell(message);
      },
      onClose: () => {
        this.closed();
      },
    });
  }

  /** What is answered to a message. */
  protected abstract handle(request: Request): void;

  /** The connection is gone; called once. */
  protected onClosed(): void {
    // most kinds of connection hold nothing that outlives them
  }

  /** A text came. Whatever it is, nothing is thrown. */
  receive(text: string): void {
    if (this.#isClosed) return;
    const decoded = decodeMessage(text);
    if (!decoded.ok) {
      this.context.log('error', this.name, `dropped a text of ${text.length} characters: ${decoded.reason}`);
      return;
    }
    this.context.record(this.name, 'in', decoded.msg.mt);
    this.context.log('smsg', this.name, () => `received ${shortened(decoded.msg.mt)}`);
    this.handle({ msg: decoded.msg, text });
  }

  /** A binary message came; this protocol has none here. */
  receiveBinary(length: number): void {
    this.context.log('error', this.name, `dropped a binary message of ${length} bytes`);
  }

  /** The connection has ended, whoever ended it. */
  closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const timer of this.#timers) this.context.clock.clearTimeout(timer);
    this.#timers.clear();
    this.#outgoing.clear();
    this.onClosed();
  }

  /** A digest of the client was checked; whoever records should know how it went. */
  protected tellCheck(checked: () => CheckedDigest): void {
    if (this.wire.checked !== undefined) this.wire.checked(checked());
  }

  /** Sends a message on its own account. */
  protected push(message: AnyMessage): void {
    this.#enqueue(answerOf([message]));
  }

  /**
   * Answers a request, with the request's `src` and `api`, and with the faults that the scenario has for it.
   * @param faults those taken already, by who also computes a digest
   */
  protected answer(
    request: Request,
    step: FaultStep | undefined,
    messages: Iterable<AnyMessage>,
    faults: readonly Fault[] = this.faultsAt(step),
  ): void {
    const reply = (message: AnyMessage): AnyMessage => addressed(request, message);
    const answer = withFaults(answerOf(mapped(messages, reply)), faults, (fault) =>
      reply(this.errorAnswer(step, request, fault)),
    );
    const { responseDelayMs } = this.context.scenario;
    this.#enqueue(responseDelayMs === 0 ? answer : delayed(answer, responseDelayMs));
  }

  /** The faults that strike at a step of this connection. */
  protected faultsAt(step: FaultStep | undefined, scope: FaultScope = {}): readonly Fault[] {
    return step === undefined ? [] : this.context.faults.take(step, scope);
  }

  /** The answer with `error` that a fault asks for. */
  protected errorAnswer(_step: FaultStep | undefined, request: Request, fault: Fault): AnyMessage {
    const { error = 'simulated error', errorText } = fault;
    return { mt: `${request.msg.mt}Result`, error, ...(errorText === undefined ? {} : { errorText }) };
  }

  /** Nothing is answered; the log says so, for that is what a tester looks for. */
  protected ignore(request: Request, why: string): void {
    this.context.log('runtime', this.name, `ignored ${shortened(request.msg.mt)}: ${why}`);
  }

  /** Calls back unless the connection ends before. Returns how to cancel it. */
  protected later(delayMs: number, callback: () => void): () => void {
    const { clock } = this.context;
    const timer = clock.setTimeout(() => {
      this.#timers.delete(timer);
      callback();
    }, delayMs);
    this.#timers.add(timer);
    return () => {
      this.#timers.delete(timer);
      clock.clearTimeout(timer);
    };
  }

  protected close(code: number, reason: string): void {
    this.#enqueue([{ kind: 'close', code, reason }]);
  }

  #enqueue(answer: Answer): void {
    if (!this.#isClosed) this.#outgoing.add(answer);
  }

  #tell(message: AnyMessage): void {
    this.context.record(this.name, 'out', message.mt);
    this.context.log('smsg', this.name, () => `sent ${message.mt}`);
  }
}

/** The message with the request's `api` and `src`, whatever JSON value that is, unchanged. */
function addressed(request: Request, message: AnyMessage): AnyMessage {
  const { mt, ...members } = message;
  const { api } = request.msg;
  const src = 'src' in request.msg ? rawMember(request, 'src') : undefined;
  return {
    mt,
    ...(typeof api === 'string' ? { api } : {}),
    ...(src === undefined ? {} : { src: new RawJson(src) }),
    ...members,
  };
}

function* mapped<T, U>(values: Iterable<T>, map: (value: T) => U): Iterable<U> {
  for (const value of values) yield map(value);
}

function* delayed(answer: Answer, durationMs: number): Answer {
  yield { kind: 'pause', durationMs };
  yield* answer;
}

function shortened(text: string): string {
  return encode(text.slice(0, loggedLength));
}

/** A member that should be a text; undefined when it is absent or something else. */
export function textMember(msg: AnyMessage, name: string): string | undefined {
  const value = msg[name];
  return typeof value === 'string' ? value : undefined;
}
