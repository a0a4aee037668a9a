import { UsageError } from '../runtime/errors.js';

/** The command line was used wrongly; `code` as in docs/errors.md. */
export class CliUsageError extends UsageError {
  override readonly name = 'CliUsageError';
}
