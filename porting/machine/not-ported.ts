import { NotPortedError } from '../php/exceptions.js';

/**
 * Stands where something could not be ported: a program that comes here stops with the reason.
 * @throws NotPortedError `PORT_NOT_PORTED` always
 */
export function notPorted(reason: string): never {
  throw new NotPortedError(reason);
}
