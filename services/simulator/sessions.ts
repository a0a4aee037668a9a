import { Secret } from '../../protocol/secret.js';
import type { RandomSources } from './random.js';

/** A session as the simulator shows it: without its credentials. */
export interface SessionInfo {
  /** Counts the sessions of the simulator. */
  readonly number: number;
  readonly sip: string;
  readonly userAgent: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly needsAuthorization: boolean;
}

/** What a login with a password leaves behind, to log in with the next time. */
export interface Session extends SessionInfo {
  /** 32 hex digits; the user name of a session login. */
  readonly usr: string;
  /** 23 letters and digits, wrapped. */
  readonly pwd: Secret;
  needsAuthorization: boolean;
}

/** The sessions of one PBX: the last few of each user. Source: docs/protocol.md, "Session login". */
export class SessionRegistry {
  readonly #sessions = new Map<string, Session>();
  readonly #byUser = new Map<string, readonly Session[]>();
  readonly #createdByUser = new Map<string, number>();
  #created = 0;

  constructor(
    private readonly limit: number,
    private readonly random: RandomSources,
    /** Milliseconds since 1970. */
    private readonly now: () => number,
  ) {}

  /** Makes a session; when the user has too many, the oldest is dropped without a word. */
  create(sip: string, userAgent: string, needsAuthorization: boolean): Session {
    this.#created += 1;
    const ordinal = (this.#createdByUser.get(sip) ?? 0) + 1;
    this.#createdByUser.set(sip, ordinal);
    const random = this.random(`session/${sip}#${ordinal}`);
    const session: Session = {
      number: this.#created,
      sip,
      userAgent,
      timestamp: this.now(),
      needsAuthorization,
      usr: random.hex(32),
      pwd: new Secret(random.printable(23), 'session'),
    };
    const own = [...this.ofUser(sip), session];
    this.#byUser.set(sip, own);
    this.#sessions.set(session.usr, session);
    const oldest = own.length > this.limit ? own[0] : undefined;
    if (oldest !== undefined) this.remove(oldest);
    return session;
  }

  find(usr: string): Session | undefined {
    return this.#sessions.get(usr);
  }

  has(session: Session): boolean {
    return this.#sessions.get(session.usr) === session;
  }

  remove(session: Session): void {
    this.#sessions.delete(session.usr);
    const own = this.#byUser.get(session.sip) ?? [];
    this.#byUser.set(
      session.sip,
      own.filter((other) => other !== session),
    );
  }

  ofUser(sip: string): readonly Session[] {
    return this.#byUser.get(sip) ?? [];
  }

  /** All of them, oldest first, without credentials. */
  list(): SessionInfo[] {
    return [...this.#sessions.values()].map(({ number, sip, userAgent, timestamp, needsAuthorization }) => ({
      number,
      sip,
      userAgent,
      timestamp,
      needsAuthorization,
    }));
  }
}
