import type { UserAuthenticator, Verdict } from '../protocol/authenticators.js';
import type { LoginType } from '../protocol/digests.js';
import { LoginError, loginRefused } from '../protocol/errors.js';
import type {
  App,
  AuthenticateMessage,
  LoginMessage,
  LoginResponseMessage,
  LoginResultMessage,
  PbxUser,
} from '../protocol/messages/myapps.js';
import { loginUser } from '../protocol/messages/myapps.js';
import { challengeText } from '../protocol/messages/values.js';
import type { SessionCredentials } from '../protocol/session-credentials.js';
import type { Message, Received } from '../runtime/message.js';
import { rawMember } from '../runtime/message.js';
import type { MachineNotice } from './notices.js';
import { loginVerdict } from './notices.js';
import type { LoginResults } from './posts.js';
import { isRefusal } from './refusal.js';

/** What a login to the PBX is given. Input only: nothing of the flow is written back into it. */
export interface PbxLoginInput {
  /** Answers challenges and checks digests; the machine never sees a secret. */
  readonly credentials: UserAuthenticator;
  /** Nonces of 16 hex digits, one for each possible attempt: session, then user. Every attempt uses a fresh one. */
  readonly nonces: readonly [string, string];
  /** How long the user has to confirm the login on a second channel, in milliseconds. Default 300,000. */
  readonly confirmTimeoutMs?: number | undefined;
}

/** Where a login to the PBX stands. */
export interface PbxLoginContext {
  readonly credentials: UserAuthenticator;
  readonly nonces: readonly [string, string];
  readonly confirmTimeoutMs: number;
  readonly type: LoginType;
  /** Index of the nonce of the present attempt. */
  readonly attempt: number;
  /** What Authenticate of the present attempt asked. */
  readonly domain: string;
  readonly challenge: string;
  /** What became of the check of the present LoginResult. */
  readonly judgement: LoginJudgement | undefined;
  readonly loginMsg: LoginMessage;
  readonly loginResultMsg: LoginResultMessage | undefined;
  readonly user: PbxUser | undefined;
  readonly apps: readonly App[];
  readonly updateAppsComplete: Message | undefined;
  readonly error: LoginError | undefined;
  /** Nicknames of the App Service automatons that still need this login; see UserPBXLoginWithAppAutomaton. */
  readonly clients: readonly string[];
  /** Those of them whose AppGetLogin is under way. */
  readonly asked: readonly string[];
}

/** What a LoginResult comes to. */
export type LoginJudgement =
  | {
      readonly kind: 'accepted';
      readonly verdict: Verdict & { readonly ok: true };
      readonly session: SessionCredentials | undefined;
    }
  | { readonly kind: 'fake'; readonly verdict: Verdict & { readonly ok: false }; readonly error: LoginError }
  | { readonly kind: 'refused'; readonly error: LoginError };

export type PbxLoginOutput =
  | {
      readonly ok: true;
      readonly results: LoginResults;
      readonly user: PbxUser;
      readonly apps: readonly App[];
    }
  | { readonly ok: false; readonly error: LoginError };

const defaultConfirmTimeoutMs = 300_000;

/** The context of a login that has not begun. */
export function initialLogin(input: PbxLoginInput, clients: readonly string[] = []): PbxLoginContext {
  const { credentials, nonces, confirmTimeoutMs = defaultConfirmTimeoutMs } = input;
  const type = credentials.hasSession ? 'session' : 'user';
  return {
    credentials,
    nonces,
    confirmTimeoutMs,
    type,
    attempt: 0,
    domain: '',
    challenge: '',
    judgement: undefined,
    loginMsg: { mt: 'Login', type, userAgent: credentials.userAgent },
    loginResultMsg: undefined,
    user: undefined,
    apps: [],
    updateAppsComplete: undefined,
    error: undefined,
    clients,
    asked: [],
  };
}

/** The first Login of an attempt. Source: docs/protocol.md, "Login". */
export function loginRequest({ type, credentials }: PbxLoginContext): LoginMessage {
  return { mt: 'Login', type, userAgent: credentials.userAgent };
}

/** What Authenticate asks, or what is wrong with it. Source: docs/protocol.md, "Authenticate". */
export function readAuthenticate(
  context: PbxLoginContext,
  msg: AuthenticateMessage,
): Pick<PbxLoginContext, 'domain' | 'challenge' | 'error'> {
  const challenge = challengeText(msg.challenge);
  const { domain } = msg;
  const failed = (error: LoginError) => ({ domain: '', challenge: '', error });
  if (msg.type !== undefined && msg.type !== context.type) {
    return failed(LoginError.messageInvalid('Authenticate', 'is for another type of login'));
  }
  if (msg.method !== 'digest') return failed(LoginError.methodNotSupported(msg.method));
  if (challenge === undefined) return failed(LoginError.messageInvalid('Authenticate', 'has no challenge'));
  if (typeof domain !== 'string') return failed(LoginError.messageInvalid('Authenticate', 'has no domain'));
  return { domain, challenge, error: undefined };
}

