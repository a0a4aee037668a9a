import { appWebSocketUrl } from '../../protocol/urls.js';
import type { AnyMessage } from '../../runtime/message.js';
import { isObject } from './imported-trace.js';

/** Where users log in, at any module and below any path. Source: docs/protocol.md, "Endpoints". */
const userLogin = /\/(?:APPCLIENT(?:\/[0-9A-Fa-f]+)?|WEBSOCKET)\/websocket$/;

/**
 * Names the sockets of a recording as the connector names its own: `PBXWS` for the login of a user, `<APP>--WS` for
 * an App Service, upper case.
 */
export class LaneNames {
  readonly #apps = new Map<string, string>();

  /** Learns from a message that lists apps which App Service is behind which URL. */
  learn(message: AnyMessage, pbxUrl: string): void {
    for (const app of appsIn(message)) {
      if (typeof app['url'] !== 'string') continue;
      const name = appNameOf(app['url']);
      try {
        const url = appWebSocketUrl(app['url'], pbxUrl);
        if (name !== '') this.#apps.set(placeOf(url), name);
      } catch {
        // A URL that leads nowhere names no socket.
      }
    }
  }

  /** The name for a socket to this WebSocket URL, without regard to others of the same name. */
  nameOf(url: string): string {
    if (isUserLogin(url)) return 'PBXWS';
    const place = placeOf(url);
    // Some clients connect to the whole URL of the app, some to all of it but the last component.
    const app = this.#apps.get(place) ?? this.#apps.get(place.slice(0, place.lastIndexOf('/')));
    const name =
      app ?? (place.endsWith('/APPS/websocket') ? 'PBX-APPS' : place.slice(place.lastIndexOf('/') + 1));
    return app === undefined ? `${name.toUpperCase()}-WS` : `${app.toUpperCase()}--WS`;
  }
}

/** Whether users log in at this URL. */
export function isUserLogin(url: string): boolean {
  return userLogin.test(placeOf(url));
}

/** The apps that a message of the PBX lists. Source: docs/protocol.md, "App list". */
function appsIn(message: AnyMessage): readonly Readonly<Record<string, unknown>>[] {
  const listed = {
    UpdateApps: message['apps'],
    UpdateAppsInfo: [message['app']],
    ServicesInfo: message['services'],
  }[message.mt];
  return Array.isArray(listed) ? listed.filter(isObject) : [];
}

/** Names in use once more get a number. */
export class UniqueNames {
  readonly #uses = new Map<string, number>();

  constructor(private readonly separator = '#') {}

  take(name: string): string {
    const uses = (this.#uses.get(name) ?? 0) + 1;
    this.#uses.set(name, uses);
    return uses === 1 ? name : `${name}${this.separator}${uses}`;
  }
}

/** Host and path. Names are never masked, so what may hold a secret goes: parameters, user, key of a passthrough. */
function placeOf(url: string): string {
  const { host, pathname } = URL.canParse(url) ? new URL(url) : { host: 'unknown', pathname: '' };
  return (host + pathname).replace(/(\/passthrough\/[^/]*)\/[^/]*/gi, '$1').replace(/\/+$/, '');
}

function appNameOf(url: string): string {
  const path = url.replace(/[?#].*$/s, '');
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.html?$/, '');
}
