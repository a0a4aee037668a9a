import type { LoginResultQuestion } from './authenticators.js';
import { canonicalJson } from './canonical-json.js';
import type { AppLoginDigestInput, LoginResponseInput } from './digests.js';
import { appLoginDigest, digestsEqual, loginResponse, loginResultDigest } from './digests.js';
import type { Secret } from './secret.js';

/** Whose digest it may be: name and password of a login of one type. */
export interface Identity {
  readonly username: string;
  readonly password: Secret;
}

/**
 * What a LoginResult digest that does not fit was made from instead, if it can be found out; undefined when it
 * cannot, and then most likely the peer has another password, or none. It is told to people and changes nothing:
 * the digest stays wrong. Names no secret.
 * @param identity of the login that is answered
 * @param other of a login of the other type, if there is one
 */
export function explainMismatch(
  question: LoginResultQuestion & { readonly digest: string },
  identity: Identity,
  other: Identity | undefined,
): string | undefined {
  const { domain, userDomain, nonce, challenge, info, digest } = question;
  const attempt = { ...identity, domain, nonce, challenge, info: canonicalJson(info) };
  const fits = (changed: Partial<typeof attempt>): boolean =>
    digestsEqual(loginResultDigest({ ...attempt, ...changed }), digest);
  if (rewritten(attempt.info).some((text) => fits({ info: text }))) {
    return 'it was made over info in another spelling, so info was written anew on the way';
  }
  const domains = [domain, userDomain ?? domain].flatMap((name) => [name.toLowerCase(), name.toUpperCase()]);
  if (['', ...domains].some((name) => fits({ domain: name }))) {
    return 'it was made with another domain than that of Authenticate';
  }
  const name = nameIn(info);
  if (name !== undefined && fits({ username: name })) {
    return `it was made with the user name "${name}", not with the one that was sent`;
  }
  if (other !== undefined && fits(other)) {
    return 'it was made with the credentials of the other type of login';
  }
  return undefined;
}

/** Spellings that JSON encoders have besides the canonical one: escaped slashes, escaped letters, both. */
function rewritten(info: string): string[] {
  const slashes = info.replaceAll('/', '\\/');
  return [slashes, escapeLetters(info), escapeLetters(slashes)].filter((text) => text !== info);
}

function escapeLetters(text: string): string {
  return text.replace(
    /[\u0080-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** `info.user.sip`: the user's name as the PBX knows it. */
function nameIn(info: string): string | undefined {
  const value = JSON.parse(info) as { readonly user?: { readonly sip?: unknown } | null } | null;
  const sip = value?.user?.sip;
  return typeof sip === 'string' ? sip : undefined;
}

/**
 * What a login's response that does not fit was made from instead, if it can be found out; undefined when it cannot,
 * and then most likely from another password. For who knows the password: a PBX. Names no secret.
 * @param earlier challenge of the attempt before on the same connection
 */
export function explainResponse(
  question: LoginResponseInput,
  response: string,
  earlier: string | undefined,
): string | undefined {
  const { type, domain, username } = question;
  const fits = (changed: Partial<LoginResponseInput>): boolean =>
    digestsEqual(loginResponse({ ...question, ...changed }), response);
  if (earlier !== undefined && fits({ challenge: earlier })) return 'it answers the challenge before';
  if (otherSpellings(domain).some((name) => fits({ domain: name }))) {
    return 'it was made with another domain than that of Authenticate';
  }
  if (otherSpellings(username).some((name) => fits({ username: name }))) {
    return 'it was made with another spelling of the name than the message has';
  }
  const other = type === 'user' ? 'session' : 'user';
  return fits({ type: other }) ? `it was made for a login of type ${other}` : undefined;
}

/** Surroundings of an AppLogin, to look for what its digest was made from. */
export interface AppDigestClues {
  /** Challenge that was given before on the same connection. */
  readonly earlier?: string | undefined;
  /** The password that the PBX has at the App object, when it is not that of the instance. */
  readonly objectPassword?: Secret | undefined;
}

/**
 * What an AppLogin digest that does not fit was made from instead, if it can be found out. For who knows the
 * instance's password: an App Service. Names no secret.
 */
export function explainAppDigest(
  question: AppLoginDigestInput,
  digest: string,
  { earlier, objectPassword }: AppDigestClues,
): string | undefined {
  const { info, domain = '' } = question;
  const fits = (changed: Partial<AppLoginDigestInput>): boolean =>
    digestsEqual(appLoginDigest({ ...question, ...changed }), digest);
  if (objectPassword !== undefined && fits({ password: objectPassword })) {
    return 'it was made with the password of the App object, which is not that of the instance';
  }
  if (earlier !== undefined && fits({ challenge: earlier })) return 'it answers the challenge before';
  if (otherSpellings(domain).some((name) => fits({ domain: name }))) return 'it was made with another domain';
  const infos = info === undefined ? ['{}'] : [undefined, ...rewritten(info)];
  if (infos.some((text) => fits({ info: text }))) {
    return 'it was made over another info, so info was changed on the way';
  }
  return undefined;
}

function otherSpellings(name: string): string[] {
  return ['', name.toLowerCase(), name.toUpperCase()].filter((other) => other !== name);
}
