import { ExactNumber } from '../../runtime/exact-json.js';
import { entriesOf, copyOf } from './access.js';
import { joinBytes } from './bytes.js';
import { hasKey } from './compare.js';
import { text, toInt } from './convert.js';
import { isArray, isInt, kindOf, type AnyArray } from './kind.js';
import { fromBigInt, parseLeading, parseNumeric } from './number-text.js';
import { phpArray } from './php-array.js';
import { PhpError, typeError } from './php-error.js';
import type { PhpValue } from './value.js';

type AnyNumber = number | ExactNumber;

/**
 * An operand as a number. A text that only begins with a number is that number.
 * @throws PhpError PHP_TYPE for arrays, objects and texts that are no number; PHP 5 and 7 took such a text as 0
 */
function operand(value: unknown, operator: string): AnyNumber {
  if (typeof value === 'number' || value instanceof ExactNumber) return value;
  const kind = kindOf(value);
  if (kind === 'null') return 0;
  if (kind === 'bool') return value === true ? 1 : 0;
  const parsed = typeof value === 'string' ? parseLeading(value) : undefined;
  if (parsed === undefined)
    throw typeError(`A value of type ${kind} that is no number cannot be used with ${operator}.`);
  return parsed;
}

/** Whether PHP has an int: a text such as `"1e3"` is a float, also without a fraction. */
function isIntOperand(value: unknown, number: AnyNumber): boolean {
  return (
    isInt(number) &&
    !(
      typeof value === 'string' &&
      /^\s*[+-]?\d*[.eE]/.test(value) &&
      !/^\s*[+-]?\d+[eE](?![+-]?\d)/.test(value)
    )
  );
}

/** An operand as an int. */
function intOperand(value: unknown, operator: string): unknown {
  const number = operand(value, operator);
  return toInt(typeof value === 'string' ? value : number);
}

interface Operation {
  readonly plain: (a: number, b: number) => number;
  readonly exact: (a: bigint, b: bigint) => bigint;
}

/** Ints are added and multiplied exactly up to 64 bits, and become floats beyond; floats as JavaScript does. */
function calculate(left: unknown, right: unknown, operator: string, { plain, exact }: Operation): AnyNumber {
  const [a, b] = [operand(left, operator), operand(right, operator)];
  const result = plain(Number(a), Number(b));
  if (!isIntOperand(left, a) || !isIntOperand(right, b)) return result;
  // An int has no -0.
  if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(result)) return result + 0;
  const whole = fromBigInt(exact(BigInt(String(a)), BigInt(String(b))));
  return whole instanceof ExactNumber || isInt(whole) ? whole : result;
}

/** `+`: of numbers the sum; of two arrays the elements of the left one and those of the right one with other keys. */
export function add(left: unknown, right: unknown): PhpValue {
  if (isArray(left) && isArray(right)) return union(left, right);
  return calculate(left, right, '+', { plain: (a, b) => a + b, exact: (a, b) => a + b });
}

function union(left: AnyArray, right: AnyArray): PhpValue {
  const others = entriesOf(right).filter(([key]) => !hasKey(left, key));
  return copyOf(phpArray([...entriesOf(left), ...others]));
}

/** `-`. */
export function subtract(left: unknown, right: unknown): PhpValue {
  return calculate(left, right, '-', { plain: (a, b) => a - b, exact: (a, b) => a - b });
}

/** `*`. */
export function multiply(left: unknown, right: unknown): PhpValue {
  return calculate(left, right, '*', { plain: (a, b) => a * b, exact: (a, b) => a * b });
}

/**
 * `/`: an int when it comes out even, else a float.
 * @throws PhpError PHP_DIVISION_BY_ZERO
 */
export function divide(left: unknown, right: unknown): PhpValue {
  const [a, b] = [operand(left, '/'), operand(right, '/')];
  if (Number(b) === 0) throw divisionByZero();
  if (isInt(a) && isInt(b)) {
    const [dividend, divisor] = [BigInt(String(a)), BigInt(String(b))];
    if (dividend % divisor === 0n) return fromBigInt(dividend / divisor);
  }
  return Number(a) / Number(b);
}

/**
 * `%`, of both as ints; it has the sign of the left one.
 * @throws PhpError PHP_DIVISION_BY_ZERO
 */
