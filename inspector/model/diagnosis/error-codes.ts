import type { FailureId } from './known-failures.js';

/** Errors that only tell of a failure elsewhere. */
export const followers: ReadonlySet<string> = new Set(['PBX_LOGIN_FAILED', 'LOGIN_CANCELLED']);

/** What the code of an error comes to. Codes: docs/errors.md. */
const idByCode: Readonly<Record<string, FailureId>> = {
  INVALID_PARAMETERS: 'invalid-login',
  AUTHENTICATION_FAILED: 'wrong-password',
  SESSION_EXPIRED: 'session-refused',
  LOGIN_REFUSED: 'login-refused',
  FAKE_PBX: 'fake-pbx',
  METHOD_NOT_SUPPORTED: 'other-login-method',
  CONFIRMATION_TIMEOUT: 'two-factor-unconfirmed',
  LOGIN_CONNECTION_CLOSED: 'connection-closed',
  LOGIN_MESSAGE_INVALID: 'senseless-message',
  APPS_MESSAGE_INVALID: 'senseless-message',
  NO_CREDENTIALS: 'no-password',
  APP_NOT_FOUND: 'app-not-found',
  APP_IS_WEBSITE: 'website',
  APP_NOT_GRANTED: 'app-not-granted',
  APP_LOGIN_REFUSED: 'app-password',
  APP_UNLICENSED: 'unlicensed',
  APP_URL_INVALID: 'wrong-app-url',
  APP_CONNECTION_CLOSED: 'connection-closed',
  APP_MESSAGE_INVALID: 'senseless-message',
  LIST_REFUSED: 'list-refused',
  LIST_CONNECTION_CLOSED: 'connection-closed',
  LIST_MESSAGE_INVALID: 'senseless-message',
  HOST_NOT_FOUND: 'host-not-found',
  CONNECTION_REFUSED: 'connection-refused',
  HOST_UNREACHABLE: 'host-unreachable',
  CONNECT_TIMEOUT: 'host-unreachable',
  CERTIFICATE_REFUSED: 'certificate',
  CERTIFICATE_MISMATCH: 'certificate',
  HANDSHAKE_REFUSED: 'not-a-pbx',
  AUTOMATON_FAILED: 'machine-threw',
};

/** Errors of a connection that say no more than that it has ended. */
const endings: ReadonlySet<string> = new Set([
  'CONNECT_FAILED',
  'CONNECTION_LOST',
  'MESSAGE_TOO_LARGE',
  'FRAME_INVALID',
  'PEER_SILENT',
  'RECEIVE_QUEUE_FULL',
]);

/** The known failure behind an error's code; undefined for codes of others. */
export function failureOfCode(code: string): FailureId | undefined {
  if (endings.has(code)) return 'connection-closed';
  return Object.hasOwn(idByCode, code) ? idByCode[code] : undefined;
}

/** The known failure behind a LoginResult with this `error`. Source: docs/protocol.md, "Login errors". */
export function failureOfRefusal(error: unknown, isSession: boolean, isConfirming: boolean): FailureId {
  const number = typeof error === 'number' || typeof error === 'string' ? String(error) : '';
  if (number === '5') return 'session-refused';
  if (number === '1') return 'invalid-login';
  if (number !== '2') return 'login-refused';
  if (isConfirming) return 'two-factor-refused';
  return isSession ? 'session-refused' : 'wrong-password';
}
