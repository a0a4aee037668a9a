import type { RunTracer } from '../../runtime/trace.js';
import type { Message } from '../../runtime/message.js';

/** What a verification wants to hear of the run. */
export interface DeedListener {
  sent(socket: string, message: Message): void;
  posted(from: string, to: string | undefined, message: Message): void;
  delivered(nickname: string): void;
  dead(nickname: string, why: string): void;
}

const nothing = (): number => 0;

/** A tracer that hears what automatons do, and records nothing. */
export function deedTracer(listener: DeedListener): RunTracer {
  return {
    wantsTaken: false,
    runStarted: nothing,
    automaton: nothing,
    dead: (nickname, { why }) => {
      listener.dead(nickname, why);
      return 0;
    },
    socketConnecting: nothing,
    socketOpen: nothing,
    socketClosed: nothing,
    messageIn: nothing,
    nonsenseIn: nothing,
    messageOut: (lane, _text, msg) => {
      listener.sent(lane, msg);
      return 0;
    },
    nonsenseOut: nothing,
    post: (from, to, msg) => {
      listener.posted(from, to, msg);
      return 0;
    },
    undelivered: nothing,
    deliver: (lane) => {
      listener.delivered(lane);
      return 0;
    },
    transition: nothing,
    timer: nothing,
    control: nothing,
    note: nothing,
    notice: nothing,
    log: nothing,
    runEnded: nothing,
  };
}
