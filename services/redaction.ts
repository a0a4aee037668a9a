import { hash, randomBytes } from 'node:crypto';
import type { RedactorOptions } from '../protocol/redaction.js';
import { createRedactor } from '../protocol/redaction.js';
import type { Redactor } from '../runtime/trace.js';

/** What may be said of a redaction; the keyed hash is the host's own. */
export type RedactionOptions = Omit<RedactorOptions, 'keyedHash'>;

/** A redactor with a key of its own, which is never written: equal secrets can be recognised, none guessed. */
export function traceRedactor(options: RedactionOptions = {}): Redactor {
  // First in what is hashed, and of fixed length. Only the beginning of a hash is ever shown, which nobody can go on
  // from as from a whole one, so this serves as well as an HMAC, for a sixth of its price: each message has a hash.
  const key = randomBytes(32).toString('hex');
  return createRedactor({
    ...options,
    keyedHash: (text) => hash('sha256', key + text),
  });
}

let shared: Redactor | undefined;

/** The redactor of logs, one for the whole program, so that the same secret looks the same in all of them. */
export function defaultRedactor(): Redactor {
  shared ??= traceRedactor();
  return shared;
}
