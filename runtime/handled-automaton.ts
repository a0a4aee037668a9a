import type { AnyStateMachine } from 'xstate';
import type { LogCategory } from './log.js';
import type { Message } from './message.js';
import type { SocketPort } from './socket.js';

/** Code that is called for one message in one state. */
export interface MessageHandler {
  /** The message's type as the chart has it. */
  readonly mt: string;
  /** What it returns is the next state, nothing to stay. */
  readonly method: (msg: Message) => unknown;
}

/**
 * An automaton whose messages are handled by code that acts at once, as in the PHP library, and whose machine only
 * follows it (docs/semantics.md, "PHP-style classes"): what the engine asks of it.
 */
export interface HandledAutomaton {
  /** The chart, made by `makeHandledMachine`. */
  readonly machine: AnyStateMachine;
  /** Source of its log lines. */
  readonly logSource: string;
  /** Whether a broadcast reaches its poster too. */
  readonly postsToSelf: boolean;
  /** Whether it is asked when there has been silence. */
  readonly isAskedInSilence: boolean;
  /** Whether it is in a run that goes on; it can be in one only. */
  readonly isInRun: boolean;
  find(state: string, mt: string): MessageHandler | undefined;
  /**
   * Calls a handler.
   * @returns the next state; undefined to stay
   * @throws whatever the handler throws, and UsageError when it returns what is no state
   */
  call(handler: MessageHandler, msg: Message): string | undefined;
  /** The chart's name of a state. */
  chartState(state: string): string;
  /**
   * The object that all handled automatons see of one message; nobody else has it.
   * @param text as it arrived, of one from a socket
   */
  shared(msg: Message, sourcename: string, text: string | undefined): Message;
  /** There has been silence: whether it wants the run to go on. */
  keepsRunAlive(): boolean;
  /** The context: its members, copied; undefined when they are as they were when this was last called. */
  changedMembers(): Readonly<Record<string, unknown>> | undefined;
  /** It is on another socket now. */
  moved(socket: SocketPort): void;
  /** It is in a run now, until the next call. */
  join(seat: HandledSeat): void;
}

/** An automaton's place in its run: what its code can do there. */
export interface HandledSeat {
  /** Its state, as its handlers see it. */
  readonly state: string;
  /** Whether messages still reach it. */
  readonly isRunning: boolean;
  /** Whether it has stopped, or the run is over. */
  readonly isOver: boolean;
  /** @throws ConnectionError `NOTHING_TO_SEND_ON` */
  send(message: Message): void;
  /**
   * Inside a handler it returns when all receivers are through; else the post waits for its turn.
   * @param to nickname; undefined: all
   */
  post(message: Message, to: string | undefined): void;
  log(category: LogCategory, text: string): void;
  /**
   * Leaves its socket for another, which is connected if it has an address and no connection yet.
   * @throws UsageError `SOCKET_IN_USE`
   */
  moveTo(socket: SocketPort): void;
}

/** What the engine keeps about an automaton of this kind. */
export interface HandledSide {
  readonly code: HandledAutomaton;
  /** As the handlers see it; the chart follows. */
  state: string;
  /** How many of its handlers are on the call stack. */
  calls: number;
  /** What it said when there was silence last. */
  keepsRunAlive: boolean;
}
