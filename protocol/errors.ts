import { AutomataError } from '../runtime/errors.js';
import type { ErrorData } from '../runtime/errors.js';
import type { ClosedConnection, ErrorOptions } from './error-text.js';
import { causeOf, closeData, ending, listed, plain, quoted, refusal, refusalData } from './error-text.js';
import { withoutPassword } from './urls.js';

export type { ClosedConnection } from './error-text.js';

/** Codes of `LoginError`; what each means and what to do: docs/errors.md. */
export type LoginErrorCode =
  | 'INVALID_PARAMETERS'
  | 'AUTHENTICATION_FAILED'
  | 'SESSION_EXPIRED'
  | 'LOGIN_REFUSED'
  | 'FAKE_PBX'
  | 'METHOD_NOT_SUPPORTED'
  | 'CONFIRMATION_TIMEOUT'
  | 'LOGIN_CONNECTION_CLOSED'
  | 'LOGIN_MESSAGE_INVALID'
  | 'APPS_MESSAGE_INVALID'
  | 'NO_CREDENTIALS'
  | 'LOGIN_CANCELLED';

/** The login to the PBX failed. */
export class LoginError extends AutomataError {
  override readonly name: string = 'LoginError';
  declare readonly code: LoginErrorCode;

  constructor(code: LoginErrorCode, message: string, data?: ErrorData, options?: ErrorOptions) {
    super(code, message, data, options);
  }

  /** The digest of LoginResult is missing or does not fit. */
  static fakePbx(reason: string): LoginError {
    const message = `The PBX did not prove that it knows the password (${reason}); check that this is your PBX and nobody sits in between, before you enter the password again.`;
    return new LoginError('FAKE_PBX', message, { reason });
  }

  /** Authenticate asks for a login method that this package does not have. */
  static methodNotSupported(method: unknown): LoginError {
    const message = `The PBX asks for the login method ${quoted(method)}, which is not supported; let its administrator enable digest logins.`;
    return new LoginError('METHOD_NOT_SUPPORTED', message, { method: plain(method) });
  }

  /** Nobody confirmed the login on the second channel in time. */
  static confirmationTimeout(limitMs: number): LoginError {
    const message = `Nobody confirmed the login within ${Math.round(limitMs / 1000)} s; try again and confirm it in myApps or by the link in the e-mail.`;
    return new LoginError('CONFIRMATION_TIMEOUT', message, { limitMs });
  }

  static connectionClosed(closed: ClosedConnection): LoginError {
    const message = `The connection to the PBX ended before the login was done${ending(closed)}; check its address, and that it runs.`;
    return new LoginError('LOGIN_CONNECTION_CLOSED', message, closeData(closed), causeOf(closed));
  }

  /** @param fault what is wrong with the message, to follow its name: `has no challenge` */
  static messageInvalid(mt: string, fault: string): LoginError {
    const message = `The PBX sent a message that makes no sense here (${mt} ${fault}); check that the address is that of a PBX of version 13 or newer.`;
    return new LoginError('LOGIN_MESSAGE_INVALID', message, { mt, fault });
  }

  /** @param fault what is wrong with the message, to follow its name: `has an app without name` */
  static appsMessageInvalid(mt: string, fault: string): LoginError {
    const message = `The PBX sent a list of apps that cannot be read (${mt} ${fault}); record a trace and report it.`;
    return new LoginError('APPS_MESSAGE_INVALID', message, { mt, fault });
  }

  /** An automaton of the same run asked the login to end, by `UserPBXLoginCancel`. */
  static cancelled(by: string): LoginError {
    const message = `The login to the PBX was cancelled by ${by}; see there for the reason.`;
    return new LoginError('LOGIN_CANCELLED', message, { by });
  }

  /** There is neither a password nor a stored session that the PBX takes. */
  static noCredentials(username: string): LoginError {
    const message = `There is no password and no valid stored session for user ${quoted(username)}; give the password.`;
    return new LoginError('NO_CREDENTIALS', message, { username });
  }
}

const refusals: ReadonlyMap<string, readonly [LoginErrorCode, string]> = new Map([
  ['1', ['INVALID_PARAMETERS', 'The PBX found the login incomplete or malformed; check the user name.']],
  ['2', ['AUTHENTICATION_FAILED', 'The PBX refused the user name or password; check both and try again.']],
  ['5', ['SESSION_EXPIRED', 'The stored session is no longer valid; log in with the password.']],
]);

/**
 * The error for a LoginResult with `error`. Its data keep both members as they came.
 * Source: docs/protocol.md, "Login errors".
 */
export function loginRefused(error: unknown, errorText: unknown): LoginError {
  const known = refusals.get(String(plain(error)));
  const data = refusalData(error, errorText);
  if (known !== undefined) return new LoginError(known[0], known[1], data);
  const message = `The PBX refused the login${refusal(error, errorText)}; ask its administrator what this means.`;
  return new LoginError('LOGIN_REFUSED', message, data);
}

/** Codes of `AppLoginError`; what each means and what to do: docs/errors.md. */
export type AppLoginErrorCode =
  | 'APP_NOT_FOUND'
  | 'APP_IS_WEBSITE'
  | 'APP_NOT_GRANTED'
  | 'APP_LOGIN_REFUSED'
  | 'APP_UNLICENSED'
  | 'APP_URL_INVALID'
  | 'APP_CONNECTION_CLOSED'
  | 'APP_MESSAGE_INVALID'
  | 'PBX_LOGIN_FAILED';

