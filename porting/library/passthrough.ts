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

/** Host names are the same in either case. */
function baseFor(host: string, map: unknown): string | undefined {
  const found = entriesOf(map).find(([name]) => name.toLowerCase() === host.toLowerCase());
  return typeof found?.[1] === 'string' ? found[1].replace(/\/$/, '') : undefined;
}

function entriesOf(map: unknown): [string, unknown][] {
  if (map instanceof PhpArray) return map.entries().map(([name, base]) => [String(name), base]);
  return typeof map === 'object' && map !== null ? Object.entries(map) : [];
}
