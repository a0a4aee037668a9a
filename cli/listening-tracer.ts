import type { AnyMachineSnapshot } from 'xstate';
import { harmlessTracer } from '../runtime/harmless-tracer.js';
import type { RunTracer } from '../runtime/trace.js';

/** What a listener hears. */
export interface RunListener {
  /** An automaton's snapshot changed; `before` is undefined for its first one. */
  readonly moved: (
    nickname: string,
    before: AnyMachineSnapshot | undefined,
    after: AnyMachineSnapshot,
  ) => void;
  /** A socket is open. */
  readonly opened: (socket: string) => void;
}

/** A tracer that tells a listener, and does besides what another tracer does, if there is one. */
export function listeningTracer(recorder: RunTracer | undefined, listener: RunListener): RunTracer {
  const inner = recorder ?? silent;
  const rethrow = (error: unknown): void => {
    throw error instanceof Error ? error : new Error(String(error));
  };
  return {
    ...harmlessTracer(inner, rethrow),
    transition: (...given) => {
      const record = inner.transition(...given);
      const [lane, before, after] = given;
      listener.moved(lane, before, after);
      return record;
    },
    socketOpen: (lane, url) => {
      const record = inner.socketOpen(lane, url);
      listener.opened(lane);
      return record;
    },
  };
}

const nothing = (): number => 0;

/** Records nothing. */
const silent: RunTracer = {
  wantsTaken: false,
  runStarted: nothing,
  automaton: nothing,
  dead: nothing,
  socketConnecting: nothing,
  socketOpen: nothing,
  socketClosed: nothing,
  messageIn: nothing,
  nonsenseIn: nothing,
  messageOut: nothing,
  nonsenseOut: nothing,
  post: nothing,
  undelivered: nothing,
  deliver: nothing,
  transition: nothing,
  timer: nothing,
  control: nothing,
  note: nothing,
  notice: nothing,
  log: nothing,
  runEnded: nothing,
};
