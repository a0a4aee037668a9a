/** Messages by which somebody logs in on a socket. Source: docs/protocol.md, "Login of a user", "Login to an App Service". */
const loginTypes: ReadonlySet<string> = new Set([
  'AppChallenge',
  'AppChallengeResult',
  'AppLogin',
  'AppLoginResult',
  'Login',
  'Authenticate',
  'Authorize',
  'LoginResult',
]);

/** Whether a message of this type belongs to a login. */
export function isOfLogin(mt: string): boolean {
  return loginTypes.has(mt);
}
