import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from './hex.js';
import { reveal } from './secret-access.js';
import { Secret } from './secret.js';

/** How a login proves itself: by the user's password, or by credentials of an earlier login. */
export type LoginType = 'user' | 'session';

/** What every digest of one login attempt is made from. All digests are 64 lower-case hex digits. */
interface LoginAttempt {
  /** `username` of the second Login: the user's name, or the session's id. */
  readonly username: string;
  /** The user's password, or the session's. */
  readonly password: Secret;
  /** `nonce` of the second Login. */
  readonly nonce: string;
  /** `challenge` of Authenticate. */
  readonly challenge: string;
}

export interface LoginResponseInput extends LoginAttempt {
  readonly type: LoginType;
  /** `domain` of Authenticate. */
  readonly domain: string;
}

/** `response` of the second Login, by which the client proves the password. Source: docs/protocol.md, "Digest response". */
export function loginResponse(input: LoginResponseInput): string {
  const { type, domain, username, password, nonce, challenge } = input;
  return sha256Hex(['innovaphoneAppClient', type, domain, username, reveal(password), nonce, challenge]);
}

export interface LoginResultDigestInput extends LoginAttempt {
  readonly domain: string;
  /** The text of `info`, as it arrived or in canonical form. */
  readonly info: string;
}

/** `digest` of LoginResult, by which the PBX proves that it knows the password too. Source: docs/protocol.md, "LoginResult". */
export function loginResultDigest(input: LoginResultDigestInput): string {
  const { domain, username, password, nonce, challenge, info } = input;
  const words = [
    'innovaphoneAppClient',
    'loginresult',
    domain,
    username,
    reveal(password),
    nonce,
    challenge,
    info,
  ];
  return sha256Hex(words);
}

export interface RedirectDigestInput extends LoginAttempt {
  /** The text of `info`, as it arrived or in canonical form. */
  readonly info: string;
}

/** `digest` of Redirect; unlike that of LoginResult it has no domain. Source: docs/protocol.md, "Redirect". */
export function redirectDigest(input: RedirectDigestInput): string {
  const { username, password, nonce, challenge, info } = input;
  return sha256Hex(['innovaphoneAppClient', 'redirect', username, reveal(password), nonce, challenge, info]);
}

export interface AppLoginDigestInput {
  readonly app: string;
  readonly domain?: string | undefined;
  readonly sip?: string | undefined;
  readonly guid?: string | undefined;
  readonly dn?: string | undefined;
  /** The text of `info`; when the message has none, the digest has no place for it either. */
  readonly info?: string | undefined;
  /** `challenge` of AppChallengeResult. */
  readonly challenge: string;
  /** The App object's password. */
  readonly password: Secret;
}

/** `digest` of AppLogin and AppGetLoginResult. Source: docs/protocol.md, "AppLogin digest". */
export function appLoginDigest(input: AppLoginDigestInput): string {
  const { app, domain = '', sip = '', guid = '', dn = '', info, challenge, password } = input;
  const infoWords = info === undefined ? [] : [info];
  return sha256Hex([app, domain, sip, guid, dn, ...infoWords, challenge, reveal(password)]);
}

/**
 * The key of an App Service connection, 64 hex digits that are used as text. Source: docs/protocol.md,
 * "Session key".
 * @param password the App object's password; empty for a trusted tunnel
 */
export function sessionKey(challenge: string, password: Secret): Secret {
  return new Secret(plainSessionKey(challenge, password), 'key');
}

/** The same as plain text, for who has to send it: the PBX in AppGetLoginResult, and so the simulator. */
export function plainSessionKey(challenge: string, password: Secret): string {
  return sha256Hex(['innovaphoneAppSessionKey', challenge, reveal(password)]);
}

/** The hash of a value under a session key. `seed` travels in clear. Source: docs/protocol.md, "Session key". */
export function hashWithSeed(key: Secret, seed: string, text: string): string {
  return sha256Hex([seed, reveal(key), text]);
}

/**
 * Whether two digests are the same, in either case of the hex digits. The time it takes depends on their
 * length only, so it tells an attacker nothing about the expected one.
 */
export function digestsEqual(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const left = a.toLowerCase();
  const right = b.toLowerCase();
  let difference = left.length ^ right.length;
  for (let at = 0; at < left.length; at += 1) difference |= left.charCodeAt(at) ^ right.charCodeAt(at);
  return difference === 0;
}

/** SHA-256 over the UTF-8 bytes of the words with a colon between each two. */
function sha256Hex(words: readonly string[]): string {
  return bytesToHex(sha256(utf8ToBytes(words.join(':'))));
}
