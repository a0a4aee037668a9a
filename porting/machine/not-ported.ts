import { UsageError } from '../../runtime/errors.js';

/**
 * Stands where something could not be ported: a program that comes here stops with the reason.
 * @throws UsageError `NOT_PORTED` always
 */
export function notPorted(reason: string): never {
  throw new UsageError('NOT_PORTED', `Not ported: ${reason}`);
}
