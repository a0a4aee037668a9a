import { intArgument, textArgument as text } from '../argument.js';
import { entityNames } from './html-entities.js';

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** @param flags ENT_QUOTES 3 (as PHP 8.1 and newer has it), ENT_COMPAT 2 (the older default), ENT_NOQUOTES 0 */
export function htmlspecialchars(
  value: unknown,
  flags: unknown = 11,
  _encoding?: unknown,
  doubleEncode: unknown = true,
): string {
  const bits = intArgument(flags);
  const ampersand = doubleEncode === false ? /&(?!(?:#\d+|#x[\da-f]+|[a-z]\w*);)/gi : /&/g;
  const marked = text(value)
    .replace(ampersand, '&amp;')
    .replace(/[<>]/g, (char) => named[char] ?? char);
  return marked.replace(/["']/g, (char) => quote(char, bits));
}

function quote(char: string, flags: number): string {
  if (char === '"') return (flags & 2) === 2 ? '&quot;' : char;
  if ((flags & 3) !== 3) return char;
  return (flags & 48) === 0 ? '&#039;' : '&apos;';
}

/** Also the letters of ISO-8859-1 and a few signs that have a name. */
export function htmlentities(
  value: unknown,
  flags: unknown = 11,
  encoding?: unknown,
  doubleEncode: unknown = true,
): string {
  const bits = intArgument(flags);
  return htmlspecialchars(value, bits, encoding, doubleEncode).replace(/[^\0-\x7f]/gu, (char) => {
    const name = entityNames.get(char);
    return name === undefined ? char : `&${name};`;
  });
}

export function htmlspecialcharsDecode(value: unknown, flags: unknown = 11): string {
  const bits = intArgument(flags);
  return text(value).replace(/&(amp|lt|gt|quot|#0*39|#x0*27|apos);/gi, (whole, name: string) =>
    decodeSpecial(whole, name.toLowerCase(), bits),
  );
}

function decodeSpecial(whole: string, name: string, flags: number): string {
  if (name === 'amp') return '&';
  if (name === 'lt') return '<';
  if (name === 'gt') return '>';
  if (name === 'quot') return (flags & 2) === 2 ? '"' : whole;
  if (name === 'apos' && (flags & 48) === 0) return whole;
  return (flags & 3) === 3 ? "'" : whole;
}

export function htmlEntityDecode(value: unknown, flags: unknown = 11): string {
  const bits = intArgument(flags);
  return text(value).replace(/&(#\d+|#x[\da-f]+|\w+);/gi, (whole, name: string) => {
    if (/^(amp|lt|gt|quot|#0*39|#x0*27|apos)$/i.test(name))
      return decodeSpecial(whole, name.toLowerCase(), bits);
    if (!name.startsWith('#')) return entityChars.get(name) ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    const isAllowed =
      code === 9 ||
      code === 10 ||
      code === 13 ||
      (code >= 32 && code < 127) ||
      (code >= 160 && code <= 0x10ffff);
    return isAllowed ? String.fromCodePoint(code) : whole;
  });
}

const entityChars: ReadonlyMap<string, string> = new Map(
  [...entityNames].map(([char, name]) => [name, char]),
);

/** Takes out tags, except those in `allowed` (`<b><i>` or an array of names), and comments. */
export function stripTags(value: unknown, allowed: unknown = ''): string {
  const kept = new Set(
    Array.isArray(allowed)
      ? allowed.map((name) => text(name).toLowerCase())
      : Array.from(text(allowed).matchAll(/<(\w+)>/g), ([, name = '']) => name.toLowerCase()),
  );
  return text(value)
    .replace(/<!--.*?(?:-->|$)|<\?.*?(?:\?>|$)/gs, '')
    .replace(/<(?=[/!a-z])\/?(\w*)(?:"[^"]*"|'[^']*'|[^>"'])*(?:>|$)/gi, (tag, name: string) =>
      kept.has(name.toLowerCase()) ? tag : '',
    );
}

/** A backslash before `'`, `"`, `\` and NUL. */
export function addslashes(value: unknown): string {
  return text(value)
    .replace(/['"\\]/g, '\\$&')
    .replaceAll('\0', '\\0');
}

export function stripslashes(value: unknown): string {
  return text(value).replace(/\\(0)|\\([^])|\\$/g, (_whole, zero?: string, char?: string) =>
    zero === undefined ? (char ?? '') : '\0',
  );
}

/** A backslash before each of `chars`, where `a..z` is a range; control characters are written as `\n` or in octal. */
export function addcslashes(value: unknown, chars: unknown): string {
  const wanted = text(chars);
  const ranges = Array.from(
    wanted.matchAll(/([^])\.\.([^])/g),
    ([, from = '', to = '']) => [from, to] as const,
  );
  const singles = wanted.replace(/[^]\.\.[^]/g, '');
  const isWanted = (char: string): boolean =>
    singles.includes(char) || ranges.some(([from, to]) => char >= from && char <= to);
  return Array.from(text(value), (char) => (isWanted(char) ? escaped(char) : char)).join('');
}

const letters: ReadonlyMap<string, string> = new Map([
  ['\n', 'n'],
  ['\t', 't'],
  ['\r', 'r'],
  ['\v', 'v'],
  ['\f', 'f'],
  ['\b', 'b'],
  [String.fromCharCode(7), 'a'],
]);

function escaped(char: string): string {
  const code = char.charCodeAt(0);
  if (code >= 32 && code < 127) return `\\${char}`;
  return `\\${letters.get(char) ?? code.toString(8).padStart(3, '0')}`;
}

export function stripcslashes(value: unknown): string {
  const meanings = new Map([...letters].map(([char, letter]) => [letter, char]));
  return text(value).replace(/\\(x[\da-f]{1,2}|[0-7]{1,3}|[^])/gi, (_whole, name: string) => {
    if (/^x[\da-f]/i.test(name)) return String.fromCharCode(Number.parseInt(name.slice(1), 16));
    if (/^[0-7]/.test(name)) return String.fromCharCode(Number.parseInt(name, 8) & 255);
    return meanings.get(name) ?? name;
  });
}

export function quotemeta(value: unknown): string {
  return text(value).replace(/[.\\+*?[^\]$()]/g, '\\$&');
}
