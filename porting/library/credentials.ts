import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { basename } from 'node:path';
import { SessionCredentials } from '../../protocol/credentials.js';
import { AppServiceSpec as ProtocolSpec } from '../../protocol/app-service-spec.js';
import { Secret } from '../../protocol/secret.js';
import { AppServiceCredentials as ProtocolServiceCredentials } from '../../protocol/service-credentials.js';
import { AppUserCredentials as ProtocolUserCredentials } from '../../protocol/user-credentials.js';
import { text as toText } from '../php/convert.js';

/**
 * Which App Service is wanted: matched against the last, second last and third last part of an app's URL; null is
 * not compared.
 */
export class AppServiceSpec extends ProtocolSpec {
  constructor(app: string, service: string | null = null, domain: string | null = null) {
    super(app, service ?? undefined, domain ?? undefined);
  }
}

/** An app's own password, for a login without a user. */
export class AppServiceCredentials extends ProtocolServiceCredentials {
  /** @param pw may be a `Secret` */
  constructor(app: string, pw: string | Secret, domain = '', sip = '', guid = '', dn = '') {
    super(toText(app), secretOf(pw), toText(domain), toText(sip), toText(guid), toText(dn));
  }
}

/** Credentials of an earlier login. Both halves are secrets: printing them shows nothing. */
export class AppUserSessionCredentials extends SessionCredentials {
  /** Whether there is something to log in with. */
  readonly isComplete: boolean;

  constructor(usr: string | Secret | null = null, pw: string | Secret | null = null) {
    super(usr ?? '', pw ?? '');
    this.isComplete = isPresent(usr) && isPresent(pw);
  }
}

function isPresent(half: string | Secret | null): boolean {
  return half !== null && half !== '';
}

/** A user's name and password, session credentials, and how the program introduces itself. */
export class AppUserCredentials extends ProtocolUserCredentials {
  readonly #password: Secret;
  readonly #sessionkeys: SessionCredentials | null;
  #usesSessionkeys = true;
  #nonce: string | undefined;
  #challenge: string | null = null;

  /**
   * @param pw may be a `Secret`, as `getPw` gives it
   * @param sessionkeys tried first; null: those that were stored, if any
   * @param agent default: the name of the program's file; ` (PHP WebSocket HOST)` follows either
   */
  constructor(
    name: string,
    pw: string | Secret = '',
    sessionkeys: SessionCredentials | null = null,
    agent: string | null = null,
  ) {
    const password = secretOf(pw);
    const session = isUsable(sessionkeys) ? sessionkeys : undefined;
    super(toText(name), password, { session, userAgent: agentText(agent) });
    this.#password = password;
    this.#sessionkeys = session ?? null;
  }

  /** Whether a login begins with the session. */
  override get hasSession(): boolean {
    return this.#usesSessionkeys && super.hasSession;
  }

  getName(): string {
    return this.username;
  }

  /** The password, which stays closed: hand it on, printing it shows nothing. */
  getPw(): Secret {
    return this.#password;
  }

  getAgent(): string {
    return this.userAgent;
  }

  /** 16 hex digits: the nonce of the login attempt that was begun last, or of the first one to come. */
  getNonce(): string {
    return (this.#nonce ??= drawNonce());
  }

  /** The challenge that the PBX has set; null before. */
  getChallenge(): string | null {
    return this.#challenge;
  }

  setChallenge(challenge: string | null): void {
    this.#challenge = challenge;
  }

  /** Logs in with the password though there are session credentials, and keeps none. */
  setDisableSessionkeys(disable = true): void {
    this.#usesSessionkeys = !disable;
  }

  get isSessionkeysDisabled(): boolean {
    return !this.#usesSessionkeys;
  }

  /** The session credentials given; null when there are none or, unless `force`, when they are disabled. */
  getSessionkeys(force = true): SessionCredentials | null {
    return force || this.#usesSessionkeys ? this.#sessionkeys : null;
  }

  /** The same user, with this session. */
  override withSession(session: SessionCredentials | undefined): AppUserCredentials {
    const { username } = this;
    const copy = new AppUserCredentials(username, this.#password, session ?? null, this.#agent);
    copy.setDisableSessionkeys(!this.#usesSessionkeys);
    return copy;
  }

  /** Draws the nonce of another attempt: none is used twice, which differs from the original. */
  drawNonce(): string {
    this.#nonce = drawNonce();
    return this.#nonce;
  }

  get #agent(): string {
    return this.userAgent.slice(0, -agentEnd().length);
  }
}

/** A program may hand on what it has not looked at: `getenv` of a variable that is not set gives false. */
function secretOf(pw: unknown): Secret {
  return pw instanceof Secret ? pw : new Secret(toText(pw), 'password');
}

function drawNonce(): string {
  return randomBytes(8).toString('hex');
}

function isUsable(sessionkeys: unknown): sessionkeys is SessionCredentials {
  if (!(sessionkeys instanceof SessionCredentials)) return false;
  return !(sessionkeys instanceof AppUserSessionCredentials) || sessionkeys.isComplete;
}

function agentText(agent: string | null): string {
  return `${agent ?? basename(process.argv[1] ?? 'node')}${agentEnd()}`;
}

function agentEnd(): string {
  return ` (PHP WebSocket ${hostname()})`;
}
