/**
 * Which members are secrets. The digests count as secrets of a real PBX: with the challenge beside them anyone
 * could try passwords offline. Nonces and challenges do not: without a digest they are random numbers, and
 * seeing that an answer belongs to an old challenge is what a trace is for. `code` of Authorize does not
 * either: it is made to be shown. Source: docs/trace.md, "Redaction".
 */

/** Member names, in lower case, with the class that their placeholder shows. */
const classByName = new Map<string, string>([
  ['password', 'password'],
  ['passwd', 'password'],
  ['passphrase', 'password'],
  ['pwd', 'password'],
  ['pw', 'password'],
  ['pass', 'password'],
  ['usr', 'session'],
  ['sessionid', 'session'],
  ['session_id', 'session'],
  ['sessionkey', 'key'],
  ['sessionkeys', 'session'],
  ['digest', 'digest'],
  ['key', 'key'],
  ['keyshare', 'key'],
  ['sharedsecret', 'key'],
  ['privatekey', 'key'],
  ['httpkey', 'key'],
  ['apikey', 'key'],
  ['salt', 'salt'],
  ['token', 'token'],
  ['secret', 'secret'],
  ['authorization', 'token'],
  ['cookie', 'token'],
  ['set-cookie', 'token'],
]);

/** Names that end so, such as `turnPwd`, `logPassword`, `access_token`. */
const classByEnding: readonly (readonly [RegExp, string])[] = [
  // PHP programs have members of their own, German ones too.
  [/(password|passwd|pwd|passwort|kennwort)$/, 'password'],
  [/secret$/, 'secret'],
  [/token$/, 'token'],
];

/** Members that are secret in messages of one type only, however deep they stand in it. */
const classByType = new Map<string, ReadonlyMap<string, string>>([
  ['Login', new Map([['response', 'digest']])],
  ['GetProvisioningCodeResult', new Map([['code', 'code']])],
  ['GetProvisionedDevice', new Map([['code', 'code']])],
  ['GetProvisionedDeviceResult', new Map([['code', 'code']])],
  ['DeviceProvisioned', new Map([['code', 'code']])],
  ...['SessionAdded', 'SessionUpdated', 'SessionDeleted', 'AuthorizeSession', 'DeleteSession'].map(
    (mt) => [mt, new Map([['id', 'session']])] as const,
  ),
]);

const learnedNames = new Map<string, string | undefined>();

/** Class of the secret that a member of this name holds; undefined when the name says nothing of one. */
export function classOfName(name: string): string | undefined {
  if (learnedNames.has(name)) return learnedNames.get(name);
  const lower = name.toLowerCase();
  const found = classByName.get(lower) ?? classByEnding.find(([ending]) => ending.test(lower))?.[1];
  // Peers choose names, so what is remembered must not grow for ever.
  if (learnedNames.size < 2000) learnedNames.set(name, found);
  return found;
}

const longHex = /^[0-9a-fA-F]{32,}$/;

/**
 * Class of the secret in member `name` of `owner`; undefined when it holds none.
 * @param mt type of the message around it
 */
export function classOfMember(
  name: string,
  value: unknown,
  owner: Readonly<Record<string, unknown>>,
  mt: string | undefined,
): string | undefined {
  const byName = classOfName(name);
  if (byName !== undefined) return byName;
  // In a session login the user name is the session's id; in contexts and verdicts too.
  if (name === 'username' && owner['type'] === 'session') return 'session';
  // A digest outside of a Login; elsewhere `response` is an ordinary word.
  if (name === 'response' && typeof value === 'string' && longHex.test(value)) return 'digest';
  return mt === undefined ? undefined : classByType.get(mt)?.get(name);
}

/** Parameters of a URL that are secrets besides those whose name says so. */
const secretParameters = new Set(['code', 'state', 'response', 'sid', 'auth']);

/** Class of the secret in a parameter of a URL. */
export function classOfParameter(name: string): string | undefined {
  return classOfName(name) ?? (secretParameters.has(name.toLowerCase()) ? 'token' : undefined);
}
