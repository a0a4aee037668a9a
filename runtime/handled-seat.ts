import type { AnyNotice } from './effects.js';
import { ConnectionError, UsageError } from './errors.js';
import type { HandledSeat, HandledSide } from './handled-automaton.js';
import type { HandlerActs } from './handler-acts.js';
import type { LogCategory } from './log.js';
import type { AnyMessage, Message } from './message.js';
import type { Reporter } from './reporter.js';
import type { RunAutomaton } from './run-automaton.js';
import type { SocketPort } from './socket.js';

/** What a seat needs of its run. */
export interface SeatSurroundings {
  readonly handlers: HandlerActs;
  /** Whether the run has ended. */
  readonly hasEnded: () => boolean;
  readonly report: Reporter;
  /** @throws UsageError `SOCKET_IN_USE` */
  readonly move: (socket: SocketPort) => void;
}

/** What the code of an automaton does in its run: recorded and carried out like the effects of machines, but at once. */
export class Seat implements HandledSeat {
  constructor(
    private readonly automaton: RunAutomaton,
    private readonly handled: HandledSide,
    private readonly run: SeatSurroundings,
  ) {}

  get state(): string {
    return this.handled.state;
  }

  get isRunning(): boolean {
    return this.automaton.status === 'running';
  }

  get isOver(): boolean {
    return this.automaton.ending !== undefined || this.run.hasEnded();
  }

  send(message: Message): void {
    const { automaton, run } = this;
    checkConnection(automaton.nickname, automaton.socket);
    run.handlers.perform(automaton, { type: 'send', message });
  }

  post(message: Message, to: string | undefined): void {
    const { automaton, handled, run } = this;
    const { nickname } = automaton;
    const record = run.report.post(nickname, to, message, run.handlers.record, handled.code.logSource);
    const except = handled.code.postsToSelf ? undefined : automaton;
    run.handlers.post(nickname, except, forMachines(message), to, record, message);
    if (handled.calls > 0 && !run.handlers.isOpen) {
      const sentence = `${nickname} cannot go on: the run has ended while its post was handled; see the run's result.`;
      throw new UsageError('RUN_ENDED', sentence, { nickname });
    }
  }

  log(category: LogCategory, text: string): void {
    this.run.report.log(category, this.handled.code.logSource, text);
  }

  moveTo(socket: SocketPort): void {
    const { automaton, handled, run } = this;
    run.move(socket);
    handled.code.moved(socket);
    const notice: AnyNotice = { kind: 'socket', socket: socket.name };
    run.report.notice(automaton.nickname, notice, run.handlers.record);
  }
}

/** @throws ConnectionError `NOTHING_TO_SEND_ON` */
export function checkConnection(nickname: string, socket: SocketPort | undefined): void {
  if (socket !== undefined && socket.state !== 'closed') return;
  const why = socket === undefined ? 'it has no socket' : `its socket ${socket.name} is closed`;
  const sentence = `${nickname} cannot send: ${why}; send while it is connected, or give it another socket.`;
  throw new ConnectionError('NOTHING_TO_SEND_ON', sentence, { nickname, socket: socket?.name });
}

/** Machines get an object of their own, which nobody changes, without the name of the source. */
function forMachines(message: Message): Message {
  const { _sourcename, ...members } = message as AnyMessage;
  return members;
}
