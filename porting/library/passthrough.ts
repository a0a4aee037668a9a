import { PhpArray } from '../php/php-array.js';

/**
 * An app's URL through a tunnel: where the map names its host, the mapped base and `/` take the place of scheme and
 * host. Source: docs/protocol.md, "App URL".
 * @param map a PHP array or an object, by host name
 */
export function viaPassthrough(url: string, map: unknown): string {
  const [, host = '', path = ''] = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)\/?(.*)$/is.exec(url) ?? [];
  const base = baseFor(host, map) ?? baseFor(host.replace(/:\d+$/, ''), map);
  return base === undefined || host === '' ? url : `${base}/${path}`;
}

function baseFor(host: string, map: unknown): string | undefined {
  const base: unknown = map instanceof PhpArray ? map.get(host) : memberOf(map, host);
  return typeof base === 'string' ? base.replace(/\/$/, '') : undefined;
}

function memberOf(map: unknown, name: string): unknown {
  if (typeof map !== 'object' || map === null || !Object.hasOwn(map, name)) return undefined;
  return Reflect.get(map, name);
}
