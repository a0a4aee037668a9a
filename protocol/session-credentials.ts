import { reveal } from './secret-access.js';
import { Secret } from './secret.js';

/**
 * What a login as a user leaves behind: with this pair the same user can log in again without password and
 * second factor. Both halves are secrets. Source: docs/protocol.md, "Session credentials".
 */
export class SessionCredentials {
  /** The session's id, `username` of a session login. */
  readonly usr: Secret;
  /** The session's password. */
  readonly pwd: Secret;

  constructor(usr: string | Secret, pwd: string | Secret) {
    this.usr = toSecret(usr, 'session');
    this.pwd = toSecret(pwd, 'session');
  }
}

/** The pair in clear, for a store that keeps it safe and for nothing else. */
export function exportSession(session: SessionCredentials): { usr: string; pwd: string } {
  return { usr: reveal(session.usr), pwd: reveal(session.pwd) };
}

/**
 * The session that `exportSession` gave; undefined for anything else. Every known PBX makes an id of 32 hex
 * digits and a password of 23 printable characters, but nothing promises it, so any printable text of up to
 * 255 characters is taken: a store must not lose the sessions of a firmware that counts otherwise.
 */
export function importSession(value: unknown): SessionCredentials | undefined {
  if (typeof value !== 'object' || value === null || !('usr' in value) || !('pwd' in value)) return undefined;
  const { usr, pwd } = value;
  return isCredentialText(usr) && isCredentialText(pwd) ? new SessionCredentials(usr, pwd) : undefined;
}

/** Whether this can be one half of a session: text without control characters, 1 to 255 long. */
export function isCredentialText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 255 && /^[^\p{C}]+$/u.test(value);
}

/** @internal Wraps a plain text; what is a secret already stays the same one. */
export function toSecret(value: string | Secret, kind: string): Secret {
  return typeof value === 'string' ? new Secret(value, kind) : value;
}
