import { ExactNumber } from '../../runtime/exact-json.js';

const numeric = /^[ \t\n\r\v\f]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)[ \t\n\r\v\f]*$/;
const leadingNumeric = /^[ \t\n\r\v\f]*([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/;
const highest = 2n ** 63n - 1n;
const lowest = -(2n ** 63n);

/** The number that a text is as a whole, or undefined. */
export function parseNumeric(text: string): number | ExactNumber | undefined {
  const [, digits] = numeric.exec(text) ?? [];
  return digits === undefined ? undefined : parseDigits(digits);
}

/** The number that a text begins with, or undefined: `12` of `12abc`. */
export function parseLeading(text: string): number | ExactNumber | undefined {
  const [, digits] = leadingNumeric.exec(text) ?? [];
  return digits === undefined ? undefined : parseDigits(digits);
}

function parseDigits(digits: string): number | ExactNumber {
  const value = Number(digits);
  if (Number.isSafeInteger(value) || !/^[+-]?\d+$/.test(digits))
    return value === 0 && !/[.eE]/.test(digits) ? 0 : value;
  return fromBigInt(BigInt(digits.replace('+', '')));
}

/** The int of 64 bits that is nearest, as PHP makes it of a text that is too large. */
export function nearestInt(value: number): number | ExactNumber {
  if (Number.isSafeInteger(Math.trunc(value))) return Math.trunc(value) + 0;
  if (!Number.isFinite(value)) return 0;
  const whole = value > 2 ** 63 ? highest : value < -(2 ** 63) ? lowest : BigInt(Math.trunc(value));
  return fromBigInt(whole > highest ? highest : whole);
}

/** An int of PHP; beyond 64 bits it is a float. */
export function fromBigInt(value: bigint): number | ExactNumber {
  const plain = Number(value);
  if (Number.isSafeInteger(plain)) return plain;
  return value > highest || value < lowest ? plain : new ExactNumber(value.toString());
}

/** A float as `echo` writes it: 14 digits, `1.0E+25`. */
export function floatText(value: number): string {
  return special(value) ?? layOut(value, value.toExponential(13), 14, 'E');
}

/** A float as `var_dump` and `var_export` (`E`) and `json_encode` (`e`) write it: as many digits as it takes. */
export function exactFloatText(value: number, letter: 'E' | 'e' = 'E'): string {
  return special(value) ?? layOut(value, value.toExponential(), 17, letter);
}

function special(value: number): string | undefined {
  if (Number.isNaN(value)) return 'NAN';
  if (!Number.isFinite(value)) return value > 0 ? 'INF' : '-INF';
  return value === 0 ? (Object.is(value, -0) ? '-0' : '0') : undefined;
}

/** @param most the highest position of the decimal point at which the number is written without an exponent */
function layOut(value: number, exponential: string, most: number, letter: 'E' | 'e'): string {
  const [mantissa = '', exponentText = '0'] = exponential
    .replace('-', (sign, at: number) => (at === 0 ? '' : sign))
    .split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '');
  const exponent = Number(exponentText);
  const sign = value < 0 ? '-' : '';
  if (exponent < -4 || exponent >= most) {
    const fraction = digits.slice(1) === '' ? '0' : digits.slice(1);
    return `${sign}${digits.slice(0, 1)}.${fraction}${letter}${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent))}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}${fraction === '' ? '' : '.'}${fraction}`;
}
