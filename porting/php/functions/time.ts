import { intArgument, intOrNull } from '../argument.js';
import { built } from '../build.js';
import { isTruthy, text, toInt } from '../convert.js';
import { PhpError } from '../php-error.js';
import type { PhpValue } from '../value.js';
import { fieldsOf, instantOf, isKnownZone, type Fields } from './calendar.js';
import { parseTime } from './time-text.js';

let now = (): number => Date.now();
let zone = 'UTC';

/** The time that `time`, `microtime`, `date` and `strtotime` go by, in milliseconds since 1970; without a function the real one. */
export function setTime(to?: () => number): void {
  now = to ?? ((): number => Date.now());
}

/** Seconds since 1970. */
export function time(): number {
  return Math.floor(now() / 1000);
}

/** Seconds with fraction, or `"0.12345600 1700000000"`. */
export function microtime(asFloat: unknown = false): PhpValue {
  const at = now();
  if (isTruthy(asFloat)) return at / 1000;
  const seconds = Math.floor(at / 1000);
  return `${(at / 1000 - seconds).toFixed(8)} ${String(seconds)}`;
}

/** Seconds and nanoseconds, or nanoseconds. */
export function hrtime(asNumber: unknown = false): PhpValue {
  const at = now();
  return isTruthy(asNumber) ? at * 1e6 : [Math.floor(at / 1000), Math.round((at % 1000) * 1e6)];
}

/** UTC until a program says otherwise, as in PHP without a setting. False for a zone that is not known. */
export function dateDefaultTimezoneSet(name: unknown): boolean {
  if (!isKnownZone(text(name))) return false;
  zone = text(name);
  return true;
}

export function dateDefaultTimezoneGet(): string {
  return zone;
}

/** A time in seconds since 1970 in PHP's format letters, in the program's time zone. */
export function date(format: unknown, timestamp: unknown = null): string {
  return written(text(format), fieldsOf(secondsOf(timestamp), zone));
}

export function gmdate(format: unknown, timestamp: unknown = null): string {
  return written(text(format), fieldsOf(secondsOf(timestamp), 'UTC'));
}

