/** Host and path of a URL: what makes two sockets lead to one server. */
export function addressOf(url: string): string {
  const parts = partsOf(url);
  return parts === undefined ? url : `${parts.host}${parts.path}`;
}

/** What a server is called: `PBX pbx.sample.dom`, `Devices service apps.sample.dom`. */
export function serverName(url: string): string {
  const parts = partsOf(url);
  if (parts === undefined) return url;
  if (isPbxPath(parts.path)) return `PBX ${parts.host}`;
  const service = parts.path.split('/').findLast((part) => part !== '' && part !== 'websocket');
  if (service === undefined) return parts.host;
  const name = service.replace(/^innovaphone-/, '');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)} service ${parts.host}`;
}

/** The paths of a PBX's own sockets: docs/protocol.md, "Endpoints". */
export function isPbxPath(path: string): boolean {
  return /\/(APPCLIENT|APPS)\//i.test(path);
}

/** Not by `URL`, which takes addresses apart that no server has, and refuses those that a trace has shortened. */
function partsOf(url: string): { readonly host: string; readonly path: string } | undefined {
  const match = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#]*)([^?#]*)/i.exec(url);
  return match === null ? undefined : { host: match[1] ?? '', path: match[2] ?? '' };
}
