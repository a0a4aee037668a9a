import { AppUserCredentials } from '../../../porting/library/credentials.js';
import type { SessionCredentials } from '../../../protocol/credentials.js';
import { recordedValues } from '../../support/recorded-traces.js';

/** The user of the recordings, with nonces that are known beforehand. */
export class CredentialsOfTest extends AppUserCredentials {
  readonly #nonces: string[] = [...recordedValues.nonces];

  constructor(password: string, sessionkeys: SessionCredentials | null = null) {
    super(recordedValues.user, password, sessionkeys);
    // What the recordings have is no PHP program's.
    Object.defineProperty(this, 'userAgent', { value: recordedValues.userAgent });
  }

  override drawNonce(): string {
    return this.#nonces.shift() ?? 'no more nonces';
  }
}
