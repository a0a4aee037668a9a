import type { AnyMessage } from '../../runtime/message.js';

/**
 * Where a fault strikes, named after the request whose answer goes wrong. `Login` is the answer to the first
 * Login (Authenticate), `LoginResult` that to the second.
 */
export const faultSteps = [
  'Connect',
  'CheckBuild',
  'LoginInfo',
  'Login',
  'LoginResult',
  'SubscribeApps',
  'AppGetLogin',
  'AppChallenge',
  'AppLogin',
  'GetDevices',
  'NumUsers',
  'ReadUser',
  'GetStun',
] as const;
export type FaultStep = (typeof faultSteps)[number];

/**
 * What goes wrong.
 *
 * | value            | instead of the right answer                                                     |
 * | ---------------- | ------------------------------------------------------------------------------- |
 * | `close`          | the connection is closed (`closeCode`, default 1011; 1006: broken without a word) |
 * | `silence`        | nothing                                                                         |
 * | `nonsense`       | `text`, by default one that is not JSON; with `thenAnswer` the answer follows   |
 * | `duplicate`      | every message of the answer comes twice                                         |
 * | `delay`          | the answer comes `delayMs` later                                                |
 * | `error`          | an answer with `error` and `errorText`; AppLoginResult: without `ok`            |
 * | `wrongDigest`    | LoginResult or AppGetLoginResult with a digest that does not fit                |
 * | `noDigest`       | the same without a digest                                                       |
 * | `escapedSlashes` | their `info` comes with `\/` for `/`, as some senders write it; the digest is right |
 * | `withoutSrc`     | the answer lacks the request's `src`                                            |
 */
export const faultKinds = [
  'close',
  'silence',
  'nonsense',
  'duplicate',
  'delay',
  'error',
  'wrongDigest',
  'noDigest',
  'escapedSlashes',
  'withoutSrc',
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** One thing that goes wrong. */
export interface Fault {
  readonly at: FaultStep;
  readonly do: FaultKind;
  /** Only for this App object. */
  readonly app?: string | undefined;
  /** Only for logins of this type. */
  readonly type?: 'user' | 'session' | undefined;
  /** How often; default: always. */
  readonly times?: number | undefined;
  /** So many messages of the answer come as they should before it strikes. Default 0. */
  readonly after?: number | undefined;
  /** For `delay`, in milliseconds. */
  readonly delayMs?: number | undefined;
  /** For `nonsense`. */
  readonly text?: string | undefined;
  readonly thenAnswer?: boolean | undefined;
  /** For `error`: default 1 on the PBX, a text elsewhere. */
  readonly error?: number | string | undefined;
  readonly errorText?: string | undefined;
  /** For `close`. */
  readonly closeCode?: number | undefined;
}

/** What a fault may be limited to. */
export interface FaultScope {
  readonly app?: string | undefined;
  readonly type?: string | undefined;
}

/** The faults of a scenario, and how often each has struck. */
export class FaultPlan {
  readonly #struck = new Map<Fault, number>();

  constructor(private readonly faults: readonly Fault[]) {}

  /** The faults that strike now, each counted once. */
  take(step: FaultStep, scope: FaultScope = {}): readonly Fault[] {
    if (this.faults.length === 0) return [];
    const due = this.faults.filter((fault) => this.#isDue(fault, step, scope));
    for (const fault of due) this.#struck.set(fault, (this.#struck.get(fault) ?? 0) + 1);
    return due;
  }

  #isDue(fault: Fault, step: FaultStep, scope: FaultScope): boolean {
    return (
      fault.at === step &&
      (fault.app === undefined || fault.app === scope.app) &&
      (fault.type === undefined || fault.type === scope.type) &&
      (this.#struck.get(fault) ?? 0) < (fault.times ?? Infinity)
    );
  }
}

/** One thing a simulated peer does on its connection. */
export type Outgoing =
  | { readonly kind: 'message'; readonly message: AnyMessage }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'pause'; readonly durationMs: number }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };

/** An answer, message by message; long lists are made while they are sent. */
export type Answer = Iterable<Outgoing>;

/** @param messages in the order in which they are sent */
export function* answerOf(messages: Iterable<AnyMessage>): Answer {
  for (const message of messages) yield { kind: 'message', message };
}

/** The same answer with what the faults make of it. Digest faults are the business of who computes digests. */
export function withFaults(
  answer: Answer,
  faults: readonly Fault[],
  errorAnswer: (fault: Fault) => AnyMessage,
): Answer {
  return faults.reduce((spoiled, fault) => withFault(spoiled, fault, errorAnswer), answer);
}

function* withFault(answer: Answer, fault: Fault, errorAnswer: (fault: Fault) => AnyMessage): Answer {
  const { after = 0 } = fault;
  let sent = 0;
  let struck = false;
  for (const item of answer) {
    if (sent >= after && (!struck || repeats(fault))) {
      struck = true;
      const { items, isEnd } = strike(fault, item, errorAnswer);
      yield* items;
      if (isEnd) return;
    } else {
      yield item;
    }
    sent += 1;
  }
  if (!struck && sent <= after && fault.do === 'close') yield closing(fault);
}

/** Faults of every message from the first one on; the others strike once. */
function repeats(fault: Fault): boolean {
  return fault.do === 'duplicate' || fault.do === 'withoutSrc';
}

/** What comes in place of `item`, and whether that is the end of the answer. */
function strike(
  fault: Fault,
  item: Outgoing,
  errorAnswer: (fault: Fault) => AnyMessage,
): { readonly items: readonly Outgoing[]; readonly isEnd: boolean } {
  switch (fault.do) {
    case 'close':
      return { items: [closing(fault)], isEnd: true };
    case 'silence':
      return { items: [], isEnd: true };
    case 'error':
      return { items: [{ kind: 'message', message: errorAnswer(fault) }], isEnd: true };
    case 'nonsense': {
      const nonsense: Outgoing = { kind: 'text', text: fault.text ?? 'This is not JSON.' };
      return fault.thenAnswer
        ? { items: [nonsense, item], isEnd: false }
        : { items: [nonsense], isEnd: true };
    }
    case 'delay':
      return { items: [{ kind: 'pause', durationMs: fault.delayMs ?? 0 }, item], isEnd: false };
    case 'duplicate':
      return { items: [item, item], isEnd: false };
    case 'withoutSrc':
      return { items: [withoutSrc(item)], isEnd: false };
    case 'wrongDigest':
    case 'noDigest':
    case 'escapedSlashes':
      return { items: [item], isEnd: false };
  }
}

function closing(fault: Fault): Outgoing {
  return { kind: 'close', code: fault.closeCode ?? 1011, reason: 'simulated fault' };
}

function withoutSrc(item: Outgoing): Outgoing {
  if (item.kind !== 'message') return item;
  const { src: _src, ...message } = item.message;
  return { kind: 'message', message: { ...message, mt: item.message.mt } };
}
