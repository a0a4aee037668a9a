import type { Secret } from '../protocol/secret.js';
import type { Clock } from '../runtime/clock.js';
import { systemClock } from '../runtime/clock.js';
import type { ObservedRun } from '../runtime/run-observers.js';
import { observeRuns } from '../runtime/run-observers.js';
import type { Redactor } from '../runtime/trace.js';
import { TraceRecorder } from '../runtime/trace-recorder.js';
import type { RedactionPolicy, TraceRecord } from '../runtime/trace-records.js';
import type { TraceCap, TraceSink } from '../runtime/trace-writer.js';
import { traceRedactor } from './redaction.js';
import { versions } from './versions.js';

export interface ProcessTraceOptions {
  /** Default `masked`. */
  readonly policy?: RedactionPolicy | undefined;
  /** Secrets known by now, to be masked in any text. */
  readonly secrets?: (() => Iterable<string | Secret>) | undefined;
  readonly clock?: Clock | undefined;
  /** Default: 100,000 records or 50 MiB, whichever comes first. */
  readonly cap?: TraceCap | undefined;
  /** Holds every run before its first act until somebody listens. */
  readonly holds?: boolean | undefined;
}

/** Who takes a process trace over. */
export interface ProcessTraceListener {
  readonly sink: TraceSink;
  /** @param number tells the run's number in the trace, 0 before its first record */
  runBegins(run: ObservedRun, number: () => number): void;
  runEnded(run: ObservedRun): void;
}

const defaultCap: TraceCap = { records: 100_000, bytes: 50 * 2 ** 20 };

/**
 * One trace of all runs of this process that begin from now on. What happens before somebody listens is kept and
 * told then, so that whoever looks may be loaded while the first run goes on.
 */
export class ProcessTrace {
  static #open = 0;
  readonly recorder: TraceRecorder;
  readonly redactor: Redactor;
  readonly policy: RedactionPolicy;
  readonly clock: Clock;
  /** The clock's time at `t` 0. */
  readonly startedAt: number;
  #isClosed = false;
  #kept: TraceRecord[] = [];
  readonly #going = new Map<ObservedRun, () => number>();
  #listener: ProcessTraceListener | undefined;
  readonly #stop: () => void;

  constructor(options: ProcessTraceOptions = {}) {
    ProcessTrace.#open += 1;
    const { policy = 'masked', secrets, clock = systemClock, cap = defaultCap, holds = false } = options;
    this.policy = policy;
    this.clock = clock;
    this.startedAt = clock.now();
    this.redactor = traceRedactor({
      reveal: policy === 'masked' ? 'nothing' : 'everything',
      ...(secrets && { secrets }),
    });
    this.recorder = new TraceRecorder({
      sink: (record) => this.#take(record),
      redactor: this.redactor,
      clock,
      wallClock: new Date().toISOString(),
      versions: versions(),
      policy,
      cap,
    });
    this.#stop = observeRuns({
      runBegins: (run) => {
        const tracer = this.recorder.newRun();
        const number = (): number => tracer.run;
        this.#going.set(run, number);
        if (holds && this.#listener === undefined) run.control.hold();
        this.#listener?.runBegins(run, number);
        return tracer;
      },
      runEnded: (run) => {
        this.#going.delete(run);
        this.#listener?.runEnded(run);
      },
    });
  }

  /** Whether this process is being traced already. */
  static get isOpen(): boolean {
    return ProcessTrace.#open > 0;
  }

  /** Tells `listener` what has happened and what happens from now on; there is one at a time. */
  listen(listener: ProcessTraceListener): void {
    this.#listener = listener;
    const kept = this.#kept;
    this.#kept = [];
    for (const record of kept) listener.sink(record);
    for (const [run, number] of this.#going) listener.runBegins(run, number);
  }

  /** Observes no run any more that begins; those that go on are recorded to their end. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    ProcessTrace.#open -= 1;
    this.#stop();
  }

  /** Nobody will listen: nothing is kept, and no run waits any more. */
  giveUp(): void {
    this.close();
    this.listen({
      sink: () => undefined,
      runBegins: ({ control }) => {
        control.resume();
      },
      runEnded: () => undefined,
    });
  }

  #take(record: TraceRecord): unknown {
    if (this.#listener !== undefined) return this.#listener.sink(record);
    this.#kept.push(record);
    return undefined;
  }
}
