import type { Verdict } from '../protocol/authenticators.js';
import type { AuthorizeMessage } from '../protocol/messages/myapps.js';
import type { SessionCredentials } from '../protocol/session-credentials.js';
import type { Notice } from '../runtime/effects.js';
import { ExactNumber } from '../runtime/exact-json.js';

/** New session credentials: store them, the PBX keeps only eight sessions per user. */
export interface SessionNotice extends Notice {
  readonly kind: 'session';
  readonly session: SessionCredentials;
}

/** The PBX refused the stored session: forget it. */
export interface SessionRefusedNotice extends Notice {
  readonly kind: 'sessionRefused';
  readonly reason: string;
}

/** The login waits for a confirmation on a second channel; the user compares this code, empty if there is none. */
export interface AuthorizeCodeNotice extends Notice {
  readonly kind: 'authorizeCode';
  readonly code: string;
}

/** The notice of an Authorize. Source: docs/protocol.md, "Two-factor authentication". */
export function authorizeCode({ code }: AuthorizeMessage): AuthorizeCodeNotice {
  const isText =
    typeof code === 'string' || typeof code === 'number' || (code as unknown) instanceof ExactNumber;
  return { kind: 'authorizeCode', code: isText ? String(code) : '' };
}

/** A list has grown to so many rows; `total` when the service has said how many there are. */
export interface ProgressNotice extends Notice {
  readonly kind: 'progress';
  readonly list: 'devices' | 'users';
  readonly count: number;
  readonly total?: number | undefined;
}

/** A digest was checked. */
export interface VerdictNotice extends Notice {
  readonly kind: 'verdict';
  readonly rule: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly ok: boolean;
  readonly reason?: string | undefined;
}

export type MachineNotice =
  SessionNotice | SessionRefusedNotice | AuthorizeCodeNotice | ProgressNotice | VerdictNotice;

/**
 * The notice of a checked LoginResult digest. What is odd about one that is right is told too: it may be the
 * reason why another program refuses it.
 * @param inputs the parts of the formula that are not secret
 */
export function loginVerdict(verdict: Verdict, inputs: Readonly<Record<string, string>>): VerdictNotice {
  const rule = 'LoginResult digest';
  if (!verdict.ok) return { kind: 'verdict', rule, inputs, ok: false, reason: verdict.reason };
  const { form, domain } = verdict;
  return {
    kind: 'verdict',
    rule,
    inputs: { ...inputs, form, domain },
    ok: true,
    reason: oddity(verdict, inputs),
  };
}

function oddity(
  { form, domain }: Verdict & { readonly ok: true },
  inputs: Readonly<Record<string, string>>,
): string | undefined {
  const odd = [
    ...(form === 'exact' ? [] : ['info was written anew on the way, and the digest fits its canonical form']),
    ...(domain === inputs['domain'] ? [] : ['the domain is that of info.user, not that of Authenticate']),
  ];
  return odd.length === 0 ? undefined : odd.join('; ');
}
