import type { Clock } from '../runtime/clock.js';
import type { RunTracer } from '../runtime/trace.js';

/** Calls that are passed on whatever they are: a login, and the beginning of a list. */
const wholeCalls = 1000;
/** Afterwards, of each kind on each lane: one within so many milliseconds. */
const sampleMs = 20;

/**
 * Passes everything on to a tracer at first; then what is rare, and of what repeats itself a sample: enough to say
 * why a command failed in the end, at next to no cost for a list of thousands of rows.
 */
export class BriefTracer implements RunTracer {
  /** Why a command failed is told without them, and noting them costs more than everything else here. */
  readonly wantsTaken = false;
  #calls = 0;
  readonly #lastAt = new Map<string, number>();

  constructor(
    private readonly tracer: RunTracer,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  /** Begins, endings, sockets and what a person does are rare. */
  runStarted(...args: Parameters<RunTracer['runStarted']>): number {
    return this.tracer.runStarted(...args);
  }

  automaton(...args: Parameters<RunTracer['automaton']>): number {
    return this.tracer.automaton(...args);
  }

  dead(...args: Parameters<RunTracer['dead']>): number {
    return this.tracer.dead(...args);
  }

  socketConnecting(...args: Parameters<RunTracer['socketConnecting']>): number {
    return this.tracer.socketConnecting(...args);
  }

  socketOpen(...args: Parameters<RunTracer['socketOpen']>): number {
    return this.tracer.socketOpen(...args);
  }

  socketClosed(...args: Parameters<RunTracer['socketClosed']>): number {
    return this.tracer.socketClosed(...args);
  }

  control(...args: Parameters<RunTracer['control']>): number {
    return this.tracer.control(...args);
  }

  note(...args: Parameters<RunTracer['note']>): number {
    return this.tracer.note(...args);
  }

  runEnded(...args: Parameters<RunTracer['runEnded']>): number {
    return this.tracer.runEnded(...args);
  }

  messageIn(...args: Parameters<RunTracer['messageIn']>): number {
    const [lane, , msg] = args;
    return 'error' in msg || this.#isTold('in', lane) ? this.tracer.messageIn(...args) : 0;
  }

  messageOut(...args: Parameters<RunTracer['messageOut']>): number {
    return this.#isTold('out', args[0]) ? this.tracer.messageOut(...args) : 0;
  }

  nonsenseIn(...args: Parameters<RunTracer['nonsenseIn']>): number {
    return this.#isTold('nonsense', args[0]) ? this.tracer.nonsenseIn(...args) : 0;
  }

  nonsenseOut(...args: Parameters<RunTracer['nonsenseOut']>): number {
    return this.#isTold('nonsense', args[0]) ? this.tracer.nonsenseOut(...args) : 0;
  }

  post(...args: Parameters<RunTracer['post']>): number {
    return this.#isTold('post', args[0]) ? this.tracer.post(...args) : 0;
  }

  undelivered(...args: Parameters<RunTracer['undelivered']>): number {
    return this.#isTold('undelivered', args[0]) ? this.tracer.undelivered(...args) : 0;
  }

  deliver(...args: Parameters<RunTracer['deliver']>): number {
    const [lane, , , outcome] = args;
    if (this.#calls >= wholeCalls && outcome === 'handled') return 0;
    return this.#isTold('deliver', lane) ? this.tracer.deliver(...args) : 0;
  }

  transition(...args: Parameters<RunTracer['transition']>): number {
    const [lane, before, after] = args;
    // A list that grows changes nothing but the context.
    const isSame = before?.value === after.value && before?.status === after.status;
    if (this.#calls >= wholeCalls && isSame) return 0;
    return after.status !== 'active' || this.#isTold('transition', lane)
      ? this.tracer.transition(...args)
      : 0;
  }

  timer(...args: Parameters<RunTracer['timer']>): number {
    return this.#isTold('timer', args[0] ?? '') ? this.tracer.timer(...args) : 0;
  }

  notice(...args: Parameters<RunTracer['notice']>): number {
    return this.#isTold('notice', args[0]) ? this.tracer.notice(...args) : 0;
  }

  log(...args: Parameters<RunTracer['log']>): number {
    return this.#isTold('log', args[1]) ? this.tracer.log(...args) : 0;
  }

  #isTold(kind: string, lane: string): boolean {
    if (this.#calls < wholeCalls) {
      this.#calls += 1;
      return true;
    }
    const key = `${kind} ${lane}`;
    const now = this.clock.now();
    if (now - (this.#lastAt.get(key) ?? -Infinity) < sampleMs) return false;
    this.#lastAt.set(key, now);
    return true;
  }
}
