import type { RawJson } from '../runtime/exact-json.js';
import type { LoginType } from './digests.js';
import type { Secret } from './secret.js';
import type { SessionCredentials } from './session-credentials.js';

/**
 * What became of the check of a digest. `form` says which text of `info` it fits, `domain` with which domain;
 * neither is secret.
 */
export type Verdict =
  | { readonly ok: true; readonly form: 'exact' | 'canonical'; readonly domain: string }
  | { readonly ok: false; readonly reason: string };

/** What Authenticate asks. */
export interface LoginQuestion {
  readonly type: LoginType;
  /** `domain` of Authenticate. */
  readonly domain: string;
  /** Drawn for this attempt: 16 hex digits. */
  readonly nonce: string;
  /** `challenge` of Authenticate. */
  readonly challenge: string;
}

/** Members of the second Login that prove who logs in. */
export interface LoginAnswer {
  readonly username: string;
  readonly response: string;
}

/** What a successful LoginResult claims, with the values of the attempt that it answers. */
export interface LoginResultQuestion extends LoginQuestion {
  /** `info.user.domain`, tried when the domain of Authenticate does not fit. */
  readonly userDomain?: string | undefined;
  /** The exact slice of `info` as it arrived. */
  readonly info: string;
  readonly digest: unknown;
}

/** `info.session` of LoginResult with the nonce of the attempt that it answers. */
export interface SessionQuestion {
  readonly nonce: string;
  readonly usr: unknown;
  readonly pwd: unknown;
}

/**
 * The one who can log in as a user: the port through which a login automaton uses secrets that it never sees.
 * Every method is pure, so a re-run may answer with recorded verdicts instead.
 */
export interface UserAuthenticator {
  readonly username: string;
  /** Shown to the user in the list of sessions. */
  readonly userAgent: string;
  /** Whether a login of type `user` can be answered. */
  readonly hasPassword: boolean;
  /** Whether a login of type `session` can be answered. */
  readonly hasSession: boolean;
  /**
   * Answers Authenticate. Source: docs/protocol.md, "Digest response".
   * @throws LoginError `NO_CREDENTIALS` when there is no password, or no session, for this type
   */
  answer(question: LoginQuestion): LoginAnswer;
  /** Checks the digest of LoginResult. Source: docs/protocol.md, "LoginResult". */
  checkLoginResult(question: LoginResultQuestion): Verdict;
  /** The session credentials of a LoginResult whose digest was right; undefined when they make no sense. */
  decryptSession(question: SessionQuestion): SessionCredentials | undefined;
}

/** AppLogin without its `mt`. A forwarded `info` is `RawJson`. */
export interface AppLoginMembers {
  readonly digest: string;
  readonly domain: string;
  readonly sip: string;
  readonly guid: string;
  readonly dn: string;
  readonly app: string;
  readonly info: Readonly<Record<string, unknown>> | RawJson;
}

/** The one who can log in as an app with the app's own password. */
export interface AppAuthenticator {
  readonly app: string;
  /** Answers AppChallengeResult. Source: docs/protocol.md, "AppLogin digest". */
  answer(challenge: string): AppLoginMembers;
  /** The key of the connection that this challenge belongs to. Source: docs/protocol.md, "Session key". */
  sessionKey(challenge: string): Secret;
}
