import { readFileSync } from 'node:fs';
import { appLoginDigest, loginResponse, loginResultDigest, plainSessionKey } from '../../protocol/digests.js';
import type { LoginType } from '../../protocol/digests.js';
import { Secret } from '../../protocol/secret.js';
import { encryptSession } from '../../protocol/session-cipher.js';
import type { MemorySocketOptions } from '../../runtime/memory-socket.js';
import { MemorySocket } from '../../runtime/memory-socket.js';
import type { AnyMessage } from '../../runtime/message.js';
import type { SimulatedClock } from '../../runtime/clock.js';

export interface RecordedMessage {
  readonly kind: 'out' | 'in';
  readonly socket: string;
  readonly message: AnyMessage;
}
export interface RecordedPost {
  readonly kind: 'post';
  readonly from: string;
  readonly to: string | null;
  readonly mt: string;
}
type RecordedLine = RecordedMessage | RecordedPost | { readonly kind: 'log' };

/** The lines of one file of test/fixtures/traces. */
export function readRecording(name: string): RecordedLine[] {
  const file = new URL(`../fixtures/traces/${name}.jsonl`, import.meta.url);
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as RecordedLine);
}

/** What stands for the values that differ from run to run. */
export const recordedValues = {
  user: 'ckl',
  domain: 'sample.dom',
  password: 'the password of ckl',
  session: { usr: '0f'.repeat(16), pwd: 'session-password-23-chr' },
  userAgent: 'list.ts (test)',
  guid: 'f4'.repeat(16),
  pbxChallenge: '3e6bf6a1ba658959',
  appPassword: 'the password of the app',
  nonces: ['00000000000000a1', '00000000000000b2'],
} as const;

const secret = (text: string): Secret => new Secret(text, 'test');

/** Answers by name of the member, for each `"*"` of a message. */
type Answers = Readonly<Record<string, string | undefined>>;

/** The message with a value in place of each `"*"`. */
function fill(value: unknown, answers: Answers, name = ''): unknown {
  if (value === '*') {
    const answer = answers[name];
    if (answer === undefined) throw new Error(`Nothing is known to stand for "*" in ${name}.`);
    return answer;
  }
  if (Array.isArray(value)) return value.map((item) => fill(item, answers, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [member, fill(inner, answers, member)]),
  );
}

/** Plays the peers of a recording: after each message that was to come, those that were recorded next. */
export class RecordedPeers {
  /** What came, and what was to come, by socket and in order. */
  readonly received = new Map<string, AnyMessage[]>();
  readonly expected = new Map<string, AnyMessage[]>();
  readonly #scripts = new Map<string, RecordedMessage[]>();
  /** The second Login; what the digests of LoginResult are made from. */
  #login: AnyMessage = { mt: 'Login' };
  /** By socket. */
  readonly #challenges = new Map<string, string>();
  /** AppGetLogin by `src`. */
  readonly #grants = new Map<string, AnyMessage>();

  constructor(
    lines: readonly RecordedLine[],
    private readonly clock: SimulatedClock,
  ) {
    const subscribed = new Set<string>();
    for (const line of lines) {
      if (line.kind !== 'in' && line.kind !== 'out') continue;
      const isSubscribe = line.kind === 'out' && line.message.mt === 'SubscribeApps';
      // The one difference on the wire; docs/semantics.md.
      if (isSubscribe && subscribed.has(line.socket)) continue;
      if (isSubscribe) subscribed.add(line.socket);
      const script = this.#scripts.get(line.socket) ?? [];
      this.#scripts.set(line.socket, [...script, line]);
    }
  }

  socket(name: string, url?: string): MemorySocket {
    const options: MemorySocketOptions = {
      clock: this.clock,
      onMessage: (message, peer) => {
        this.#take(name, message);
        const answers = this.#scripts.get(name) ?? [];
        while (answers[0]?.kind === 'in') {
          const next = this.#toSend(name, answers.shift()?.message ?? { mt: '' });
          if (next.mt !== 'Authorize') {
            peer.send(next);
            continue;
          }
          // As recorded: 6.5 s until the user has confirmed.
          peer.send(next);
          const confirmed = this.#toSend(name, answers.shift()?.message ?? { mt: '' });
          this.clock.setTimeout(() => {
            peer.send(confirmed);
          }, 6_500);
        }
      },
    };
    return new MemorySocket(name, url, options);
  }

