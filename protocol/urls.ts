import { AutomataError } from '../runtime/errors.js';

/** An address from a person or a peer leads nowhere. Code `URL_INVALID`. */
export class UrlError extends AutomataError {
  override readonly name: string = 'UrlError';
  declare readonly code: 'URL_INVALID';

  /** @param url as given; never in the message when it holds a password */
  constructor(url: string, fault: string) {
    const shown = withoutPassword(url);
    const advice =
      'give a host name such as pbx.example.com, or a whole URL that begins with wss:// or ws://';
    super('URL_INVALID', `"${shown}" is no address of a PBX or App Service (${fault}); ${advice}.`, {
      url: shown,
      fault,
    });
  }
}

/** Where a PBX takes logins of users. PBXs do not insist on their own build number. Source: docs/protocol.md, "Endpoints". */
export const userLoginPath = '/PBX0/APPCLIENT/130000/websocket';

/** Where a PBX takes logins of apps. Source: docs/protocol.md, "Endpoints". */
export const appLoginPath = '/PBX0/APPS/websocket';

/**
 * The WebSocket URL for the login of a user.
 * @param hostOrUrl host name, `host:port`, or a whole `wss`, `ws`, `https` or `http` URL, whose path is kept if it has one
 * @param path for an address without one; default `/PBX0/APPCLIENT/130000/websocket`
 * @throws UrlError
 */
export function pbxWebSocketUrl(hostOrUrl: string, path = userLoginPath): string {
  const url = parseAddress(hostOrUrl);
  if (url.pathname === '/') url.pathname = path;
  return url.href;
}

/**
 * The WebSocket URL for the login of an app: of the same PBX, when the address is that of the login of users.
 * @param hostOrUrl as for `pbxWebSocketUrl`, or the URL that this returned
 * @throws UrlError
 */
export function pbxAppsWebSocketUrl(hostOrUrl: string): string {
  const url = parseAddress(hostOrUrl);
  url.pathname = url.pathname === '/' ? appLoginPath : url.pathname.replace(loginPathEnd, '/APPS/websocket');
  return url.href;
}

/** The end of the path at which users log in, with or without a build number. */
const loginPathEnd = /\/(?:APPCLIENT(?:\/[0-9A-Fa-f]+)?|WEBSOCKET)\/websocket$/;

/**
 * The WebSocket URL of an App Service. Source: docs/protocol.md, "App URL".
 * @param appUrl `url` of the app in the PBX's list; may be relative to the PBX's page
 * @param pbxUrl where the user logged in
 * @param options `useWs`: `ws` whatever the app's URL says, for debugging
 * @throws UrlError
 */
export function appWebSocketUrl(
  appUrl: string,
  pbxUrl: string,
  options: { readonly useWs?: boolean } = {},
): string {
  const url = resolveAppUrl(appUrl, pbxUrl);
  if (!url.pathname.includes('/APPS/websocket')) {
    url.search = '';
    url.pathname = url.pathname.slice(0, url.pathname.lastIndexOf('/'));
  }
  url.hash = '';
  url.protocol = options.useWs === true || !isSecure(url) ? 'ws:' : 'wss:';
  return url.href;
}

function resolveAppUrl(appUrl: string, pbxUrl: string): URL {
  if (appUrl.trim() === '') throw new UrlError(appUrl, 'it is empty');
  let url: URL;
  try {
    url = new URL(appUrl, pageUrl(pbxUrl));
  } catch {
    throw new UrlError(appUrl, 'it cannot be parsed');
  }
  checkScheme(url, appUrl);
  return url;
}

/** The page that relative URLs of apps are relative to; it always has the build number that the login URL may lack. */
function pageUrl(pbxUrl: string): URL {
  const url = parseAddress(pbxUrl);
  const module = url.pathname.replace(loginPathEnd, '');
  url.pathname = `${module === url.pathname ? '/PBX0' : module}/APPCLIENT/130000/appclient.htm`;
  url.protocol = isSecure(url) ? 'https:' : 'http:';
  return url;
}

/** A person's address as a `ws` or `wss` URL; one without a path has `/`. */
function parseAddress(address: string): URL {
  const text = address.trim();
  if (text === '') throw new UrlError(address, 'it is empty');
  if (/[\s\\]/.test(text)) throw new UrlError(address, 'it has a blank or backslash');
  const hasScheme = /^[a-z][a-z0-9+.-]*:\/\//i.test(text);
  if (!hasScheme && /^(?:wss?|https?):(?!\d)/i.test(text))
    throw new UrlError(address, 'after the scheme comes //');
  let url: URL;
  try {
    url = new URL(hasScheme ? text : `wss://${text}`);
  } catch {
    throw new UrlError(address, 'it cannot be parsed');
  }
  checkScheme(url, address);
  if (url.username !== '' || url.password !== '') {
    throw new UrlError(address, 'user and password do not belong into it');
  }
  url.protocol = isSecure(url) ? 'wss:' : 'ws:';
  url.hash = '';
  return url;
}

function checkScheme(url: URL, address: string): void {
  if (!['ws:', 'wss:', 'http:', 'https:'].includes(url.protocol)) {
    throw new UrlError(address, `${url.protocol.slice(0, -1)} is none of wss, ws, https and http`);
  }
}

function isSecure(url: URL): boolean {
  return url.protocol === 'wss:' || url.protocol === 'https:';
}

/** An address for a message or a log: user and password, which do not belong into it, are left out. */
export function withoutPassword(url: string): string {
  return url.slice(0, 300).replace(/^([^/]*\/\/)?.*@/s, '$1…@');
}
