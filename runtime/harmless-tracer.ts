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
    runStarted: guard(tracer.runStarted.bind(tracer)),
    automaton: guard(tracer.automaton.bind(tracer)),
    dead: guard(tracer.dead.bind(tracer)),
    socketConnecting: guard(tracer.socketConnecting.bind(tracer)),
    socketOpen: guard(tracer.socketOpen.bind(tracer)),
    socketClosed: guard(tracer.socketClosed.bind(tracer)),
    messageIn: guard(tracer.messageIn.bind(tracer)),
    nonsenseIn: guard(tracer.nonsenseIn.bind(tracer)),
    messageOut: guard(tracer.messageOut.bind(tracer)),
    post: guard(tracer.post.bind(tracer)),
    undelivered: guard(tracer.undelivered.bind(tracer)),
    deliver: guard(tracer.deliver.bind(tracer)),
    transition: guard(tracer.transition.bind(tracer)),
    timer: guard(tracer.timer.bind(tracer)),
    control: guard(tracer.control.bind(tracer)),
    notice: guard(tracer.notice.bind(tracer)),
    log: guard(tracer.log.bind(tracer)),
    runEnded: guard(tracer.runEnded.bind(tracer)),
  };
}
