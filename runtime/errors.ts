/** What every error of this package has. Codes are stable and listed in docs/errors.md. */
export interface ErrorData {
  readonly [member: string]: unknown;
}

/**
 * Base of all errors that leave the public API: a stable `code`, one sentence for a person that says what is
 * wrong and what to do, and data fields for programs.
 */
export class AutomataError extends Error {
  override readonly name: string = 'AutomataError';

  constructor(
    readonly code: string,
    message: string,
    readonly data: ErrorData = {},
    options?: { readonly cause?: unknown },
  ) {
    super(message, options);
  }

  /** Errors travel in posts and traces; there they are data. */
  toJSON(): { code: string; message: string; data: ErrorData } {
    return { code: this.code, message: this.message, data: this.data };
  }
}

/** The program uses the engine wrongly: a nickname in use, a machine that is no automaton, a second `run()`. */
export class UsageError extends AutomataError {
  override readonly name: string = 'UsageError';
}

/** A connection could not be made, broke, or misbehaved. */
export class ConnectionError extends AutomataError {
  override readonly name: string = 'ConnectionError';
}

/** A machine threw while it handled a message; `cause` is what it threw. */
export class AutomatonFailedError extends AutomataError {
  override readonly name: string = 'AutomatonFailedError';
}