function secondsOf(timestamp: unknown): number {
  return timestamp === null || timestamp === undefined ? time() : Number(toInt(timestamp));
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function written(format: string, at: Fields): string {
  return format.replace(
    /\\([^])|\\$|[^]/g,
    (letter, escaped?: string) => escaped ?? letters[letter]?.(at) ?? letter,
  );
}

const letters: Readonly<Record<string, (at: Fields) => string>> = {
  d: ({ day }) => two(day),
  D: ({ weekday }) => (days[weekday] ?? '').slice(0, 3),
  j: ({ day }) => String(day),
  l: ({ weekday }) => days[weekday] ?? '',
  N: ({ weekday }) => String(weekday === 0 ? 7 : weekday),
  S: ({ day }) => (day > 10 && day < 20 ? 'th' : (['th', 'st', 'nd', 'rd'][day % 10] ?? 'th')),
  w: ({ weekday }) => String(weekday),
  z: ({ dayOfYear }) => String(dayOfYear),
  W: (at) => two(isoWeek(at).week),
  o: (at) => String(isoWeek(at).year),
  F: ({ month }) => months[month - 1] ?? '',
  m: ({ month }) => two(month),
  M: ({ month }) => (months[month - 1] ?? '').slice(0, 3),
  n: ({ month }) => String(month),
  t: ({ year, month }) => String(daysIn(year, month)),
  L: ({ year }) => (isLeap(year) ? '1' : '0'),
  Y: ({ year }) => String(year).padStart(4, '0'),
  y: ({ year }) => two(year % 100),
  a: ({ hour }) => (hour < 12 ? 'am' : 'pm'),
  A: ({ hour }) => (hour < 12 ? 'AM' : 'PM'),
  g: ({ hour }) => String(hour % 12 || 12),
  G: ({ hour }) => String(hour),
  h: ({ hour }) => two(hour % 12 || 12),
  H: ({ hour }) => two(hour),
  i: ({ minute }) => two(minute),
  s: ({ second }) => two(second),
  u: () => '000000',
  v: () => '000',
  e: ({ zoneName }) => zoneName,
  I: ({ isSummer }) => (isSummer ? '1' : '0'),
  O: ({ offset }) => offsetText(offset, ''),
  P: ({ offset }) => offsetText(offset, ':'),
  p: ({ offset }) => (offset === 0 ? 'Z' : offsetText(offset, ':')),
  T: ({ abbreviation }) => abbreviation,
  Z: ({ offset }) => String(offset),
  c: (at) => written('Y-m-d\\TH:i:sP', at),
  r: (at) => written('D, d M Y H:i:s O', at),
  U: ({ timestamp }) => String(timestamp),
};

function offsetText(seconds: number, separator: string): string {
  const minutes = Math.abs(seconds) / 60;
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${separator}${two(minutes % 60)}`;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function isoWeek({ year, dayOfYear, weekday }: Fields): { year: number; week: number } {
  const thursday = new Date(Date.UTC(year, 0, 1 + dayOfYear + (4 - (weekday || 7))));
  const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return {
    year: thursday.getUTCFullYear(),
    week: 1 + Math.floor((thursday.getTime() - first) / 86_400_000 / 7),
  };
}

export function checkdate(month: unknown, day: unknown, year: unknown): boolean {
  const [monthOfYear, dayOfMonth, fullYear] = [month, day, year].map(intArgument) as [number, number, number];
  const isMonth = monthOfYear >= 1 && monthOfYear <= 12 && fullYear >= 1;
  return isMonth && dayOfMonth >= 1 && dayOfMonth <= daysIn(fullYear, monthOfYear);
}

/** Parts that are left out are those of the present; parts beyond their limit carry on. */
export function mktime(...parts: readonly unknown[]): PhpValue {
  return makeTime(parts.map(intOrNull), zone);
}

export function gmmktime(...parts: readonly unknown[]): PhpValue {
  return makeTime(parts.map(intOrNull), 'UTC');
}

function makeTime(
  [hour, minute, second, month, day, year]: readonly (number | null)[],
  inZone: string,
): number {
  const at = fieldsOf(time(), inZone);
  const fullYear = year ?? at.year;
  return instantOf(
    {
      year:
        fullYear < 70 && fullYear >= 0
          ? fullYear + 2000
          : fullYear <= 100 && fullYear >= 70
            ? fullYear + 1900
            : fullYear,
      month: month ?? at.month,
      day: day ?? at.day,
      hour: hour ?? at.hour,
      minute: minute ?? at.minute,
      second: second ?? at.second,
    },
    inZone,
  );
}

/**
 * Dates as ISO, German and American write them, with time and zone; `now`, `today`, `tomorrow`, `+1 day -2 hours`.
 * @throws PhpError PHP_NOT_SUPPORTED for other texts, of which PHP may understand some
 */
export function strtotime(value: unknown, base: unknown = null): PhpValue {
  const result = parseTime(text(value), secondsOf(base), zone);
  if (result !== undefined) return result;
  if (!/\d|[a-z]/i.test(text(value))) return false;
  throw new PhpError(
    'PHP_NOT_SUPPORTED',
    `The time "${text(value)}" is not understood here: write it as 2026-11-21 17:40:18.`,
  );
}

export function getdate(timestamp: unknown = null): PhpValue {
  const at = fieldsOf(secondsOf(timestamp), zone);
  return built([
    ['seconds', at.second],
    ['minutes', at.minute],
    ['hours', at.hour],
    ['mday', at.day],
    ['wday', at.weekday],
    ['mon', at.month],
    ['year', at.year],
    ['yday', at.dayOfYear],
    ['weekday', days[at.weekday]],
    ['month', months[at.month - 1]],
    [0, at.timestamp],
  ]);
}
