/** Who logs in, and where to: everything a login is given by its user, in one place. */
export type {
  AppAuthenticator,
  AppLoginMembers,
  LoginAnswer,
  LoginQuestion,
  LoginResultQuestion,
  SessionQuestion,
  UserAuthenticator,
  Verdict,
} from './authenticators.js';
export { AppServiceSpec, selectApp } from './app-service-spec.js';
export type { SelectableApp } from './app-service-spec.js';
export { AppServiceCredentials } from './service-credentials.js';
export { exportSession, importSession, SessionCredentials } from './session-credentials.js';
export { AppUserCredentials } from './user-credentials.js';
export type { AppUserCredentialsOptions } from './user-credentials.js';
