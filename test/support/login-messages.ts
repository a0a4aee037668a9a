import { SessionCredentials } from '../../protocol/session-credentials.js';
import { AppUserCredentials } from '../../protocol/user-credentials.js';
import type { App } from '../../protocol/messages/myapps.js';
import { login, session, sessionLogin, userResult } from '../protocol/vectors.js';

/** Messages of a login made from the worked examples of docs/protocol.md. */

export const userAgent = 'test';
export const withPassword = new AppUserCredentials(login.username, login.password, { userAgent });
const stored = new SessionCredentials(session.usr, session.pwd);
export const withSession = new AppUserCredentials(login.username, login.password, {
  userAgent,
  session: stored,
});
export const withSessionOnly = new AppUserCredentials(login.username, '', { userAgent, session: stored });

/** For a login that begins with the password. */
export const userNonces = [login.nonce, 'ffffffffffffffff'] as const;
/** For a login that begins with the session and may fall back. */
export const sessionNonces = [sessionLogin.nonce, login.nonce] as const;

export const userResponse = '595546cfcf65487f67cd7f8ef15e71c32639a88202bb4d145be3a69aa41ffddf';

export const authenticateUser = {
  mt: 'Authenticate',
  type: 'user',
  method: 'digest',
  domain: login.domain,
  challenge: login.challenge,
};
export const authenticateSession = {
  ...authenticateUser,
  type: 'session',
  challenge: sessionLogin.challenge,
};

export const userLoginResult = `{"mt":"LoginResult","info":${userResult.info},"digest":"${userResult.digest}"}`;
export const sessionLoginResult = `{"mt":"LoginResult","info":${sessionLogin.info},"digest":"${sessionLogin.digest}"}`;
export const sessionExpired = { mt: 'LoginResult', error: 5, errorText: 'Session expired' };
export const authenticationFailed = { mt: 'LoginResult', error: 2, errorText: 'Authentication failed' };

export const devicesApp: App = {
  name: 'devices',
  title: 'Devices',
  url: 'https://apps.sample.dom/sample.dom/devices/innovaphone-devices',
};
export const usersApp: App = {
  name: 'users',
  title: 'Users',
  url: 'https://apps.sample.dom/sample.dom/users/innovaphone-users',
};
