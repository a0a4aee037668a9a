import { intArgument } from '../argument.js';
import { valuesOfArray } from '../build.js';
import { fromByteChars, toByteChars } from '../bytes.js';
import { text, toFloat, toInt } from '../convert.js';
import { floatText } from '../number-text.js';
import { PhpError, valueError } from '../php-error.js';
import type { PhpValue } from '../value.js';
import { round } from './math.js';
import { write } from '../output.js';

const directive = /%(?:%|(?:(\d+)\$)?([-+ 0]|'.)*(\d+)?(?:\.(\d+))?l?([bcdeEfFgGosuxXhH]))/gs;

/**
 * `%s`, `%05.2f`, `%-10s`, `%'*8d`, `%2$s` and the like.
 * @throws PhpError PHP_VALUE when there are fewer arguments than the format asks for, or it asks for something unknown
 */
export function sprintf(format: unknown, ...values: readonly unknown[]): string {
  return formatted(text(format), values);
}

export function vsprintf(format: unknown, values: unknown): string {
  return formatted(text(format), valuesOfArray(values));
}

/** Writes it to the output; the number of bytes. */
export function printf(format: unknown, ...values: readonly unknown[]): number {
  return write(sprintf(format, ...values));
}

export function vprintf(format: unknown, values: unknown): number {
  return write(vsprintf(format, values));
}

interface Directive {
  readonly flags: string;
  readonly width: number;
  readonly precision: number | undefined;
  readonly letter: string;
}

function formatted(format: string, values: readonly unknown[]): string {
  let next = 0;
  let end = 0;
  let result = '';
  for (const match of format.matchAll(directive)) {
    const [whole, position, , width, precision, letter = '%'] = match;
    result += literal(format.slice(end, match.index));
    end = match.index + whole.length;
    if (letter === '%') {
      result += '%';
      continue;
    }
    const at = position === undefined ? next++ : Number(position) - 1;
    if (at >= values.length) {
      throw new PhpError(
        'PHP_VALUE',
        `The format asks for ${String(at + 1)} values, and there are fewer.`,
        'ArgumentCountError',
      );
    }
    const flags =
      whole
        .slice(1)
        .replace(/^\d+\$/, '')
        .match(/^(?:[-+ 0]|'.)*/s)?.[0] ?? '';
    const given = {
      flags,
      width: Number(width ?? 0),
      precision: precision === undefined ? undefined : Number(precision),
      letter,
    };
    result += pad(convert(values[at], given), given);
  }
  return result + literal(format.slice(end));
}

function literal(part: string): string {
  if (part.includes('%'))
    throw valueError('The format has a % without a letter that says what it is: write %%.');
  return part;
}

function convert(value: unknown, { flags, precision, letter }: Directive): string {
  const plus = flags.replace(/'./gs, '').includes('+');
  const signed = (number: string): string => (plus && !number.startsWith('-') ? `+${number}` : number);
  switch (letter) {
    case 's':
      return precision === undefined
        ? text(value)
        : fromByteChars(toByteChars(text(value)).slice(0, precision));
    case 'd':
      return signed(String(toInt(value)));
    case 'u':
      return unsigned(value).toString();
    case 'x':
      return unsigned(value).toString(16);
    case 'X':
      return unsigned(value).toString(16).toUpperCase();
    case 'o':
      return unsigned(value).toString(8);
    case 'b':
      return unsigned(value).toString(2);
    case 'c':
      return String.fromCharCode(Number(toInt(value)));
    case 'e':
    case 'E':
      return signed(exponential(toFloat(value), precision ?? 6, letter));
    case 'g':
    case 'G':
      return signed(general(toFloat(value), precision ?? 6, letter));
    default:
      return signed(fixed(toFloat(value), precision ?? 6));
  }
}

function unsigned(value: unknown): bigint {
  return BigInt.asUintN(64, BigInt(String(toInt(value))));
}

/** PHP writes the exponent as short as it is: `1.5e+3`. */
function exponential(value: number, precision: number, letter: string): string {
  const [nearest = '', power = ''] = value.toExponential(precision).split('e');
  const [exact = ''] = value.toExponential(Math.min(100, precision + 40)).split('e');
  return `${toEven(nearest, exact)}${letter}${power}`;
}

function general(value: number, precision: number, letter: string): string {
  const digits = Math.max(1, precision);
  const exponent = value === 0 ? 0 : Number(value.toExponential(digits - 1).split('e')[1]);
  if (exponent >= -4 && exponent < digits) {
    return String(Number(value.toPrecision(digits)));
  }
  const [mantissa = '', power = ''] = value.toExponential(digits - 1).split('e');
  const short = mantissa.includes('.') ? mantissa.replace(/\.?0+$/, '') : mantissa;
  return `${short.includes('.') ? short : `${short}.0`}${letter === 'g' ? 'e' : 'E'}${power}`;
}

/** With so many decimals. A number that is exactly between two goes to the even one. */
function fixed(value: number, precision: number): string {
  if (!Number.isFinite(value)) return floatText(value);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  if (magnitude >= 1e21)
    return `${sign}${BigInt(magnitude).toString()}${precision > 0 ? `.${'0'.repeat(precision)}` : ''}`;
  const most = Math.min(100, precision + 60);
  return sign + toEven(magnitude.toFixed(precision), magnitude.toFixed(most));
}

/** JavaScript takes the greater of two that are as near; PHP takes the even one. */
function toEven(nearest: string, exact: string): string {
  const rest = exact.slice(nearest.length + (nearest.includes('.') ? 0 : 1));
  const isTie = /^50*$/.test(rest);
  return isTie && Number(nearest.at(-1)) % 2 === 1 ? lower(nearest) : nearest;
}

/** One less in the last digit, which is odd. */
function lower(digits: string): string {
  return digits.slice(0, -1) + String(Number(digits.at(-1)) - 1);
}

function pad(value: string, { flags, width, letter }: Directive): string {
  const fill = fillOf(flags);
  const missing = width - toByteChars(value).length;
  if (missing <= 0) return value;
  if (flags.replace(/'./gs, '').includes('-')) {
    return (
      value + (fill === '0' && letter !== 's' && !'eEfFgG'.includes(letter) ? '0' : fill).repeat(missing)
    );
  }
  const sign = fill === '0' && letter !== 's' ? (/^[+-]/.exec(value)?.[0] ?? '') : '';
  return sign + fill.repeat(missing) + value.slice(sign.length);
}

function fillOf(flags: string): string {
  let fill = ' ';
  for (const [flag] of flags.matchAll(/'.|[-+ 0]/gs)) {
    if (flag.startsWith("'")) fill = flag.slice(1);
    else if (flag === '0' || flag === ' ') fill = flag;
  }
  return fill;
}

/** Rounds, and puts separators between thousands and before the decimals. */
export function numberFormat(
  value: unknown,
  decimals: unknown = 0,
  point: unknown = '.',
  thousands: unknown = ',',
): string {
  const decimalsNumber = intArgument(decimals);
  const places = Math.max(0, decimalsNumber);
  const rounded = round(value, places);
  if (!Number.isFinite(rounded)) return floatText(rounded).toLowerCase();
  const [whole = '', fraction = ''] = fixed(Math.abs(rounded), places).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, () => text(thousands));
  const isNegative = rounded < 0;
  return `${isNegative ? '-' : ''}${grouped}${places > 0 ? text(point) + fraction : ''}`;
}

/** Reads values out of a text by a format: `%d`, `%s`, `%x`, `%f`, `%c`, `%[a-z]`. */
export function sscanf(value: unknown, format: unknown): PhpValue {
  const source = text(value);
  const found: unknown[] = [];
  let at = 0;
  let failed = false;
  for (const [part, width, set, letter] of text(format).matchAll(
    /%(\d*)(?:(\[\^?\]?[^\]]*\])|([dsxfcu]))|\s+|[^%\s]/g,
  )) {
    if (set === undefined && letter === undefined) {
      if (/^\s/.test(part)) at += /^\s*/.exec(source.slice(at))?.[0].length ?? 0;
      else if (source.startsWith(part, at)) at += 1;
      else failed = true;
      continue;
    }
    const match = failed ? null : scanPattern(letter, set, width ?? '').exec(source.slice(at));
    if (match === null) failed = true;
    else at += match[0].length;
    found.push(match === null ? null : scanned(match[1] ?? '', letter));
  }
  return source === '' ? -1 : found;
}

function scanPattern(letter: string | undefined, set: string | undefined, width: string): RegExp {
  const most = width === '' ? '+' : `{1,${width}}`;
  if (set !== undefined) return new RegExp(`^(${set}${most})`);
  if (letter === 'c') return new RegExp(`^(.${width === '' ? '' : `{${width}}`})`, 's');
  if (letter === 's') return new RegExp(`^\\s*(\\S${most})`);
  if (letter === 'x') return new RegExp(`^\\s*((?:0x)?[0-9a-fA-F]${most})`);
  if (letter === 'f') return /^\s*([+-]?\d*\.?\d*(?:[eE][+-]?\d+)?)/;
  return new RegExp(`^\\s*([+-]?\\d${most})`);
}

function scanned(value: string, letter: string | undefined): PhpValue {
  if (letter === 'd' || letter === 'u') return toInt(value);
  if (letter === 'x') return Number.parseInt(value, 16);
  return letter === 'f' ? toFloat(value) : value;
}
