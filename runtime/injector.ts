import type { Injection } from './control-types.js';
import type { Dispatcher } from './dispatcher.js';
import { UsageError } from './errors.js';
import type { AnyMessage } from './message.js';
import { decodeMessage, encodeMessage } from './message.js';
import type { Reporter } from './reporter.js';
import type { RunSocket } from './run-socket.js';
import { byHand } from './trace.js';

/** What messages by hand need of the run. */
export interface InjectedRun {
  status(): 'new' | 'running' | 'ended';
  has(nickname: string): boolean;
  /** The run's socket of this name. */
  socketCalled(name: string): RunSocket | undefined;
}

/** Sends, delivers and posts what a person has written (docs/control.md, "A message by hand"). */
export class Injector {
  constructor(
    private readonly run: InjectedRun,
    private readonly dispatcher: Dispatcher,
    private readonly report: Reporter,
  ) {}

  /**
   * @returns number of the message's or post's record
   * @throws UsageError `INJECTION_IMPOSSIBLE`
   */
  inject(injection: Injection): number {
    const status = this.run.status();
    if (status !== 'running') {
      throw impossible(
        status === 'new'
          ? 'The run has not begun; a message by hand can be given once it has.'
          : 'The run has ended; there is nobody to take a message.',
      );
    }
    const { msg, text } = checked(injection.message);
    if (injection.kind === 'post') return this.#post(injection, msg);
    const socket = this.#socketFor(injection);
    const cause = this.#record(injection, { socket: injection.socket }, msg);
    if (injection.kind === 'receive') return socket.receive(text, msg, cause);
    // Recorded first: a peer in memory answers while we send.
    const record = this.report.messageOut(injection.socket, text, msg, cause);
    socket.port.send(text);
    return record;
  }

  #post({ to }: Extract<Injection, { kind: 'post' }>, msg: AnyMessage): number {
    if (to !== undefined && !this.run.has(to)) {
      throw impossible(`There is no automaton ${to} in this run; give the nickname of one.`, {
        nickname: to,
      });
    }
    const cause = this.#record({ kind: 'post' }, to === undefined ? {} : { to }, msg);
    const record = this.report.post(byHand, to, msg, cause);
    this.dispatcher.postByHand(msg, to, record);
    return record;
  }

  #socketFor({ kind, socket: name }: Extract<Injection, { readonly socket: string }>): RunSocket {
    const socket = this.run.socketCalled(name);
    if (socket === undefined)
      throw impossible(`No running automaton has a socket ${name}; give the name of one.`);
    const { state } = socket.port;
    if (kind === 'send' ? state === 'closed' : state !== 'open') {
      throw impossible(
        `Socket ${name} is ${state === 'idle' ? 'not connected' : state}; wait until it is open.`,
        { socket: name, state },
      );
    }
    return socket;
  }

  #record({ kind }: Pick<Injection, 'kind'>, where: object, { mt }: AnyMessage): number {
    return this.report.control('inject', { kind, ...where, mt }, 0);
  }
}

/** The message as a peer would read it; a copy, so that nobody changes it afterwards. */
function checked(message: AnyMessage): { readonly msg: AnyMessage; readonly text: string } {
  let text: string;
  try {
    text = encodeMessage(message);
  } catch (error) {
    throw impossible('This message cannot be written as JSON; give plain values only.', {}, error);
  }
  const decoded = decodeMessage(text);
  if (decoded.ok) return { msg: decoded.msg, text };
  throw impossible(`This is no message (${decoded.reason}); give a JSON object with a text mt, its type.`);
}

function impossible(sentence: string, data: object = {}, cause?: unknown): UsageError {
  return new UsageError('INJECTION_IMPOSSIBLE', sentence, { ...data }, cause === undefined ? {} : { cause });
}
