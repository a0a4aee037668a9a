import { entriesOf, withElement, elementOf, append } from '../access.js';
import { built } from '../build.js';
import { fromByteChars, toByteChars } from '../bytes.js';
import { intArgument, textArgument as text } from '../argument.js';
import { isArray, isObject } from '../kind.js';
import { PhpArray } from '../php-array.js';
import type { PhpKey, PhpValue } from '../value.js';
import type { Setter } from './string-replace.js';

/** A blank is `+`; letters, digits, `-`, `_` and `.` stay. */
export function urlencode(value: unknown): string {
  return escaped(value, /[^A-Za-z0-9\-_. ]/g).replaceAll(' ', '+');
}

/** A blank is `%20`, and `~` stays. */
export function rawurlencode(value: unknown): string {
  return escaped(value, /[^A-Za-z0-9\-_.~]/g);
}

function escaped(value: unknown, what: RegExp): string {
  return toByteChars(text(value)).replace(
    what,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

export function urldecode(value: unknown): string {
  return rawurldecode(text(value).replaceAll('+', ' '));
}

export function rawurldecode(value: unknown): string {
  const bytes = toByteChars(text(value)).replace(/%([\da-f]{2})/gi, (_whole, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  );
  return fromByteChars(bytes);
}

/** The fields of an array or object as a query; null is left out, true is 1. @param type 2 writes a blank as `%20` */
export function httpBuildQuery(
  data: unknown,
  prefix: unknown = '',
  separator: unknown = '&',
  type: unknown = 1,
): string {
  const encode = type === 2 ? rawurlencode : urlencode;
  const fields = (value: unknown, path: string): string[] => {
    if (value === null || value === undefined) return [];
    if (isArray(value) || isObject(value)) {
      const entries = entriesOf(value) as [PhpKey, unknown][];
      return entries.flatMap(([key, item]) =>
        fields(item, path === '' ? nameOf(key) : `${path}${encode('[')}${encode(key)}${encode(']')}`),
      );
    }
    return [`${path}=${encode(value === false ? '0' : value)}`];
  };
  const nameOf = (key: PhpKey): string => encode(typeof key === 'number' ? text(prefix) + String(key) : key);
  return fields(data, '').join(separator === null ? '&' : text(separator));
}

/** The fields of a query, `a[]=1&b[k]=2` as arrays; `setResult` gets them. */
export function parseStr(query: unknown, setResult: Setter): void {
  let result: unknown = [];
  for (const field of text(query)
    .split('&')
    .filter((part) => part !== '')) {
    const at = field.indexOf('=');
    const name = urldecode(at < 0 ? field : field.slice(0, at)).replace(/^ +/, '');
    const value = at < 0 ? '' : urldecode(field.slice(at + 1));
    const [, base = '', rest = ''] = /^([^[]*)((?:\[[^\]]*\])*)/.exec(name) ?? [];
    const keys = Array.from(rest.matchAll(/\[([^\]]*)\]/g), ([, key = '']) => key);
    if (base !== '') result = put(result, [base.replace(/[ .]/g, '_'), ...keys], value);
  }
  setResult(result);
}

function put(container: unknown, [key = '', ...rest]: readonly string[], value: string): unknown {
  if (rest.length === 0) return key === '' ? append(container, value) : withElement(container, key, value);
  if (key === '') return append(container, put([], rest, value));
  const old: unknown = elementOf(container, key);
  return withElement(container, key, put(isArray(old) ? old : [], rest, value));
}

const parts = ['scheme', 'host', 'port', 'user', 'pass', 'path', 'query', 'fragment'] as const;
const pattern =
  /^(?:([a-z][a-z0-9+.-]*):(?!\d{1,5}(?:\/|$)))?(?:\/\/(?:([^/?#@:]*)(?::([^/?#@]*))?@)?(\[[^\]]*\]|[^/?#:]*)(?::(\d*))?)?([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/is;

/** The parts of a URL that are there; false for one that cannot be read. @param component one of PHP_URL_… only */
export function parseUrl(url: unknown, component: unknown = -1): PhpValue {
  const wanted = intArgument(component);
  const given = text(url);
  const [, bareHost, barePort, barePath = ''] = /^([^/?#:@]+):(\d{1,5})(\/.*)?$/s.exec(given) ?? [];
  const match = pattern.exec(bareHost === undefined ? given : `//${bareHost}:${barePort ?? ''}${barePath}`);
  const isBroken = /^[a-z]+:\/\/(?:[:?#]|$|\/)/i.test(given) && !/^file:/i.test(given);
  if (match === null || isBroken || Number(match[5] ?? 0) > 65535) return false;
  const [, scheme, user, pass, host, port, path, query, fragment] = match;
  const found: Record<(typeof parts)[number], unknown> = {
    scheme,
    host: host === '' ? undefined : host,
    port: port === undefined || port === '' ? undefined : Number(port),
    user,
    pass,
    path: path === '' ? undefined : path,
    query,
    fragment,
  };
  const name = parts[wanted];
  if (name !== undefined) return found[name] ?? null;
  return built(new PhpArray(Object.entries(found).filter(([, value]) => value !== undefined)).entries());
}

/** The last part of a path. */
export function basename(path: unknown, suffix: unknown = ''): string {
  const name = /([^/]*)\/*$/.exec(text(path))?.[1] ?? '';
  const end = text(suffix);
  return end !== '' && name !== end && name.endsWith(end) ? name.slice(0, -end.length) : name;
}

export function dirname(path: unknown, levels: unknown = 1): string {
  const steps = intArgument(levels);
  let folder = text(path);
  for (let level = 0; level < steps; level += 1) {
    const trimmed = folder.replace(/\/+$/, '');
    if (trimmed === '') return folder === '' ? '' : '/';
    if (!trimmed.includes('/')) return '.';
    folder = trimmed.slice(0, trimmed.lastIndexOf('/')).replace(/\/+$/, '') || '/';
  }
  return folder;
}
