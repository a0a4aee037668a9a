import type { AppAuthenticator, AppLoginMembers } from './authenticators.js';
import { appLoginDigest, sessionKey } from './digests.js';
import type { Secret } from './secret.js';
import { toSecret } from './session-credentials.js';

/**
 * An app's own password, for a login without a user. Immutable; printing or encoding it shows no secret. The
 * password is empty for a service behind a trusted tunnel (AppChallengeResult with `sysClient`).
 */
export class AppServiceCredentials implements AppAuthenticator {
  readonly #password: Secret;

  constructor(
    readonly app: string,
    password: string | Secret,
    readonly domain = '',
    readonly sip = '',
    readonly guid = '',
    readonly dn = '',
  ) {
    this.#password = toSecret(password, 'password');
  }

  /** The members in the order in which the PHP library sends them. Source: docs/protocol.md, "AppLogin". */
  answer(challenge: string): AppLoginMembers {
    const { app, domain, sip, guid, dn } = this;
    const digest = appLoginDigest({
      app,
      domain,
      sip,
      guid,
      dn,
      info: '{}',
      challenge,
      password: this.#password,
    });
    return { digest, domain, sip, guid, dn, app, info: {} };
  }

  sessionKey(challenge: string): Secret {
    return sessionKey(challenge, this.#password);
  }

  toJSON(): { app: string; domain: string; sip: string; guid: string; dn: string } {
    const { app, domain, sip, guid, dn } = this;
    return { app, domain, sip, guid, dn };
  }
}
