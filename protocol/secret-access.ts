import { Secret } from './secret.js';

/** The text inside a secret. For modules of protocol/ only (a lint rule holds that). */
export function reveal(secret: Secret): string {
  return Secret.revealValue(secret);
}
