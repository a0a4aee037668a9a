import type {
  AppAuthenticator,
  AppLoginMembers,
  LoginAnswer,
  LoginQuestion,
  LoginResultQuestion,
  SessionQuestion,
  UserAuthenticator,
  Verdict,
} from '../../../protocol/authenticators.js';
import { LoginError } from '../../../protocol/errors.js';
import { Secret } from '../../../protocol/secret.js';
import { SessionCredentials } from '../../../protocol/session-credentials.js';
import type { ExplainRecord, TraceRecord } from '../../../runtime/trace-records.js';
import { memberOf, textOf } from './recorded-values.js';

/** Says that a check was taken from the recording: the `seq` of its `explain` record. */
type Taken = (seq: number) => void;

/**
 * Answers as the recorded login did. No secret is known here: the response to a challenge, the verdict on a
 * digest and the new session are those of the recording, where secrets are placeholders.
 */
export class RecordedUser implements UserAuthenticator {
  readonly username: string;
  readonly userAgent: string;
  readonly hasPassword: boolean;
  readonly hasSession: boolean;

  /**
   * @param credentials as the first context of the automaton has them
   * @param records those of its run
   */
  constructor(
    credentials: unknown,
    private readonly nickname: string,
    private readonly records: readonly TraceRecord[],
    private readonly taken: Taken,
  ) {
    this.username = textOf(credentials, 'username');
    this.userAgent = textOf(credentials, 'userAgent');
    this.hasPassword = memberOf(credentials, 'hasPassword') === true;
    this.hasSession = memberOf(credentials, 'hasSession') === true;
  }

  answer({ nonce }: LoginQuestion): LoginAnswer {
    for (const record of this.records) {
      if (record.kind !== 'message' || record.dir !== 'out' || record.mt !== 'Login') continue;
      const { body } = record;
      if (textOf(body, 'nonce') !== nonce) continue;
      return { username: textOf(body, 'username'), response: textOf(body, 'response') };
    }
    throw LoginError.noCredentials(this.username);
  }

  checkLoginResult({ nonce }: LoginResultQuestion): Verdict {
    const check = this.#check(nonce);
    if (check === undefined) return { ok: false, reason: 'the recording has no verdict on this digest' };
    this.taken(check.seq);
    if (check.verdict !== 'ok') return { ok: false, reason: check.reason ?? '' };
    const form = textOf(check.inputs, 'form') === 'canonical' ? 'canonical' : 'exact';
    return { ok: true, form, domain: textOf(check.inputs, 'domain') };
  }

  decryptSession(_question: SessionQuestion): SessionCredentials | undefined {
    for (const record of this.records) {
      if (record.kind !== 'note' || record.note !== 'session' || record.lane !== this.nickname) continue;
      const session = memberOf(record.data, 'session');
      return new SessionCredentials(textOf(session, 'usr'), textOf(session, 'pwd'));
    }
    return undefined;
  }

  #check(nonce: string): ExplainRecord | undefined {
    for (const record of this.records) {
      if (record.kind !== 'explain' || record.lane !== this.nickname) continue;
      if (textOf(record.inputs, 'nonce') === nonce) return record;
    }
    return undefined;
  }
}

/** Answers as the recorded app did. */
export class RecordedApp implements AppAuthenticator {
  readonly app: string;

  constructor(
    credentials: unknown,
    private readonly socket: string | undefined,
    private readonly records: readonly TraceRecord[],
  ) {
    this.app = textOf(credentials, 'app');
  }

  answer(_challenge: string): AppLoginMembers {
    const sent = this.records.find(
      (record) =>
        record.kind === 'message' &&
        record.dir === 'out' &&
        record.mt === 'AppLogin' &&
        record.lane === this.socket,
    );
    const body = sent?.kind === 'message' ? sent.body : undefined;
    const info = memberOf(body, 'info');
    return {
      digest: textOf(body, 'digest'),
      domain: textOf(body, 'domain'),
      sip: textOf(body, 'sip'),
      guid: textOf(body, 'guid'),
      dn: textOf(body, 'dn'),
      app: textOf(body, 'app') || this.app,
      info: typeof info === 'object' && info !== null ? (info as Readonly<Record<string, unknown>>) : {},
    };
  }

  sessionKey(_challenge: string): Secret {
    return new Secret('of the recording', 'key');
  }
}
