import { ExactNumber } from '../../runtime/exact-json.js';

/**
 * An identifier. The services have unsigned 64-bit ones, sent as JSON numbers; one beyond 2^53 arrives as its
 * digits. Source: docs/protocol.md, "64-bit ids".
 */
export type Id = number | ExactNumber;

/** A challenge as it may arrive: a text, or from builds around 2018 a number. */
export type Challenge = string | number | ExactNumber;

/**
 * A challenge as the text that digests and later messages need; undefined when it is none. A number becomes
 * its exact digits. Source: docs/protocol.md, "AppChallengeResult".
 */
export function challengeText(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  if (value instanceof ExactNumber) return value.digits;
  return typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : undefined;
}
