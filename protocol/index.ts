/**
 * The vocabulary of the protocol: credentials, digests, URLs, message types and typed errors. Nothing here opens
 * a socket, reads a clock or draws a random number. Source: docs/protocol.md.
 */
export * from './credentials.js';
export {
  appLoginDigest,
  digestsEqual,
  hashWithSeed,
  loginResponse,
  loginResultDigest,
  redirectDigest,
  sessionKey,
} from './digests.js';
export type {
  AppLoginDigestInput,
  LoginResponseInput,
  LoginResultDigestInput,
  LoginType,
  RedirectDigestInput,
} from './digests.js';
export { canonicalJson } from './canonical-json.js';
export * from './errors.js';
export { forwardedAppLogin } from './forwarded-login.js';
export * from './messages/index.js';
export { Secret } from './secret.js';
export { decryptWithSeed, encryptWithSeed } from './seed-cipher.js';
export { decryptSession, encryptSession } from './session-cipher.js';
export type { EncryptedSession } from './session-cipher.js';
export { appWebSocketUrl, pbxAppsWebSocketUrl, pbxWebSocketUrl, UrlError } from './urls.js';
export { createKeyedHash } from './keyed-hash.js';
export type { KeyedHash } from './keyed-hash.js';
export { createRedactor } from './redaction.js';
export type { RedactionLimits, RedactorOptions } from './redaction.js';
