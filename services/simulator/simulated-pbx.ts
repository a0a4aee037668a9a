import { Secret } from '../../protocol/secret.js';
import type { RandomSources } from './random.js';
import type { Scenario, ScenarioApp, ScenarioUser, ServiceKind } from './scenario.js';
import type { Session, SessionRegistry } from './sessions.js';

/** A user with everything filled in. */
export interface PbxUser {
  readonly sip: string;
  readonly password: Secret;
  readonly dn: string;
  readonly cn: string;
  readonly num: string;
  readonly email: string;
  readonly guid: string;
  /** Names of App objects; undefined: all but the APIs of the PBX. */
  readonly apps: ReadonlySet<string> | undefined;
}

/** An App object with everything filled in. */
export interface PbxApp {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly path: string;
  readonly app: string;
  readonly service: ServiceKind;
  readonly password: Secret;
  readonly instancePassword: Secret;
  /** Announced instead of the simulator's own address. */
  readonly url: string | undefined;
  readonly isWebsite: boolean;
  readonly isHidden: boolean;
  readonly isUnlicensed: boolean;
}

/** A connection that is logged in with a session, as the other sessions of the user see it. */
export interface SessionHolder {
  /** The user has a new session, or one has changed. */
  tellSession(
    mt: 'SessionAdded' | 'SessionUpdated',
    session: Session,
    code: number | string | undefined,
  ): void;
  tellSessionDeleted(session: Session): void;
  /** The session that this connection is logged in with, or waits to be, has been confirmed or deleted. */
  sessionConfirmed(): void;
  sessionDeleted(): void;
}

const wellKnownServices: Readonly<Record<string, ServiceKind>> = {
  'innovaphone-devices': 'devices',
  'innovaphone-devices-api': 'devices',
  '$innovaphone-devices': 'devices',
  'innovaphone-users': 'users',
  'innovaphone-usersadmin': 'users',
  users: 'users',
};

/** Path of the APIs of the PBX. Source: docs/protocol.md, "Endpoints". */
export const pbxAppPath = '/PBX0/APPS/websocket';

/** Users, App objects and sessions of the PBX that one simulator plays. */
export class SimulatedPbx {
  readonly apps: readonly PbxApp[];
  readonly #users: ReadonlyMap<string, PbxUser>;
  readonly #holders = new Map<Session, Set<SessionHolder>>();

  constructor(
    scenario: Scenario,
    random: RandomSources,
    readonly sessions: SessionRegistry,
  ) {
    this.apps = scenario.apps.map(completeApp);
    this.#users = new Map(scenario.users.map((user) => [user.sip, completeUser(user, random)]));
  }

  user(sip: string): PbxUser | undefined {
    return this.#users.get(sip);
  }

  app(name: string): PbxApp | undefined {
    return this.apps.find((app) => app.name === name);
  }

  /** The apps this user may use, in the order of the scenario. */
  appsOf(user: PbxUser): PbxApp[] {
    return this.apps.filter((app) => this.isPermitted(user, app));
  }

  isPermitted(user: PbxUser, app: PbxApp): boolean {
    return user.apps === undefined ? app.service !== 'pbxAdminApi' : user.apps.has(app.name);
  }

  /** The holder hears of its user's sessions from now on, until `letGo`. */
  hold(session: Session, holder: SessionHolder): void {
    const holders = this.#holders.get(session) ?? new Set();
    holders.add(holder);
    this.#holders.set(session, holders);
  }

  letGo(session: Session, holder: SessionHolder): void {
    const holders = this.#holders.get(session);
    holders?.delete(holder);
    if (holders?.size === 0) this.#holders.delete(session);
  }

  /** Tells the user's other sessions of one; those dropped beyond the limit hear nothing any more. */
  announce(mt: 'SessionAdded' | 'SessionUpdated', session: Session, code?: number | string): void {
    for (const holder of this.#othersOf(session)) holder.tellSession(mt, session, code);
  }

  /** The user has confirmed a login from another session. */
  confirm(session: Session): void {
    if (!session.needsAuthorization) return;
    session.needsAuthorization = false;
    for (const holder of [...(this.#holders.get(session) ?? [])]) holder.sessionConfirmed();
    this.announce('SessionUpdated', session);
  }

  /** Ends a session: who is logged in with it hears so, and the user's other sessions too. */
  deleteSession(session: Session): void {
    const others = this.#othersOf(session);
    this.sessions.remove(session);
    for (const holder of [...(this.#holders.get(session) ?? [])]) holder.sessionDeleted();
    for (const holder of others) holder.tellSessionDeleted(session);
  }

  #othersOf(session: Session): SessionHolder[] {
    return this.sessions
      .ofUser(session.sip)
      .filter((other) => other !== session && !other.needsAuthorization)
      .flatMap((other) => [...(this.#holders.get(other) ?? [])]);
  }
}

function completeUser(user: ScenarioUser, random: RandomSources): PbxUser {
  const { sip, password, dn, cn = dn, num = '', email = '', apps } = user;
  const guid = user.guid ?? random(`guid/${sip}`).hex(32);
  return { sip, password: new Secret(password), dn, cn, num, email, guid, apps: apps && new Set(apps) };
}

function completeApp(settings: ScenarioApp): PbxApp {
  const { name, title = name, text = '', path, app = name, password, url } = settings;
  return {
    name,
    title,
    text,
    path,
    app,
    url,
    service: settings.service ?? (path === pbxAppPath ? 'pbxAdminApi' : (wellKnownServices[app] ?? 'none')),
    password: new Secret(password),
    instancePassword: new Secret(settings.instancePassword ?? password),
    isWebsite: settings.website ?? false,
    isHidden: settings.hidden ?? false,
    isUnlicensed: settings.unlicensed ?? false,
  };
}
