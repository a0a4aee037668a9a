/**
 * What a constructor is given that wants something of the login, told from the name of its parameter, as an expression
 * of `login` (`RunLogin`); undefined for anything else.
 */
export function loginValue(parameter: string): string | undefined {
  if (/login|result/i.test(parameter)) return 'login.results?.loginResultMsg';
  return /^user$|^me$|userinfo/i.test(parameter) ? 'login.user' : undefined;
}