  /** Messages that were recorded and neither came nor were sent. */
  get left(): RecordedMessage[] {
    return [...this.#scripts.values()].flat();
  }

  #take(socket: string, message: AnyMessage): void {
    this.received.set(socket, [...(this.received.get(socket) ?? []), message]);
    if (message.mt === 'Login' && 'nonce' in message) this.#login = message;
    if (message.mt === 'AppGetLogin') this.#grants.set(String(message['src']), message);
    const next = this.#scripts.get(socket)?.shift();
    if (next === undefined) return;
    const filled = fill(next.message, this.#answersOut(socket, next.message, message)) as AnyMessage;
    this.expected.set(socket, [...(this.expected.get(socket) ?? []), filled]);
  }

  #answersOut(socket: string, recorded: AnyMessage, message: AnyMessage): Answers {
    const { userAgent, guid, nonces, session } = recordedValues;
    if (recorded.mt === 'Login') {
      return { userAgent, nonce: nonces[0], username: session.usr, response: this.#response() };
    }
    if (recorded.mt === 'AppGetLogin') {
      const service = String(recorded['src']).replace(/-A$/, '-WS');
      return { challenge: this.#challenges.get(service) };
    }
    const isDirect = recorded['sip'] === '';
    const digest = this.#appDigest(
      { ...message, info: recorded['info'] },
      this.#challenges.get(socket) ?? '',
    );
    return { guid: isDirect ? '' : guid, digest };
  }

  #toSend(socket: string, recorded: AnyMessage): AnyMessage {
    const { guid, pbxChallenge } = recordedValues;
    if (recorded.mt === 'AppChallengeResult') {
      this.#challenges.set(socket, `119597653712${this.#challenges.size}`);
    }
    const challenge = recorded.mt === 'Authenticate' ? pbxChallenge : this.#challenges.get(socket);
    if (recorded.mt === 'LoginResult') return this.#loginResult(recorded);
    if (recorded.mt !== 'AppGetLoginResult') return fill(recorded, { guid, challenge }) as AnyMessage;
    const asked = String(this.#grants.get(String(recorded['src']))?.['challenge']);
    const key = plainSessionKey(asked, secret(recordedValues.appPassword));
    const digest = this.#appDigest({ ...recorded, guid }, asked);
    return fill(recorded, { guid, key, digest }) as AnyMessage;
  }

  #loginResult(recorded: AnyMessage): AnyMessage {
    const { guid, password, session, domain, pbxChallenge } = recordedValues;
    if (recorded['info'] === undefined) return recorded;
    const plain = { usr: secret(session.usr), pwd: secret(session.pwd) };
    const nonce = String(this.#login['nonce']);
    const info = fill(recorded['info'], { guid, ...encryptSession(plain, nonce, secret(password)) });
    const digest = loginResultDigest({
      ...this.#identity(),
      domain,
      nonce,
      challenge: pbxChallenge,
      info: JSON.stringify(info),
    });
    return { mt: 'LoginResult', info, digest };
  }

  #identity(): { type: LoginType; username: string; password: Secret } {
    const { user, password, session } = recordedValues;
    return this.#login['type'] === 'session'
      ? { type: 'session', username: session.usr, password: secret(session.pwd) }
      : { type: 'user', username: user, password: secret(password) };
  }

  #response(): string {
    const { domain, pbxChallenge, nonces } = recordedValues;
    return loginResponse({ ...this.#identity(), domain, nonce: nonces[0], challenge: pbxChallenge });
  }

  #appDigest(login: AnyMessage, challenge: string): string {
    const text = (member: string): string => String(login[member]);
    return appLoginDigest({
      app: text('app'),
      domain: text('domain'),
      sip: text('sip'),
      guid: text('guid'),
      dn: text('dn'),
      info: JSON.stringify(login['info']),
      challenge,
      password: secret(recordedValues.appPassword),
    });
  }
}
