import type {
  LoginAnswer,
  LoginQuestion,
  LoginResultQuestion,
  SessionQuestion,
  UserAuthenticator,
  Verdict,
} from './authenticators.js';
import { digestForms } from './canonical-json.js';
import type { Identity } from './digest-mismatch.js';
import { explainMismatch } from './digest-mismatch.js';
import { digestsEqual, loginResponse, loginResultDigest } from './digests.js';
import type { LoginType } from './digests.js';
import { LoginError } from './errors.js';
import { reveal } from './secret-access.js';
import type { Secret } from './secret.js';
import { decryptSession } from './session-cipher.js';
import type { SessionCredentials } from './session-credentials.js';
import { toSecret } from './session-credentials.js';

export interface AppUserCredentialsOptions {
  /** Credentials of an earlier login; a login tries them first. */
  readonly session?: SessionCredentials | undefined;
  /** Shown to the user in the list of sessions. Default `pbx-automata`. */
  readonly userAgent?: string | undefined;
}

const defaultUserAgent = 'pbx-automata';

/**
 * A user's name, password and session. Immutable; printing or encoding it shows no secret. An empty password
 * means that there is none, and then only a session login is possible.
 */
export class AppUserCredentials implements UserAuthenticator {
  readonly username: string;
  readonly userAgent: string;
  readonly #password: Secret;
  readonly #session: SessionCredentials | undefined;

  constructor(name: string, password: string | Secret = '', options: AppUserCredentialsOptions = {}) {
    this.username = name;
    this.userAgent = options.userAgent ?? defaultUserAgent;
    this.#password = toSecret(password, 'password');
    this.#session = options.session;
  }

  get hasPassword(): boolean {
    return reveal(this.#password) !== '';
  }

  get hasSession(): boolean {
    return this.#session !== undefined;
  }

  /** The same user with another session, or with none. */
  withSession(session: SessionCredentials | undefined): AppUserCredentials {
    return new AppUserCredentials(this.username, this.#password, { session, userAgent: this.userAgent });
  }

  answer(question: LoginQuestion): LoginAnswer {
    const { username, password } = this.#identity(question.type);
    return { username, response: loginResponse({ ...question, username, password }) };
  }

  checkLoginResult(question: LoginResultQuestion): Verdict {
    const { type, domain, userDomain, nonce, challenge, info, digest } = question;
    if (typeof digest !== 'string' || digest === '')
      return { ok: false, reason: 'LoginResult has no digest' };
    const identity = this.#identity(type);
    const domains = new Set([domain, userDomain ?? domain]);
    for (const form of digestForms(info)) {
      for (const candidate of domains) {
        const attempt = { ...identity, domain: candidate, nonce, challenge, info: form.text };
        if (digestsEqual(loginResultDigest(attempt), digest)) {
          return { ok: true, form: form.form, domain: candidate };
        }
      }
    }
    const other = this.#otherIdentity(type);
    const instead = explainMismatch({ ...question, digest }, identity, other);
    const reason = 'the digest of LoginResult is wrong';
    return { ok: false, reason: instead === undefined ? reason : `${reason}: ${instead}` };
  }

  decryptSession({ nonce, usr, pwd }: SessionQuestion): SessionCredentials | undefined {
    // Only a login of type `user` makes a session, so the key is always the user's password.
    return decryptSession({ usr, pwd }, nonce, this.#password);
  }

  toJSON(): { username: string; userAgent: string; hasPassword: boolean; hasSession: boolean } {
    const { username, userAgent, hasPassword, hasSession } = this;
    return { username, userAgent, hasPassword, hasSession };
  }

  /** Of a login of the other type than this one. */
  #otherIdentity(type: LoginType): Identity | undefined {
    if (type === 'session') return this.hasPassword ? this.#identity('user') : undefined;
    return this.hasSession ? this.#identity('session') : undefined;
  }

  #identity(type: LoginType): Identity {
    if (type === 'user' && this.hasPassword) return { username: this.username, password: this.#password };
    if (type === 'session' && this.#session !== undefined) {
      return { username: reveal(this.#session.usr), password: this.#session.pwd };
    }
    throw LoginError.noCredentials(this.username);
  }
}
