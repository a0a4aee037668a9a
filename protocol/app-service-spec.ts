/** What `selectApp` reads of an app in the PBX's list; see `App` in messages/myapps.ts. */
export interface SelectableApp {
  readonly url?: string | undefined;
  readonly website?: boolean | undefined;
}

/**
 * Which App Service is wanted, by the last parts of its app's URL: `.../<domain>/<service>/<app>`. A part that
 * is absent or empty is not compared. Source: docs/protocol.md, "Choosing an app".
 */
export class AppServiceSpec {
  constructor(
    /** HTML file name of the app, such as `innovaphone-devices`; old names such as `$innovaphone-devices` and `users` work too. */
    readonly app: string,
    /** Instance of the service on its App Platform, such as `devices`. */
    readonly service?: string,
    /** Domain of the instance. */
    readonly domain?: string,
  ) {}

  /** Name of the socket that leads to the service: `INNOVAPHONE-DEVICES--WS`. */
  get socketName(): string {
    return `${this.#label}-WS`;
  }

  /** Nickname of the automaton that logs in to the service: `INNOVAPHONE-DEVICES--A`. */
  get nickname(): string {
    return `${this.#label}-A`;
  }

  /** For a person: the parts that were given. */
  toString(): string {
    const further = [this.service && `service ${this.service}`, this.domain && `domain ${this.domain}`];
    const given = further.filter((part) => part !== undefined && part !== '');
    return given.length === 0 ? this.app : `${this.app} (${given.join(', ')})`;
  }

  /** The parts that were given, for traces. */
  toJSON(): { app: string; service?: string | undefined; domain?: string | undefined } {
    const { app, service, domain } = this;
    return { app, service, domain };
  }

  /** Whether an app with this URL is wanted, by its exact or by a related name. */
  matches(url: string): boolean {
    return this.fits(url, asGiven) || this.fits(url, withoutVendorMarks);
  }

  /** @internal Compares the given parts with those of the URL, each in the form that `normalize` makes of it. */
  fits(url: string, normalize: (part: string) => string): boolean {
    const [path = ''] = url.split(/[?#]/, 1);
    const parts = path.split('/').reverse();
    return [this.app, this.service, this.domain].every(
      (wanted, at) =>
        wanted === undefined || wanted === '' || normalize(wanted) === normalize(parts[at] ?? ''),
    );
  }

  /** The mark of old app names is not part of the label, so that one app has one name in every log. */
  get #label(): string {
    return `${this.app.replace(/^\$/, '')}-${this.service ?? ''}`.toUpperCase();
  }
}

/**
 * The first app in the list that the spec wants; undefined when there is none. An exact name goes before a
 * related one (`users` also means `innovaphone-users`), and an App Service before a mere web site. Apps without
 * URL are passed over. Source: docs/protocol.md, "Choosing an app".
 */
export function selectApp<A extends SelectableApp>(spec: AppServiceSpec, apps: readonly A[]): A | undefined {
  const withUrl = apps.filter(hasUrl);
  const services = withUrl.filter((app) => app.website !== true);
  const websites = withUrl.filter((app) => app.website === true);
  for (const candidates of [services, websites]) {
    for (const normalize of [asGiven, withoutVendorMarks]) {
      const found = candidates.find((app) => spec.fits(app.url, normalize));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function hasUrl<A extends SelectableApp>(app: A): app is A & { readonly url: string } {
  return typeof app.url === 'string' && app.url !== '';
}

function asGiven(part: string): string {
  return part;
}

/** What an app's old and new names have in common: `$innovaphone-users`, `innovaphone-users`, `users`. */
function withoutVendorMarks(part: string): string {
  return part
    .toLowerCase()
    .replace(/^\$/, '')
    .replace(/^innovaphone-/, '');
}