/** The Login that answers Authenticate. Source: docs/protocol.md, "Digest response". */
export function loginResponse(context: PbxLoginContext): LoginResponseMessage {
  const { type, credentials, domain, challenge } = context;
  const nonce = nonceOf(context);
  const { username, response } = credentials.answer({ type, domain, nonce, challenge });
  const { userAgent } = credentials;
  return { mt: 'Login', method: 'digest', type, username, nonce, userAgent, response };
}

/** Judges a LoginResult: refused, from an impostor, or accepted. Source: docs/protocol.md, "LoginResult". */
export function judge(
  context: PbxLoginContext,
  received: Received & { msg: LoginResultMessage },
): LoginJudgement {
  const { msg } = received;
  if (isRefusal(msg)) return { kind: 'refused', error: loginRefused(msg.error, msg.errorText) };
  const user = loginUser(msg.info);
  const info = rawMember(received, 'info');
  if (user === undefined || info === undefined) {
    return { kind: 'refused', error: LoginError.messageInvalid('LoginResult', 'has neither error nor user') };
  }
  const { credentials, type, domain, challenge } = context;
  const nonce = nonceOf(context);
  const verdict = credentials.checkLoginResult({
    type,
    domain,
    // Nobody has vouched for the types of `info` yet.
    userDomain: typeof user.domain === 'string' ? user.domain : undefined,
    nonce,
    challenge,
    info,
    digest: msg.digest,
  });
  if (!verdict.ok) return { kind: 'fake', verdict, error: LoginError.fakePbx(verdict.reason) };
  // A PBX may write null for what it has not.
  const encrypted = msg.info?.session ?? undefined;
  const session =
    type === 'user' && encrypted !== undefined
      ? credentials.decryptSession({ nonce, usr: encrypted.usr, pwd: encrypted.pwd })
      : undefined;
  return { kind: 'accepted', verdict, session };
}

/**
 * Whether the user's password is tried after a refused session login. Never after a wrong digest: an impostor
 * is not offered the password. The original falls back whatever the reason, and with the same nonce.
 */
export function canFallBack({ type, judgement, credentials }: PbxLoginContext): boolean {
  if (type !== 'session' || !credentials.hasPassword || judgement?.kind !== 'refused') return false;
  return judgement.error.code === 'SESSION_EXPIRED' || judgement.error.code === 'AUTHENTICATION_FAILED';
}

/** Whether a refusal is that of a session: nothing else can expire. Source: docs/protocol.md, "Login errors". */
export function isSessionExpiry(msg: object): boolean {
  return 'error' in msg && loginRefused(msg.error, undefined).code === 'SESSION_EXPIRED';
}

export function nonceOf({ nonces, attempt }: PbxLoginContext): string {
  return attempt === 0 ? nonces[0] : nonces[1];
}

/** The error of a LoginResult that was not accepted. */
export function judgementError({ judgement }: PbxLoginContext): LoginError | undefined {
  return judgement === undefined || judgement.kind === 'accepted' ? undefined : judgement.error;
}

/** What the outside should know of a judgement: the verdict on the digest, and what becomes of the session. */
export function judgementNotices(context: PbxLoginContext): MachineNotice[] {
  const { judgement, type, domain, challenge } = context;
  if (judgement === undefined) return [];
  if (judgement.kind === 'refused') {
    const { code } = judgement.error;
    return type === 'session' && code === 'SESSION_EXPIRED' ? [{ kind: 'sessionRefused', reason: code }] : [];
  }
  const verdict = loginVerdict(judgement.verdict, { type, domain, nonce: nonceOf(context), challenge });
  if (judgement.kind === 'fake' || judgement.session === undefined) return [verdict];
  return [verdict, { kind: 'session', session: judgement.session }];
}

/** What the login brought, for its post and its output. */
export function resultsOf(context: PbxLoginContext): LoginResults {
  const { loginMsg, loginResultMsg, apps, updateAppsComplete } = context;
  return {
    loginMsg,
    loginResultMsg: loginResultMsg ?? { mt: 'LoginResult' },
    UpdateAppsMsg: { mt: 'UpdateApps', apps },
    updateAppsComplete: updateAppsComplete ?? { mt: 'UpdateAppsComplete' },
  };
}

/** The output of a login to the PBX. */
export function loginOutput(context: PbxLoginContext): PbxLoginOutput {
  const { error, user, apps } = context;
  if (error !== undefined) return { ok: false, error };
  return { ok: true, results: resultsOf(context), user: user ?? {}, apps };
}
