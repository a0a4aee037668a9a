import { AutomataError } from '../../runtime/errors.js';

/** What PHP would have thrown. */
export type PhpThrowable =
  | 'TypeError'
  | 'ArgumentCountError'
  | 'ValueError'
  | 'DivisionByZeroError'
  | 'ArithmeticError'
  | 'Error'
  | 'JsonException';

/** Why a value or a call cannot be handled as PHP handles it. `data.phpClass` is the class that PHP throws. */
export type PhpErrorCode =
  | 'PHP_TYPE'
  | 'PHP_VALUE'
  | 'PHP_DIVISION_BY_ZERO'
  | 'PHP_NOT_SUPPORTED'
  | 'PHP_PATTERN'
  | 'PHP_JSON'
  | 'PHP_UNKNOWN_NAME';

/** A ported program does what PHP answers with an exception, or what this package cannot do as PHP does. */
export class PhpError extends AutomataError {
  override readonly name: string = 'PhpError';

  constructor(
    code: PhpErrorCode,
    message: string,
    readonly phpClass: PhpThrowable = 'Error',
  ) {
    super(code, message, { phpClass });
  }

  /** As PHP programs ask an exception for its text. */
  getMessage(): string {
    return this.message;
  }
}

/** The operands or arguments are of a type that cannot be used here. */
export function typeError(message: string): PhpError {
  return new PhpError('PHP_TYPE', message, 'TypeError');
}

/** An argument has a value that PHP refuses. */
export function valueError(message: string): PhpError {
  return new PhpError('PHP_VALUE', message, 'ValueError');
}

/** PHP can do it, this package cannot. */
export function notSupported(message: string): PhpError {
  return new PhpError('PHP_NOT_SUPPORTED', message);
}
