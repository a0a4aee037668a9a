import { classOfMember, classOfName, classOfParameter } from './redaction-rules.js';

/** Makes the placeholder of a secret. */
export type Mask = (secretClass: string, secret: string) => string;

/** Below this length a known secret is masked only where it is the whole text: "ab" stands in many words. */
const shortestInside = 4;
/** From this length on it is masked wherever it stands, else only between other than letters and digits. */
const shortestAnywhere = 8;

/** The secrets known at a moment, in every form in which a text may hold them. */
export interface KnownSecrets {
  readonly whole: ReadonlySet<string>;
  readonly inside: RegExp | undefined;
  /** Length of the longest form. */
  readonly longest: number;
}

const noSecrets: KnownSecrets = { whole: new Set(), inside: undefined, longest: 0 };

/** Prepares secrets for searching; what it returns is good until the secrets change. */
export function knownSecrets(secrets: readonly string[]): KnownSecrets {
  const present = secrets.filter((secret) => secret !== '');
  if (present.length === 0) return noSecrets;
  const forms = new Set(present.flatMap(formsOf).filter((form) => form.length >= shortestInside));
  // The longest first, so that a secret inside another one does not spoil it.
  const patterns = [...forms].sort((a, b) => b.length - a.length).map(patternOf);
  return {
    whole: new Set(present),
    inside: patterns.length === 0 ? undefined : new RegExp(patterns.join('|'), 'gu'),
    longest: Math.max(...present.map((secret) => secret.length), ...[...forms].map((form) => form.length)),
  };
}

/** As it is, in JSON, in a URL. */
function formsOf(secret: string): string[] {
  return [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.replace(/\p{Cs}/gu, ''))];
}

function patternOf(form: string): string {
  const escaped = form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  return form.length >= shortestAnywhere ? escaped : `(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`;
}

/** Placeholders are left alone, so that a text may be masked twice. */
export const placeholder = /^‹[a-z]+ \d+ [0-9a-f]{8}›$/;

/** Masks every secret in a text that is known, or that a pattern gives away. */
export function maskText(text: string, known: KnownSecrets, mask: Mask): string {
  if (known.whole.has(text)) return mask('secret', text);
  let result = text;
  if (known.inside !== undefined) result = result.replace(known.inside, (secret) => mask('secret', secret));
  if (result.includes('innovaphoneApp')) result = maskRecipes(result, mask);
  if (result.includes('"')) result = maskJson(result, mask);
  if (result.includes("'") || result.includes('=')) result = maskAssignments(result, mask);
  if (result.includes('/')) result = maskUrls(result, mask);
  return result.length >= 64 ? maskDigests(result, mask) : result;
}

/** What a digest or a session key is made from: everything after the first word may hold the password. */
function maskRecipes(text: string, mask: Mask): string {
  return text.replace(
    /(innovaphoneApp\w*:)([^"\n]+)/g,
    (_all, start: string, rest: string) => start + maskOnce('recipe', rest, mask),
  );
}

/** Members of JSON inside a text, also of JSON in a string of JSON. */
function maskJson(text: string, mask: Mask): string {
  const owner = /"type\\*"\s*:\s*\\*"session\\*"/.test(text) ? { type: 'session' } : {};
  const mt = /"mt\\*"\s*:\s*\\*"(\w+)/.exec(text)?.[1];
  const replaceMember = (start: string, name: string, value: string): string =>
    maskNamed(start, classOfMember(name, value, owner, mt), value, mask);
  return (
    text
      .replace(
        /("([\w-]{1,40})"\s*:\s*")((?:[^"\\]|\\.)+)/g,
        (_all, start: string, name: string, value: string) => replaceMember(start, name, value),
      )
      // Seldom more than 7 backslashes, for JSON in JSON in JSON; without a limit a peer's thousands would cost their square.
      .replace(
        /((\\{1,15})"([\w-]{1,40})\2"\s*:\s*\2")([^]+?)(?=(?<!\\)\2"|$)/g,
        (_all, start: string, _escape: string, name: string, value: string) =>
          replaceMember(start, name, value),
      )
      .replace(
        /("([\w-]{1,40})"\s*:\s*)(-?\d[\d.eE+-]*)/g,
        (_all, start: string, name: string, value: string) => replaceMember(start, name, value),
      )
  );
}

/** `pwd: 'abc'` as consoles print objects, and `password=abc`. */
function maskAssignments(text: string, mask: Mask): string {
  return text
    .replace(
      /(\b([\w-]{1,40})'?\s*[:=]\s*')((?:[^'\\]|\\.)+)/g,
      (_all, start: string, name: string, value: string) => maskNamed(start, classOfName(name), value, mask),
    )
    .replace(/(\b([\w-]{1,40})=)((?!‹)[^\s&;,"'<>]+)/g, (_all, start: string, name: string, value: string) =>
      maskNamed(start, classOfName(name), value, mask),
    );
}

/** User information, secret parameters, and the key of a passthrough URL. */
function maskUrls(text: string, mask: Mask): string {
  return text
    .replace(/(:\/\/)([^\s/?#"'<>]*)@/g, (_all, start: string, userInfo: string) => {
      const colon = userInfo.indexOf(':');
      const user = userInfo.slice(0, colon + 1);
      return `${start}${user}${maskOnce('password', userInfo.slice(colon + 1), mask)}@`;
    })
    .replace(
      /([?&;#]([\w-]{1,40})=)((?!‹)[^&;#\s"'<>]+)/g,
      (_all, start: string, name: string, value: string) =>
        maskNamed(start, classOfParameter(name), value, mask),
    )
    .replace(
      /(\/passthrough\/[^/\s?#"'<>]+\/)((?!‹)[^/\s?#"'<>]+)/gi,
      (_all, start: string, key: string) => start + maskOnce('key', key, mask),
    );
}

/** 64 hex digits by themselves: a digest or a session key, unless the text calls them the fingerprint of a certificate. */
function maskDigests(text: string, mask: Mask): string {
  return text.replace(
    /(?<!\b(?:fingerprint|pin|sha-?256)\b(?: is)?\W{0,4})(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])/gi,
    (digest) => mask('digest', digest),
  );
}

function maskNamed(start: string, secretClass: string | undefined, value: string, mask: Mask): string {
  return secretClass === undefined ? start + value : start + maskOnce(secretClass, value, mask);
}

function maskOnce(secretClass: string, value: string, mask: Mask): string {
  return value === '' || placeholder.test(value) ? value : mask(secretClass, value);
}
