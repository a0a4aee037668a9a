import { AutomataError } from '../../runtime/errors.js';
import { PhpError } from './php-error.js';
import type { PhpValue } from './value.js';

/** PHP's `Exception`, which programs throw, catch and extend. */
export class Exception extends Error {
  override readonly name: string = 'Exception';
  protected code: unknown;
  protected previous: unknown;

  /** `message`, `code` and the exception before, as in PHP. */
  constructor(message: PhpValue = '', code: PhpValue = 0, previous: PhpValue = null) {
    super(String(message ?? ''), previous === null ? undefined : { cause: previous });
    for (const member of ['message', 'name', 'cause']) {
      const found = Object.getOwnPropertyDescriptor(this, member);
      if (found) Object.defineProperty(this, member, { ...found, enumerable: false, writable: true });
    }
    this.code = code;
    this.previous = previous;
  }

  getMessage(): string {
    return this.message;
  }

  getCode(): PhpValue {
    return this.code;
  }

  getPrevious(): PhpValue {
    return this.previous;
  }

  getTraceAsString(): string {
    return this.stack ?? '';
  }
}

export class ErrorException extends Exception {}
export class RuntimeException extends Exception {}
export class LogicException extends Exception {}
export class InvalidArgumentException extends LogicException {}
export class DomainException extends LogicException {}
export class LengthException extends LogicException {}
export class OutOfRangeException extends LogicException {}
export class BadFunctionCallException extends LogicException {}
export class BadMethodCallException extends BadFunctionCallException {}
export class OutOfBoundsException extends RuntimeException {}
export class RangeException extends RuntimeException {}
export class OverflowException extends RuntimeException {}
export class UnderflowException extends RuntimeException {}
export class UnexpectedValueException extends RuntimeException {}

/**
 * Whether PHP would call what was thrown an `Exception`: errors of this package are, as the library's were; what
 * PHP calls `Error` (a type that does not fit, a division by zero, a method of null) is not.
 */
export function isException(thrown: unknown): boolean {
  if (thrown instanceof NotPortedError) return false;
  if (thrown instanceof PhpError) return thrown.phpClass === 'JsonException';
  if (thrown instanceof TypeError || thrown instanceof ReferenceError || thrown instanceof RangeError)
    return false;
  return thrown instanceof Error;
}

/** Whether it is PHP's error of that class: `TypeError`, `ValueError`, `DivisionByZeroError`. */
export function isPhpError(thrown: unknown, phpClass: string): boolean {
  if (thrown instanceof PhpError) return thrown.phpClass.toLowerCase() === phpClass.toLowerCase();
  return phpClass.toLowerCase() === 'typeerror' && thrown instanceof TypeError;
}

/** The program came to a place that `pbx-automata port` left to a person: look for `TODO(port)` there. */
export class NotPortedError extends AutomataError {
  override readonly name: string = 'NotPortedError';

  constructor(sentence: string) {
    super('PORT_NOT_PORTED', `Not ported yet: ${sentence}`);
  }
}

/**
 * Stands where PHP could not be translated, so that nothing goes on with a wrong value. It gives nothing: its type is
 * that of any value, so that it can stand anywhere.
 * @throws NotPortedError PORT_NOT_PORTED always
 */
export function notPorted(sentence: string): PhpValue {
  throw new NotPortedError(sentence);
}

/** Variables that the program's files and functions share (`global $x`, an included file's variables). */
export const globals: Record<string, PhpValue> = {};
