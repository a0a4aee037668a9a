import type { Clock } from '../runtime/clock.js';
import { systemClock } from '../runtime/clock.js';
import { TraceRecorder } from '../runtime/trace-recorder.js';
import type { RedactionPolicy } from '../runtime/trace-records.js';
import type { TraceCap, TraceSink } from '../runtime/trace-writer.js';
import type { RedactionOptions } from './redaction.js';
import { traceRedactor } from './redaction.js';
import type { TraceFileOptions } from './trace-file.js';
import { TraceFile } from './trace-file.js';
import { versions } from './versions.js';

export interface FileTraceOptions extends TraceFileOptions {
  /** Secrets known by now, to be masked in any text. */
  readonly secrets?: RedactionOptions['secrets'];
  /** What is shown. Default `masked`. `sample` is for the simulator, whose secrets are nobody's. */
  readonly policy?: RedactionPolicy | undefined;
  readonly clock?: Clock | undefined;
  /** Beyond it records are counted and not written. Default: 100,000 records or 50 MiB, whichever comes first. */
  readonly cap?: TraceCap | undefined;
  /** Takes each record as well, once it is in the file. */
  readonly alsoTo?: TraceSink | undefined;
}

const defaultCap: TraceCap = { records: 100_000, bytes: 50 * 2 ** 20 };

/**
 * Records into a file: hand `tracer` to the connector and to every Transitioner, and call `close` at the end.
 * Source: docs/trace.md.
 */
export function traceToFile(
  path: string,
  options: FileTraceOptions = {},
): { readonly tracer: TraceRecorder; close: () => void } {
  const { secrets, policy = 'masked', clock = systemClock, cap = defaultCap, alsoTo, ...file } = options;
  const traceFile = new TraceFile(path, file);
  const reveal = policy === 'masked' ? 'nothing' : 'everything';
  const tracer = new TraceRecorder({
    sink: alsoTo === undefined ? traceFile.sink : both(traceFile.sink, alsoTo),
    redactor: traceRedactor({ reveal, ...(secrets && { secrets }) }),
    clock,
    wallClock: new Date().toISOString(),
    versions: versions(),
    policy,
    cap,
  });
  return {
    tracer,
    close: () => {
      traceFile.close();
    },
  };
}

function both(first: TraceSink, second: TraceSink): TraceSink {
  return (record) => {
    const size = first(record);
    second(record);
    return size;
  };
}
