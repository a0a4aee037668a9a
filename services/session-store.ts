import type { SessionCredentials } from '../protocol/credentials.js';

/** Whose session: a PBX keeps up to eight of them per user. */
export interface SessionKey {
  /** Host and port of the PBX, and where it is found there if several share the host. Case does not matter. */
  readonly pbx: string;
  /** The name the user logs in with, exactly. */
  readonly user: string;
}

/** Keeps session credentials between logins: one entry per PBX and user. */
export interface SessionStore {
  /** @returns undefined when there is none that can be used */
  read(key: SessionKey): Promise<SessionCredentials | undefined>;
  /**
   * Takes the place of an earlier session of this key.
   * @throws SessionStoreError `SESSION_STORE_UNWRITABLE`; the login that made the session is none the worse
   */
  write(key: SessionKey, session: SessionCredentials): Promise<void>;
  /**
   * Forgets the session of this key, if there is one.
   * @throws SessionStoreError `SESSION_STORE_UNWRITABLE`
   */
  remove(key: SessionKey): Promise<void>;
}

/** Forgets everything when the process ends. */
export class MemorySessionStore implements SessionStore {
  readonly #sessions = new Map<string, SessionCredentials>();

  read(key: SessionKey): Promise<SessionCredentials | undefined> {
    return Promise.resolve(this.#sessions.get(sessionKeyText(key)));
  }

  write(key: SessionKey, session: SessionCredentials): Promise<void> {
    this.#sessions.set(sessionKeyText(key), session);
    return Promise.resolve();
  }

  remove(key: SessionKey): Promise<void> {
    this.#sessions.delete(sessionKeyText(key));
    return Promise.resolve();
  }
}

/**
 * @internal Whose session a login at this URL uses. Behind one host there may be many PBXs, on an App Platform or
 * behind tunnels, so the path before `/PBX0` belongs to the key, but for the key of a tunnel, which is new each
 * time. Source: docs/protocol.md, "Endpoints".
 * @param pbxUrl from `pbxWebSocketUrl`
 */
export function sessionKeyOf(pbxUrl: string, user: string): SessionKey {
  const { host, pathname } = new URL(pbxUrl);
  const [folder = ''] = pathname.split(/\/PBX0\//i, 1);
  const place = folder === pathname ? pathname : folder;
  return { pbx: host + place.replace(/(\/passthrough\/[^/]+)\/[^/]+/i, '$1'), user };
}

/** @internal One text per key; no two keys have the same. */
export function sessionKeyText({ pbx, user }: SessionKey): string {
  return JSON.stringify([pbx.trim().toLowerCase(), user]);
}
