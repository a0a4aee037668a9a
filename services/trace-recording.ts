import { createHmac, randomBytes } from 'node:crypto';
import { createRedactor } from '../protocol/redaction.js';
import { systemClock } from '../runtime/clock.js';
import type { Redactor } from '../runtime/trace.js';
import { TraceRecorder } from '../runtime/trace-recorder.js';
import type { RedactionPolicy } from '../runtime/trace-records.js';
import type { TraceCap } from '../runtime/trace-writer.js';
import { TraceFile } from './trace-file.js';
import type { TraceFileOptions } from './trace-file.js';

export interface TraceRecordingOptions extends TraceFileOptions {
  /** Versions of program and libraries for the head; Node's is added. */
  readonly versions: Readonly<Record<string, string>>;
  /** Secrets known by now; asked for each record. */
  readonly secrets?: () => Iterable<string>;
  /** `masked`, unless secrets may be readable: `revealed` in a private trace, `sample` with the simulator's. */
  readonly policy?: RedactionPolicy;
  /** Default: 100,000 records or 50 MiB. */
  readonly cap?: TraceCap;
}

/** A trace that is being written to a file. */
export interface TraceRecording {
  /** Hand it to the Transitioners, one run after the other. */
  readonly tracer: TraceRecorder;
  readonly redactor: Redactor;
  /** Writes what is left and closes the file. */
  close(): void;
}

/**
 * Records to a file, on the real clock, with a masking key drawn for this trace. Problems with the file are told
 * to `onError` and stop nothing.
 */
export function recordToFile(path: string, options: TraceRecordingOptions): TraceRecording {
  const { versions, secrets, policy = 'masked', cap = { records: 100_000, bytes: 50 * 2 ** 20 } } = options;
  const key = randomBytes(32);
  const redactor = createRedactor({
    keyedHash: (text) => createHmac('sha256', key).update(text).digest('hex'),
    reveal: policy === 'masked' ? 'nothing' : 'everything',
    ...(secrets !== undefined && { secrets }),
  });
  const file = new TraceFile(path, options);
  const tracer = new TraceRecorder({
    sink: file.sink,
    redactor,
    clock: systemClock,
    wallClock: new Date().toISOString(),
    versions: { ...versions, node: process.versions.node },
    policy,
    cap,
  });
  return {
    tracer,
    redactor,
    close: () => {
      file.close();
    },
  };
}
