import { bytesFromHex, bytesToHex, textFromUtf8, utf8ToBytes } from './hex.js';
import { rc4 } from './rc4.js';
import { reveal } from './secret-access.js';
import type { Secret } from './secret.js';
import { isCredentialText, SessionCredentials } from './session-credentials.js';

/** `info.session` of LoginResult: both halves encrypted, as hex digits. */
export interface EncryptedSession {
  readonly usr: string;
  readonly pwd: string;
}

/**
 * What the PBX puts into `info.session`. Source: docs/protocol.md, "Session credentials".
 * @param nonce of the login that makes the session
 * @param password of that login
 */
export function encryptSession(
  session: { readonly usr: Secret; readonly pwd: Secret },
  nonce: string,
  password: Secret,
): EncryptedSession {
  return {
    usr: bytesToHex(rc4(cipherKey('usr', nonce, password), utf8ToBytes(reveal(session.usr)))),
    pwd: bytesToHex(rc4(cipherKey('pwd', nonce, password), utf8ToBytes(reveal(session.pwd)))),
  };
}

/**
 * The session credentials inside `info.session`; undefined when they are absent, not hex, or do not decrypt to
 * printable text, which is what a wrong key looks like. Source: docs/protocol.md, "Session credentials".
 */
export function decryptSession(
  encrypted: { readonly usr: unknown; readonly pwd: unknown },
  nonce: string,
  password: Secret,
): SessionCredentials | undefined {
  const usr = decrypt(encrypted.usr, cipherKey('usr', nonce, password));
  const pwd = decrypt(encrypted.pwd, cipherKey('pwd', nonce, password));
  return usr === undefined || pwd === undefined ? undefined : new SessionCredentials(usr, pwd);
}

function decrypt(hex: unknown, key: Uint8Array): string | undefined {
  const bytes = typeof hex === 'string' ? bytesFromHex(hex) : undefined;
  const text = bytes === undefined ? undefined : textFromUtf8(rc4(key, bytes));
  return isCredentialText(text) ? text : undefined;
}

function cipherKey(half: 'usr' | 'pwd', nonce: string, password: Secret): Uint8Array {
  return utf8ToBytes(`innovaphoneAppClient:${half}:${nonce}:${reveal(password)}`);
}
