import { AutomataError, ConnectionError, UsageError } from '../runtime/errors.js';

/** What the process ends with; docs/cli.md, "Exit codes". */
export const exitCodes = {
  done: 0,
  failed: 1,
  usage: 2,
  connection: 3,
  timeout: 4,
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const codes: Readonly<Record<string, ExitCode>> = {
  RUN_ABORTED: exitCodes.interrupted,
  PROMPT_INTERRUPTED: exitCodes.interrupted,
  RUN_TIMEOUT: exitCodes.timeout,
  CONFIRMATION_TIMEOUT: exitCodes.timeout,
  RUN_DISCONNECTED: exitCodes.connection,
  LOGIN_CONNECTION_CLOSED: exitCodes.connection,
  APP_CONNECTION_CLOSED: exitCodes.connection,
  LIST_CONNECTION_CLOSED: exitCodes.connection,
  SIMULATOR_PORT_IN_USE: exitCodes.connection,
  SIMULATOR_CANNOT_LISTEN: exitCodes.connection,
  PROXY_PORT_IN_USE: exitCodes.connection,
  PROXY_CANNOT_LISTEN: exitCodes.connection,
  URL_INVALID: exitCodes.usage,
  PASSWORD_MISSING: exitCodes.usage,
  PASSWORD_FILE_UNREADABLE: exitCodes.usage,
  SCENARIO_UNKNOWN: exitCodes.usage,
  SCENARIO_INVALID: exitCodes.usage,
  TRACE_FILE_UNREADABLE: exitCodes.usage,
  TRACE_INVALID: exitCodes.usage,
  IMPORT_INVALID: exitCodes.usage,
  IMPORT_FILE_UNREADABLE: exitCodes.usage,
};

/** The exit code for what went wrong. */
export function exitCodeOf(error: unknown): ExitCode {
  if (!(error instanceof AutomataError)) return exitCodes.failed;
  if (error.code === 'PBX_LOGIN_FAILED' && error.cause !== undefined) return exitCodeOf(error.cause);
  const code = codes[error.code];
  if (code !== undefined) return code;
  if (error instanceof ConnectionError) return exitCodes.connection;
  return error instanceof UsageError ? exitCodes.usage : exitCodes.failed;
}

/** One code for several failures: theirs if they agree, else "failed". */
export function commonExitCode(errors: readonly unknown[]): ExitCode {
  const [first = exitCodes.done, ...others] = new Set(errors.map(exitCodeOf));
  return others.length === 0 ? first : exitCodes.failed;
}

/** The sentence that tells most: of a login whose connection broke, why the connection broke. */
export function sentenceOf(error: unknown): string {
  if (error instanceof AutomataError && error.cause instanceof ConnectionError) return error.cause.message;
  return error instanceof Error ? error.message : String(error);
}
