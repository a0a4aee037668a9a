import { AutomataError, UsageError } from '../runtime/errors.js';

/** The command line was used wrongly; `code` as in docs/errors.md. */
export class CliUsageError extends UsageError {
  override readonly name = 'CliUsageError';
}

/** The results could not be written: a full disk, say. Codes `OUTPUT_UNWRITABLE`, `EXPORT_UNWRITABLE`. */
export class CliOutputError extends AutomataError {
  override readonly name = 'CliOutputError';
}