export function modulo(left: unknown, right: unknown): PhpValue {
  const a = intOperand(left, '%');
  const b = intOperand(right, '%');
  if (b === 0) throw divisionByZero();
  if (typeof a === 'number' && typeof b === 'number') return (a % b) + 0;
  return fromBigInt(BigInt(String(a)) % BigInt(String(b)));
}

export function divisionByZero(): PhpError {
  return new PhpError(
    'PHP_DIVISION_BY_ZERO',
    'A number was divided by zero: ask for it before.',
    'DivisionByZeroError',
  );
}

/** `**`. */
export function power(left: unknown, right: unknown): PhpValue {
  const [a, b] = [operand(left, '**'), operand(right, '**')];
  const plain = Number(a) ** Number(b);
  if (!isInt(a) || !isInt(b) || Number(b) < 0) return plain;
  if (Number.isSafeInteger(plain)) return plain;
  return Math.abs(plain) > 2 ** 64 ? plain : fromBigInt(BigInt(String(a)) ** BigInt(String(b)));
}

/** `-$x`. */
export function negate(value: unknown): PhpValue {
  return multiply(value, -1);
}

/** `.`. */
export function concat(...values: readonly unknown[]): string {
  return joinBytes(values.map(text).join(''));
}

/** `x = increment(x)` for `$x++` and `++$x`: null becomes 1, a text that is no number goes on as `a`, `b` … `z`, `aa`. */
export function increment(value: unknown): PhpValue {
  if (value === null || value === undefined) return 1;
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') {
    const number = parseNumeric(value);
    return number === undefined ? nextText(value) : add(number, 1);
  }
  return add(value, 1);
}

/** `x = decrement(x)`: null and texts that are no number stay, an empty text becomes -1. */
export function decrement(value: unknown): PhpValue {
  if (value === null || value === undefined || typeof value === 'boolean') return value ?? null;
  if (typeof value === 'string') {
    if (value === '') return -1;
    const number = parseNumeric(value);
    return number === undefined ? value : subtract(number, 1);
  }
  return subtract(value, 1);
}

function nextText(value: string): string {
  if (value === '') return '1';
  const chars = Array.from(value);
  let at = chars.length - 1;
  for (; at >= 0; at -= 1) {
    const char = chars[at] ?? '';
    if (!/[a-zA-Z0-9]/.test(char)) return chars.join('');
    if (!'zZ9'.includes(char)) {
      chars[at] = String.fromCharCode(char.charCodeAt(0) + 1);
      return chars.join('');
    }
    chars[at] = char === '9' ? '0' : char === 'z' ? 'a' : 'A';
  }
  const first = chars[0] ?? '';
  return (first === '0' ? '1' : first) + chars.join('');
}

/** `&`, `|`, `^`, `~`, `<<`, `>>` of ints of 64 bits. Of two texts PHP would take the bytes, which is not supported. */
export function bitAnd(left: unknown, right: unknown): PhpValue {
  return bits(left, right, '&', (a, b) => a & b);
}

export function bitOr(left: unknown, right: unknown): PhpValue {
  return bits(left, right, '|', (a, b) => a | b);
}

export function bitXor(left: unknown, right: unknown): PhpValue {
  return bits(left, right, '^', (a, b) => a ^ b);
}

export function bitNot(value: unknown): PhpValue {
  return bits(value, -1, '~', (a, b) => a ^ b);
}

export function shiftLeft(left: unknown, right: unknown): PhpValue {
  return bits(left, right, '<<', (a, b) => (b >= 64n ? 0n : a << b));
}

export function shiftRight(left: unknown, right: unknown): PhpValue {
  return bits(left, right, '>>', (a, b) => a >> b);
}

function bits(
  left: unknown,
  right: unknown,
  operator: string,
  exact: (a: bigint, b: bigint) => bigint,
): PhpValue {
  if (typeof left === 'string' && typeof right === 'string' && !'<<>>'.includes(operator)) {
    throw new PhpError(
      'PHP_NOT_SUPPORTED',
      `${operator} of two texts works on their bytes: make numbers of them.`,
    );
  }
  const [a, b] = [intOperand(left, operator), intOperand(right, operator)];
  return fromBigInt(BigInt.asIntN(64, exact(BigInt(String(a)), BigInt(String(b)))));
}
