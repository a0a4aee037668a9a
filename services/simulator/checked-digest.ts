import type { AppDigestClues } from '../../protocol/digest-mismatch.js';
import { explainAppDigest, explainResponse } from '../../protocol/digest-mismatch.js';
import type { AppLoginDigestInput, LoginResponseInput } from '../../protocol/digests.js';

/** What the simulator found when it checked a digest of its client; it names no secret. */
export interface CheckedDigest {
  readonly rule: 'Login response' | 'AppLogin digest';
  readonly inputs: Readonly<Record<string, string>>;
  readonly ok: boolean;
  readonly reason?: string | undefined;
}

/** A Login of somebody that the PBX does not know: there is no password to compare with. */
export function unknownName(
  { type, username }: { readonly type: string; readonly username: string },
  inputs: Readonly<Record<string, string>> = {},
): CheckedDigest {
  const reason =
    type === 'user' ? 'the PBX has no user of this name' : 'the PBX has no such session any more';
  return { rule: 'Login response', inputs: { type, username, ...inputs }, ok: false, reason };
}

/** The response of a Login. Source: docs/protocol.md, "Digest response". */
export function checkedResponse(
  question: LoginResponseInput,
  isRight: boolean,
  response: string,
  earlier: string | undefined,
): CheckedDigest {
  const { type, domain, username, nonce, challenge } = question;
  const inputs = { type, domain, username, nonce, challenge };
  if (isRight) return { rule: 'Login response', inputs, ok: true };
  const likely =
    type === 'user'
      ? 'most likely the client has another password'
      : 'most likely the session is another one';
  const reason = explainResponse(question, response, earlier) ?? likely;
  return { rule: 'Login response', inputs, ok: false, reason };
}

/** The digest of an AppLogin. Source: docs/protocol.md, "AppLogin digest". */
export function checkedAppDigest(
  question: AppLoginDigestInput,
  isRight: boolean,
  digest: string,
  clues: AppDigestClues,
): CheckedDigest {
  const { app, domain = '', sip = '', guid = '', dn = '', challenge } = question;
  const inputs = { app, domain, sip, guid, dn, challenge };
  if (isRight) return { rule: 'AppLogin digest', inputs, ok: true };
  const reason = explainAppDigest(question, digest, clues) ?? 'most likely it was made with another password';
  return { rule: 'AppLogin digest', inputs, ok: false, reason };
}
