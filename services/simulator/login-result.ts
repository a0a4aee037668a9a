import type { LoginType } from '../../protocol/digests.js';
import { loginResultDigest } from '../../protocol/digests.js';
import { Secret } from '../../protocol/secret.js';
import { encryptSession } from '../../protocol/session-cipher.js';
import { encode, RawJson } from '../../runtime/exact-json.js';
import type { AnyMessage } from '../../runtime/message.js';
import type { Request } from './connection.js';
import { digestMember, onTheWire } from './digest-faults.js';
import type { Fault } from './faults.js';
import type { Scenario } from './scenario.js';
import type { Session } from './sessions.js';
import type { PbxUser } from './simulated-pbx.js';

/** Authenticate has been sent for this. */
export interface Challenge {
  readonly type: LoginType;
  readonly challenge: string;
}

/** The second Login, complete and well-formed. */
export interface Proof {
  readonly username: string;
  readonly nonce: string;
  readonly response: string;
}

/** Who has proved to be somebody, with everything the result's digest is made from. */
export interface Proved extends Challenge, Proof {
  readonly request: Request;
  readonly user: PbxUser;
  readonly session: Session;
  readonly password: Secret;
  readonly faults: readonly Fault[];
}

/** LoginResult's errors. Source: docs/protocol.md, "Login errors". */
export const invalidParameters = { mt: 'LoginResult', error: 1, errorText: 'Invalid parameters' };
export const authenticationFailed = { mt: 'LoginResult', error: 2, errorText: 'Authentication failed' };
export const sessionExpired = { mt: 'LoginResult', error: 5, errorText: 'Session expired' };

/** The result for who has proved the password or session. Source: docs/protocol.md, "LoginResult". */
export function loginResult(scenario: Scenario, proved: Proved): AnyMessage {
  const { user, session, type, username, nonce, challenge, password, faults } = proved;
  const credentials = { usr: new Secret(session.usr, 'session'), pwd: session.pwd };
  const encrypted = type === 'user' ? encryptSession(credentials, nonce, password) : undefined;
  const info = encode(infoOf(scenario, user, encrypted));
  const { domain } = scenario;
  const digest = loginResultDigest({ domain, username, password, nonce, challenge, info });
  return { mt: 'LoginResult', info: new RawJson(onTheWire(info, faults)), ...digestMember(digest, faults) };
}

/** Members in the order of a real PBX. Source: docs/protocol.md, "The info object". */
function infoOf(
  { domain, alt, altHttp }: Scenario,
  { sip, guid, dn, num, email }: PbxUser,
  session: object | undefined,
): Readonly<Record<string, unknown>> {
  return {
    user: { domain, sip, guid, dn, num, email, prefix: {} },
    account: {},
    settings: {},
    ...(session === undefined ? {} : { session }),
    ...(altHttp === '' ? {} : { altHttp }),
    ...(alt === '' ? {} : { alt }),
  };
}
