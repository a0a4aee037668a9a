import type { Secret } from '../protocol/secret.js';
import { silentLog } from '../runtime/log.js';
import type { LogSink } from '../runtime/log.js';
import type { Redactor, RunTracer } from '../runtime/trace.js';
import { createLog } from '../services/log.js';
import { defaultRedactor } from '../services/redaction.js';
import { traceToFile } from '../services/trace-to-file.js';
import type { CliIo } from './io.js';
import type { Terminal } from './terminal.js';

/** What looks on while a command works, as `--trace` and `--log` ask for it. */
export interface Observation {
  readonly tracer: RunTracer | undefined;
  readonly log: LogSink;
  readonly redactor: Redactor;
  /** Names a secret, to be masked wherever it turns up. */
  readonly mask: (secret: Secret) => void;
  /** Ends the trace. */
  readonly close: () => void;
}

/** @throws UsageError `LOG_CATEGORY_UNKNOWN` */
export function observe(
  { trace, log }: { readonly trace?: string; readonly log: readonly string[] },
  { env }: Pick<CliIo, 'env'>,
  terminal: Terminal,
): Observation {
  const redactor = defaultRedactor();
  const write = (line: string): void => {
    terminal.say(line);
  };
  // Without a wish of the user the steps are enough: the log's own defaults would tell everything twice.
  const isLogWanted = log.length > 0 || (env['DEBUG'] ?? '') !== '';
  const sink = isLogWanted ? createLog({ categories: log, redactor, write, environment: env }) : silentLog;
  const secrets = new Set<Secret>();
  const file = trace === undefined ? undefined : openTrace(trace, secrets, terminal);
  return {
    tracer: file?.tracer,
    log: sink,
    redactor,
    mask: (secret) => {
      secrets.add(secret);
    },
    close: () => file?.close(),
  };
}

function openTrace(
  path: string,
  secrets: Iterable<Secret>,
  terminal: Terminal,
): ReturnType<typeof traceToFile> {
  return traceToFile(path, {
    secrets: () => secrets,
    onError: (error) => {
      terminal.warn(error.message);
    },
  });
}
