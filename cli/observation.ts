import type { Secret } from '../protocol/secret.js';
import { systemClock } from '../runtime/clock.js';
import { silentLog } from '../runtime/log.js';
import type { LogSink } from '../runtime/log.js';
import type { Redactor, RunTracer } from '../runtime/trace.js';
import { TraceRecorder } from '../runtime/trace-recorder.js';
import type { TraceRecord } from '../runtime/trace-records.js';
import type { TraceSink } from '../runtime/trace-writer.js';
import { createLog } from '../services/log.js';
import { defaultRedactor, traceRedactor } from '../services/redaction.js';
import { traceToFile } from '../services/trace-to-file.js';
import { versions } from '../services/versions.js';
import type { Inspector } from '../inspector/server/inspect.js';
import { BriefTracer } from './brief-tracer.js';
import type { CliIo } from './io.js';
import { RecentRecords } from './recent-records.js';
import type { Terminal } from './terminal.js';

/** A page that looks on while a command works. */
export interface Inspection {
  readonly inspector: Inspector;
  /** Secrets to be masked wherever they turn up. */
  readonly secrets: Set<Secret>;
  /**
   * Hands every record from now on to `sink`, and writes it to the file, if one is named.
   * @returns how to end that
   */
  recordInto(sink: TraceSink, file: string | undefined): () => void;
}

/** What looks on while a command works, as `--trace` and `--log` ask for it. */
export interface Observation {
  /** The page that looks on. It records every run by itself; for what is no run there is its tracer. */
  readonly inspector?: Inspector;
  readonly tracer: RunTracer | undefined;
  readonly log: LogSink;
  readonly redactor: Redactor;
  /** Names a secret, to be masked wherever it turns up. */
  readonly mask: (secret: Secret) => void;
  /** What has been recorded up to now; records may be missing in the middle of a long list. */
  readonly records: () => readonly TraceRecord[];
  /** Where it is recorded; undefined when the user wants no file. */
  readonly file: string | undefined;
  /** Ends the trace. */
  readonly close: () => void;
}

/** @throws UsageError `LOG_CATEGORY_UNKNOWN` */
export function observe(
  { trace, log }: { readonly trace?: string; readonly log: readonly string[] },
  { env }: Pick<CliIo, 'env'>,
  terminal: Terminal,
  inspection?: Inspection,
): Observation {
  const redactor = defaultRedactor();
  const write = (line: string): void => {
    terminal.say(line);
  };
  // Without a wish of the user the steps are enough: the log's own defaults would tell everything twice.
  const isLogWanted = log.length > 0 || (env['DEBUG'] ?? '') !== '';
  const sink = isLogWanted ? createLog({ categories: log, redactor, write, environment: env }) : silentLog;
  const recent = new RecentRecords();
  if (inspection !== undefined) {
    const { secrets } = inspection;
    const close = inspection.recordInto(recent.add, trace);
    return {
      ...watchedByInspector(secrets, recent),
      log: sink,
      redactor,
      inspector: inspection.inspector,
      file: trace,
      close,
    };
  }
  const secrets = new Set<Secret>();
  const file = trace === undefined ? undefined : openTrace(trace, secrets, recent.add, terminal);
  return {
    tracer: file?.tracer ?? recorder(secrets, recent.add),
    log: sink,
    redactor,
    mask: (secret) => {
      secrets.add(secret);
    },
    records: () => recent.records,
    file: trace,
    close: () => file?.close(),
  };
}

/** The inspector records every run by itself, into one trace for the page, the file and the command. */
function watchedByInspector(
  secrets: Set<Secret>,
  recent: RecentRecords,
): Pick<Observation, 'tracer' | 'mask' | 'records'> {
  return {
    tracer: undefined,
    mask: (secret) => {
      secrets.add(secret);
    },
    records: () => recent.records,
  };
}

function openTrace(
  path: string,
  secrets: Iterable<Secret>,
  alsoTo: TraceSink,
  terminal: Terminal,
): ReturnType<typeof traceToFile> {
  return traceToFile(path, {
    secrets: () => secrets,
    alsoTo,
    onError: (error) => {
      terminal.warn(error.message);
    },
  });
}

/** Records for the command itself only: a list of thousands of rows need not be recorded row by row. */
function recorder(secrets: Iterable<Secret>, sink: TraceSink): RunTracer {
  const whole = new TraceRecorder({
    sink,
    redactor: traceRedactor({ secrets: () => secrets }),
    clock: systemClock,
    wallClock: new Date().toISOString(),
    versions: versions(),
    policy: 'masked',
  });
  return new BriefTracer(whole, systemClock);
}
