import { UsageError } from '../../runtime/errors.js';

/** What a person gave cannot be ported; codes and data in docs/errors.md. */
export class PortError extends UsageError {
  override readonly name = 'PortError';
}
