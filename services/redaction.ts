import { createHmac, randomBytes } from 'node:crypto';
import type { RedactorOptions } from '../protocol/redaction.js';
import { createRedactor } from '../protocol/redaction.js';
import type { Redactor } from '../runtime/trace.js';

/** What may be said of a redaction; the keyed hash is the host's own. */
export type RedactionOptions = Omit<RedactorOptions, 'keyedHash'>;

/** A redactor with a key of its own, which is never written: equal secrets can be recognised, none guessed. */
export function traceRedactor(options: RedactionOptions = {}): Redactor {
  const key = randomBytes(32);
  return createRedactor({
    ...options,
    keyedHash: (text) => createHmac('sha256', key).update(text).digest('hex'),
  });
}

let shared: Redactor | undefined;

/** The redactor of logs, one for the whole program, so that the same secret looks the same in all of them. */
export function defaultRedactor(): Redactor {
  shared ??= traceRedactor();
  return shared;
}
