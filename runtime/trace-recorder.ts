import type { Clock } from './clock.js';
import { SharedTrace } from './shared-trace.js';
import type { Redactor } from './trace.js';
import type { RedactionPolicy } from './trace-records.js';
import { RunRecorder } from './trace-run-recorder.js';
import type { TraceCap, TraceSink } from './trace-writer.js';

export interface TraceRecorderOptions {
  /** Takes each record. One that throws loses the record and disturbs nothing else. */
  readonly sink: TraceSink;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Wall-clock time now, ISO 8601: `t` 0 of the trace. */
  readonly wallClock: string;
  /** Versions of program, XState and host, for the head. */
  readonly versions: Readonly<Record<string, string>>;
  /** What `redactor` does, for the head; it cannot be asked. */
  readonly policy: RedactionPolicy;
  /** Beyond it records are counted and not written. Default: none. */
  readonly cap?: TraceCap | undefined;
}

/**
 * Writes the trace: one record for each thing that happens in the runs of one program. It is itself the tracer of
 * runs that follow one another; for runs at the same time `newRun` makes one each. Records and members: docs/trace.md.
 */
export class TraceRecorder extends RunRecorder {
  readonly #trace: SharedTrace;

  constructor(options: TraceRecorderOptions) {
    const trace = new SharedTrace(options);
    super(trace);
    this.#trace = trace;
  }

  /** Records lost so far: by a sink that threw, or beyond the cap. */
  get dropped(): number {
    return this.#trace.writer.dropped;
  }

  /** A tracer for one more run at the same time, into the same trace, under a number of its own. */
  newRun(): RunRecorder {
    return new RunRecorder(this.#trace);
  }
}
