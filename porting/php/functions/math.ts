import { intArgument } from '../argument.js';
import { divide, divisionByZero, modulo, negate, power, subtract } from '../arithmetic.js';
import { less } from '../compare.js';
import { numberOf, text, toFloat, toInt } from '../convert.js';
import { kindOf } from '../kind.js';
import { typeError, valueError } from '../php-error.js';
import { fromBigInt, parseLeading } from '../number-text.js';
import type { PhpValue } from '../value.js';

/** What functions with a number as parameter take: a text must be a number. */
function numberArgument(value: unknown): unknown {
  if (typeof value === 'string' && parseLeading(value) === undefined)
    throw typeError('A number is needed here.');
  if (kindOf(value) === 'array' || kindOf(value) === 'object') throw typeError('A number is needed here.');
  return numberOf(value);
}

export function abs(value: unknown): PhpValue {
  const number = numberArgument(value);
  return less(number, 0) ? negate(number) : Object.is(number, -0) ? 0 : number;
}

export function floor(value: unknown): number {
  return Math.floor(toFloat(numberArgument(value)));
}

export function ceil(value: unknown): number {
  return Math.ceil(toFloat(numberArgument(value)));
}

/** Half away from zero, after a correction for what a float cannot hold, as PHP does: `round(1.955, 2)` is 1.96. */
export function round(value: unknown, precision: unknown = 0, mode: unknown = 1): number {
  const places = intArgument(precision);
  const number = toFloat(numberArgument(value));
  if (!Number.isFinite(number) || number === 0) return number;
  const scaled = shift(number, places);
  if (Math.abs(scaled) >= 1e15) return number;
  return shift(roundHalf(preciseEnough(scaled), mode), -places);
}

function shift(value: number, digits: number): number {
  return digits < 0 ? value / 10 ** -digits : value * 10 ** digits;
}

/** 15 significant digits: what was 1.955 * 100 is 195.5 again. */
function preciseEnough(value: number): number {
  return Number(value.toPrecision(15));
}

function roundHalf(value: number, mode: unknown): number {
  const magnitude = Math.abs(value);
  const down = Math.floor(magnitude);
  const isHalf = magnitude - down === 0.5;
  const isUp = isHalf
    ? mode === 1 || (mode === 3 && down % 2 === 1) || (mode === 4 && down % 2 === 0)
    : magnitude - down > 0.5;
  return Math.sign(value) * (isUp ? down + 1 : down);
}

/** @throws PhpError PHP_DIVISION_BY_ZERO */
export function intdiv(left: unknown, right: unknown): PhpValue {
  const a: unknown = toInt(numberArgument(left));
  const b: unknown = toInt(numberArgument(right));
  if (b === 0) throw divisionByZero();
  return divide(subtract(a, modulo(a, b)), b);
}

export function fdiv(left: unknown, right: unknown): number {
  return toFloat(left) / toFloat(right);
}

export function fmod(left: unknown, right: unknown): number {
  return toFloat(left) % toFloat(right);
}

export function pow(base: unknown, exponent: unknown): PhpValue {
  return power(base, exponent);
}

export function sqrt(value: unknown): number {
  return Math.sqrt(toFloat(value));
}

export function exp(value: unknown): number {
  return Math.exp(toFloat(value));
}

export function log(value: unknown, base?: unknown): number {
  return base === undefined ? Math.log(toFloat(value)) : Math.log(toFloat(value)) / Math.log(toFloat(base));
}

export function log10(value: unknown): number {
  return Math.log10(toFloat(value));
}

export function pi(): number {
  return Math.PI;
}

export function sin(value: unknown): number {
  return Math.sin(toFloat(value));
}

export function cos(value: unknown): number {
  return Math.cos(toFloat(value));
}

export function tan(value: unknown): number {
  return Math.tan(toFloat(value));
}

export function asin(value: unknown): number {
  return Math.asin(toFloat(value));
}

export function acos(value: unknown): number {
  return Math.acos(toFloat(value));
}

export function atan(value: unknown): number {
  return Math.atan(toFloat(value));
}

export function atan2(y: unknown, x: unknown): number {
  return Math.atan2(toFloat(y), toFloat(x));
}

export function deg2rad(value: unknown): number {
  return (toFloat(value) / 180) * Math.PI;
}

export function rad2deg(value: unknown): number {
  return (toFloat(value) / Math.PI) * 180;
}

export function hypot(x: unknown, y: unknown): number {
  return Math.hypot(toFloat(x), toFloat(y));
}

export function isNan(value: unknown): boolean {
  return Number.isNaN(toFloat(value));
}

export function isInfinite(value: unknown): boolean {
  return Math.abs(toFloat(value)) === Infinity;
}

export function isFinite(value: unknown): boolean {
  return Number.isFinite(toFloat(value));
}

export function dechex(value: unknown): string {
  return unsigned(value).toString(16);
}

export function decbin(value: unknown): string {
  return unsigned(value).toString(2);
}

export function decoct(value: unknown): string {
  return unsigned(value).toString(8);
}

function unsigned(value: unknown): bigint {
  return BigInt.asUintN(64, BigInt(String(toInt(value))));
}

/** Characters that are no digits are ignored; beyond 64 bits it is a float. */
export function hexdec(value: unknown): PhpValue {
  return fromDigits(text(value).replace(/^0x/i, ''), 16);
}

export function bindec(value: unknown): PhpValue {
  return fromDigits(text(value).replace(/^0b/i, ''), 2);
}

export function octdec(value: unknown): PhpValue {
  return fromDigits(text(value).replace(/^0o/i, ''), 8);
}

function fromDigits(digits: string, base: number): PhpValue {
  return fromBigInt(parseBase(digits, base));
}

function parseBase(digits: string, base: number): bigint {
  let value = 0n;
  for (const char of digits.toLowerCase()) {
    const digit = /[0-9a-z]/.test(char) ? Number.parseInt(char, 36) : base;
    if (digit < base) value = value * BigInt(base) + BigInt(digit);
  }
  return value;
}

export function baseConvert(value: unknown, from: unknown, to: unknown): string {
  const ofBase = intArgument(from);
  const intoBase = intArgument(to);
  if (ofBase < 2 || ofBase > 36 || intoBase < 2 || intoBase > 36) throw valueError('A base is from 2 to 36.');
  return parseBase(text(value), ofBase).toString(intoBase);
}

/** An int from `least` to `most`, both included. Not for secrets: `randomInt` is. */
export function rand(least: unknown = 0, most: unknown = 2147483647): number {
  const low = intArgument(least);
  const high = intArgument(most);
  const [from, to] = low <= high ? [low, high] : [high, low];
  return from + Math.floor(Math.random() * (to - from + 1));
}

export function mtRand(least: unknown = 0, most: unknown = 2147483647): number {
  const low = intArgument(least);
  const high = intArgument(most);
  if (high < low) throw valueError('The highest number must not be below the lowest.');
  return rand(low, high);
}

export function getrandmax(): number {
  return 2147483647;
}

export function mtGetrandmax(): number {
  return 2147483647;
}

export function lcgValue(): number {
  return Math.random();
}

/** There is no seed here: the numbers differ from run to run. */
export function srand(_seed?: unknown): void {
  return undefined;
}

export function mtSrand(_seed?: unknown): void {
  return undefined;
}
