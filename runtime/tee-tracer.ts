import type { RunTracer } from './trace.js';

/** How many records back a cause is known; an older one is left out of the record that names it. */
const memory = 65_536;

/**
 * One tracer that tells several. Each numbers its records itself, so a cause is told to each by its own number; the
 * last 65,536 are remembered, which is what the memory of a run can grow by.
 */
export function teeTracer(tracers: readonly RunTracer[]): RunTracer {
  const [only] = tracers;
  if (only !== undefined && tracers.length === 1) return only;
  const told = tracers.map((tracer) => ({ tracer, numbers: [] as number[] }));
  let count = 0;
  const tell = (record: (tracer: RunTracer, own: (cause: number) => number) => number): number => {
    let sum = 0;
    for (const { tracer, numbers } of told) {
      const seq = record(tracer, (cause) =>
        cause <= 0 || cause <= count + 1 - memory ? 0 : (numbers[cause % memory] ?? 0),
      );
      numbers[(count + 1) % memory] = seq;
      sum += seq;
    }
    if (sum === 0) return 0;
    count += 1;
    return count;
  };
  return {
    wantsTaken: tracers.some(({ wantsTaken }) => wantsTaken !== false),
    runStarted: (nicknames) => tell((tracer) => tracer.runStarted(nicknames)),
    automaton: (...given) => tell((tracer) => tracer.automaton(...given)),
    dead: (lane, ending, cause) => tell((tracer, own) => tracer.dead(lane, ending, own(cause))),
    socketConnecting: (lane, url, cause) =>
      tell((tracer, own) => tracer.socketConnecting(lane, url, own(cause))),
    socketOpen: (lane, url) => tell((tracer) => tracer.socketOpen(lane, url)),
    socketClosed: (lane, info, cause) => tell((tracer, own) => tracer.socketClosed(lane, info, own(cause))),
    messageIn: (lane, text, msg, cause = 0) =>
      tell((tracer, own) => tracer.messageIn(lane, text, msg, own(cause))),
    nonsenseIn: (...given) => tell((tracer) => tracer.nonsenseIn(...given)),
    messageOut: (lane, text, msg, cause) =>
      tell((tracer, own) => tracer.messageOut(lane, text, msg, own(cause))),
    nonsenseOut: (...given) => tell((tracer) => tracer.nonsenseOut(...given)),
    post: (from, to, msg, cause) => tell((tracer, own) => tracer.post(from, to, msg, own(cause))),
    undelivered: (from, to, msg, why, cause) =>
      tell((tracer, own) => tracer.undelivered(from, to, msg, why, own(cause))),
    deliver: (lane, origin, mt, outcome, path, cause, taken) =>
      tell((tracer, own) => tracer.deliver(lane, origin, mt, outcome, path, own(cause), taken)),
    transition: (lane, before, after, cause, taken) =>
      tell((tracer, own) => tracer.transition(lane, before, after, own(cause), taken)),
    timer: (lane, what, id, delayMs, cause) =>
      tell((tracer, own) => tracer.timer(lane, what, id, delayMs, own(cause))),
    control: (what, detail, cause = 0) => tell((tracer, own) => tracer.control(what, detail, own(cause))),
    note: (text) => tell((tracer) => tracer.note(text)),
    notice: (lane, notice, cause) => tell((tracer, own) => tracer.notice(lane, notice, own(cause))),
    log: (...given) => tell((tracer) => tracer.log(...given)),
    runEnded: (outcome, detail) => tell((tracer) => tracer.runEnded(outcome, detail)),
  };
}
