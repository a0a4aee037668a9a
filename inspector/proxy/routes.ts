/** Where a path of the proxy leads. */
export interface Route {
  /** The real WebSocket URL. */
  readonly url: string;
  /** Number of the login whose list of apps led here; undefined when the client came by itself. */
  readonly login: number | undefined;
  /** What stands before the real path: `/via/1-2`, or nothing for a path of the PBX. */
  readonly prefix: string;
}

/** `/via/1-2/…`: the second place that the first login was pointed at. */
const via = /^\/via\/(\d{1,9})-(\d{1,9})(?=[/?]|$)/;

/** Most places that one login may be pointed at; a list of apps with more is passed on unchanged from there. */
const placeLimit = 1000;

/** Knows which path of the proxy stands for which server. */
export class Routes {
  readonly #places = new Map<number, string[]>();

  /** @param pbx scheme and host of the PBX, e.g. `wss://pbx.example.com` */
  constructor(private readonly pbx: string) {}

  /** @returns undefined when the path leads nowhere */
  resolve(path: string): Route | undefined {
    if (!path.startsWith('/')) return undefined;
    const [prefix, login, place] = via.exec(path) ?? [];
    if (prefix === undefined) {
      return path.startsWith('/via/') ? undefined : { url: this.pbx + path, login: undefined, prefix: '' };
    }
    const origin = this.#places.get(Number(login))?.[Number(place) - 1];
    const rest = path.slice(prefix.length);
    if (origin === undefined) return undefined;
    return { url: origin + (rest.startsWith('/') ? rest : `/${rest}`), login: Number(login), prefix };
  }

  /**
   * The URL at the proxy that leads to an app; undefined when the app's own URL does so already, or is none.
   * Path, query and fragment stay as they are.
   * @param base scheme and host by which the client knows the proxy, e.g. `https://127.0.0.1:8443`
   * @param prefix of the path at which the client is logged in
   */
  proxied(appUrl: string, login: number, base: string, prefix: string): string | undefined {
    const [, scheme = '', host = '', rest = ''] = /^(?:([a-z]+):)?\/\/([^/?#\\]*)([^]*)$/i.exec(appUrl) ?? [];
    // Relative to where the client is, so at the proxy; only the root is not the proxy's then.
    if (host === '') return prefix !== '' && appUrl.startsWith('/') ? prefix + appUrl : undefined;
    const isWebSocket = /^wss?$/i.test(scheme);
    if (!isWebSocket && !/^(?:https?)?$/i.test(scheme)) return undefined;
    const isSecure = scheme === '' ? this.pbx.startsWith('wss:') : /s$/i.test(scheme);
    const origin = `${isSecure ? 'wss' : 'ws'}://${host}`;
    if (host.includes('@') || !URL.canParse(origin)) return undefined;
    const place = this.#place(login, origin);
    if (place === undefined) return undefined;
    const start = isWebSocket ? base.replace(/^http/, 'ws') : base;
    return `${start}/via/${login}-${place}${rest.startsWith('/') ? '' : '/'}${rest}`;
  }

  #place(login: number, origin: string): number | undefined {
    const places = this.#places.get(login) ?? [];
    this.#places.set(login, places);
    const known = places.indexOf(origin);
    if (known !== -1) return known + 1;
    return places.length < placeLimit ? places.push(origin) : undefined;
  }
}
