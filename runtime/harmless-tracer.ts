import type { RunTracer } from './trace.js';

/** The same tracer, which may throw without disturbing the run: what it could not record counts as no record. */
export function harmlessTracer(tracer: RunTracer, failed: (error: unknown) => void): RunTracer {
  const guard =
    <Args extends unknown[]>(record: (...args: Args) => number) =>
    (...args: Args): number => {
      try {
        return record(...args);
      } catch (error) {
        failed(error);
        return 0;
      }
    };
  return {
    wantsTaken: tracer.wantsTaken !== false,
    runStarted: guard((...args) => tracer.runStarted(...args)),
    automaton: guard((...args) => tracer.automaton(...args)),
    dead: guard((...args) => tracer.dead(...args)),
    socketConnecting: guard((...args) => tracer.socketConnecting(...args)),
    socketOpen: guard((...args) => tracer.socketOpen(...args)),
    socketClosed: guard((...args) => tracer.socketClosed(...args)),
    messageIn: guard((...args) => tracer.messageIn(...args)),
    nonsenseIn: guard((...args) => tracer.nonsenseIn(...args)),
    messageOut: guard((...args) => tracer.messageOut(...args)),
    nonsenseOut: guard((...args) => tracer.nonsenseOut(...args)),
    post: guard((...args) => tracer.post(...args)),
    undelivered: guard((...args) => tracer.undelivered(...args)),
    deliver: guard((...args) => tracer.deliver(...args)),
    transition: guard((...args) => tracer.transition(...args)),
    timer: guard((...args) => tracer.timer(...args)),
    control: guard((...args) => tracer.control(...args)),
    note: guard((...args) => tracer.note(...args)),
    notice: guard((...args) => tracer.notice(...args)),
    log: guard((...args) => tracer.log(...args)),
    runEnded: guard((...args) => tracer.runEnded(...args)),
  };
}
