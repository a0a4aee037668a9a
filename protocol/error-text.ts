import type { ErrorData } from '../runtime/errors.js';
import { ExactNumber } from '../runtime/exact-json.js';

/** What an error is constructed with besides its text. */
export interface ErrorOptions {
  readonly cause?: unknown;
}

/** How a connection ended, as `EOF` tells it. */
export interface ClosedConnection {
  readonly code: number;
  readonly reason: string;
  readonly error?: Error | undefined;
}

/** Longest text of a peer that an error repeats, in characters. */
const quotedLimit = 200;

/** A peer's value for a sentence: one line, not endless. */
export function quoted(value: unknown): string {
  const text = String(plain(value)).replace(/\p{C}+/gu, ' ');
  return `"${text.length > quotedLimit ? `${text.slice(0, quotedLimit)}…` : text}"`;
}

/** A peer's value for the data of an error: what it may not be, such as an object, only by its kind. */
export function plain(value: unknown): string | number | boolean | undefined {
  if (value === undefined || typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value === 'string') return value.slice(0, 10 * quotedLimit);
  return value instanceof ExactNumber ? value.digits : typeof value;
}

/** Names for a sentence; of a long list the beginning. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 20).map(quoted).join(', ');
  return names.length > 20 ? `${shown} and ${names.length - 20} more` : shown;
}

/** What a peer gave as its reason, in brackets; empty when it gave none. */
export function refusal(error: unknown, errorText: unknown): string {
  const parts = [
    error === undefined ? '' : `error ${String(plain(error))}`,
    errorText ? quoted(errorText) : '',
  ];
  const given = parts.filter((part) => part !== '');
  return given.length === 0 ? '' : ` (${given.join(', ')})`;
}

/** The same for programs. */
export function refusalData(error: unknown, errorText: unknown): ErrorData {
  return { error: plain(error), errorText: plain(errorText) };
}

/** How a connection ended, in brackets. */
export function ending(closed: ClosedConnection): string {
  const why = closed.error?.message ?? closed.reason;
  return ` (close code ${closed.code}${why === '' ? '' : `, ${quoted(why)}`})`;
}

/** The same for programs. */
export function closeData(closed: ClosedConnection): ErrorData {
  return { closeCode: closed.code, closeReason: closed.reason };
}

/** The error behind a broken connection becomes the cause. */
export function causeOf(closed: ClosedConnection): ErrorOptions {
  return closed.error === undefined ? {} : { cause: closed.error };
}