/** The login to one App Service failed; others may have succeeded. */
export class AppLoginError extends AutomataError {
  override readonly name: string = 'AppLoginError';
  declare readonly code: AppLoginErrorCode;

  constructor(code: AppLoginErrorCode, message: string, data?: ErrorData, options?: ErrorOptions) {
    super(code, message, data, options);
  }

  /**
   * @param wanted what was looked for, as `AppServiceSpec.toString` says it
   * @param available names of the apps that the PBX offers this user
   */
  static appNotFound(wanted: string, available: readonly string[]): AppLoginError {
    const offered = available.length === 0 ? 'no apps at all' : listed(available);
    const message = `The PBX offers this user no app ${quoted(wanted)} (it offers ${offered}); choose one of these, or let the administrator grant the app.`;
    return new AppLoginError('APP_NOT_FOUND', message, { wanted, available });
  }

  static appIsWebsite(app: string): AppLoginError {
    const message = `App ${quoted(app)} is a plain web site without a service to log in to; choose another app.`;
    return new AppLoginError('APP_IS_WEBSITE', message, { app });
  }

  /** AppGetLoginResult has an `error`. */
  static notGranted(app: string, error: unknown, errorText: unknown): AppLoginError {
    const message = `The PBX gives this user no login for app ${quoted(app)}${refusal(error, errorText)}; let the administrator grant the app to the user.`;
    return new AppLoginError('APP_NOT_GRANTED', message, { app, ...refusalData(error, errorText) });
  }

  /** AppLoginResult is not `ok`. */
  static refused(app: string, error?: unknown, errorText?: unknown): AppLoginError {
    const message = `The App Service refused the login to app ${quoted(app)}${refusal(error, errorText)}; check that its password and the App object's are the same.`;
    return new AppLoginError('APP_LOGIN_REFUSED', message, { app, ...refusalData(error, errorText) });
  }

  /** AppLoginResult is not `ok`, and the login's `info` says that the licence is missing. */
  static unlicensed(app: string): AppLoginError {
    const message = `The App Service refused the login to app ${quoted(app)}, and the app has no licence; install one on the PBX.`;
    return new AppLoginError('APP_UNLICENSED', message, { app });
  }

  static urlInvalid(app: string, url: unknown, cause?: unknown): AppLoginError {
    const message = `The URL of app ${quoted(app)} leads to no WebSocket; let the administrator correct it at the App object.`;
    return new AppLoginError(
      'APP_URL_INVALID',
      message,
      { app, url: withoutPassword(String(plain(url))) },
      { cause },
    );
  }

  static connectionClosed(app: string, closed: ClosedConnection): AppLoginError {
    const message = `The connection to app ${quoted(app)} ended before the login was done${ending(closed)}; check that the App Service runs and its address is reachable from here.`;
    return new AppLoginError(
      'APP_CONNECTION_CLOSED',
      message,
      { app, ...closeData(closed) },
      causeOf(closed),
    );
  }

  /** @param fault what is wrong with the message, to follow its name: `has no challenge` */
  static messageInvalid(app: string, mt: string, fault: string): AppLoginError {
    const message = `In the login to app ${quoted(app)} came a message that makes no sense (${mt} ${fault}); check that the app's URL leads to its service.`;
    return new AppLoginError('APP_MESSAGE_INVALID', message, { app, mt, fault });
  }

  /** The login to the PBX failed, so nobody can vouch for the user at the App Service. */
  static pbxLoginFailed(
    app: string,
    failure: { readonly code: string; readonly message: string },
  ): AppLoginError {
    const message = `App ${quoted(app)} could not be used, because the login to the PBX failed: ${failure.message}`;
    const data = { app, login: { code: failure.code, message: failure.message } };
    return new AppLoginError(
      'PBX_LOGIN_FAILED',
      message,
      data,
      failure instanceof Error ? { cause: failure } : {},
    );
  }
}

/** Codes of `ListError`; what each means and what to do: docs/errors.md. */
export type ListErrorCode = 'LIST_REFUSED' | 'LIST_CONNECTION_CLOSED' | 'LIST_MESSAGE_INVALID';

/** A list could not be read to its end. `list` says which, in a word for a person: `device`, `user`. */
export class ListError extends AutomataError {
  override readonly name: string = 'ListError';
  declare readonly code: ListErrorCode;

  constructor(code: ListErrorCode, message: string, data?: ErrorData, options?: ErrorOptions) {
    super(code, message, data, options);
  }

  static refused(list: string, error: unknown, errorText?: unknown): ListError {
    const message = `The service refused the ${list} list${refusal(error, errorText)}; check the user's rights in the service.`;
    return new ListError('LIST_REFUSED', message, { list, ...refusalData(error, errorText) });
  }

  static connectionClosed(list: string, closed: ClosedConnection): ListError {
    const message = `The connection ended before the ${list} list was complete${ending(closed)}; try again.`;
    return new ListError('LIST_CONNECTION_CLOSED', message, { list, ...closeData(closed) }, causeOf(closed));
  }

  /** @param fault what is wrong with the message, to follow its name: `has no devices` */
  static messageInvalid(list: string, mt: string, fault: string): ListError {
    const message = `The service sent a ${list} list that cannot be read (${mt} ${fault}); record a trace and report it.`;
    return new ListError('LIST_MESSAGE_INVALID', message, { list, mt, fault });
  }
}
