import type { TraceRecord } from '../../../runtime/trace-records.js';
import { Arrivals } from './arrivals.js';
import type { Conversation } from './conversation.js';
import { newConversation } from './conversation.js';
import type { Hold } from './holds.js';
import { Holds, isInjection } from './holds.js';
import { inner, isMasked, numberIn, objectOf, textIn } from './loose.js';
import { MachineChart } from './machine-chart.js';
import { MessageReader } from './message-reader.js';
import type { Signal } from './signals.js';

/** What the trace says of one automaton of one run. */
export interface AutomatonFacts {
  readonly run: number;
  readonly nickname: string;
  readonly socket: string;
  readonly chart: MachineChart | undefined;
  value: unknown;
  /** The record by which it came to where it stands, and when. */
  stateSeq: number;
  stateT: number;
  /** Record that led to its last step. */
  stepCause: number;
  readonly discards: Discard[];
  dead: DeadFacts | undefined;
}

export interface Discard {
  readonly seq: number;
  readonly mt: string;
  readonly cause: number;
  readonly origin: string;
  readonly state: string;
}

export interface DeadFacts {
  readonly seq: number;
  readonly t: number;
  readonly why: string;
  readonly output: unknown;
  readonly error: unknown;
  readonly cause: number;
}

type Talk = TraceRecord & { readonly kind: 'message' | 'socket' };

/** Most discards of one automaton, and most undelivered posts, that are looked at. */
const listLimit = 100;

/** Goes through a trace once and gathers what a diagnosis needs; never throws, whatever the records are. */
export class TraceFacts {
  readonly automatons: AutomatonFacts[] = [];
  readonly conversations = new Map<string, Conversation>();
  /** All conversations, also those whose name another connection has taken. */
  readonly talks: Conversation[] = [];
  readonly signals: Signal[] = [];
  /** Seqs of deliveries that somebody took, by their cause. */
  readonly handled = new Set<number>();
  readonly undelivered: { readonly seq: number; readonly record: unknown }[] = [];
  readonly endedRuns = new Map<number, { readonly seq: number; readonly outcome: string }>();
  readonly startedRuns = new Map<number, number>();
  user = '';
  /** When it began: of several logins each has a beginning of its own. */
  firstT = 0;
  #hasBegun = false;
  lastT = 0;
  /** The end of the recording, or, while it grows, the present. */
  now = 0;
  lastSeq = 0;
  dropped = 0;
  dropSeq = 0;
  readonly holds = new Holds();
  /** Whether anything happened at all. */
  hasEvents = false;
  /** Whether a person has made messages by hand. */
  hasInjections = false;
  readonly #records: readonly TraceRecord[];
  readonly #current = new Map<string, AutomatonFacts>();
  readonly #charts = new Map<string, MachineChart>();
  readonly #messages = new MessageReader(this.signals);
  /** Only where a person controlled the run: else what arrives is delivered at once. */
  readonly #arrivals: Arrivals | undefined;
  readonly #sockets = new Set<string>();
  #index: Map<number, TraceRecord> | undefined;

  /** @param now time of the trace now; undefined when it does not grow */
  constructor(records: readonly TraceRecord[], now?: number) {
    this.#records = records;
    if (records.some((record) => (record as TraceRecord | null)?.kind === 'control'))
      this.#arrivals = new Arrivals((record) => {
        this.#talk(record);
      });
    for (const record of records) {
      const isRecord = typeof record === 'object' && (record as unknown) !== null;
      if (isRecord) this.#read(record);
    }
    if (this.hold === undefined) this.#arrivals?.rest();
    if (this.user === '') this.user = this.#messages.user;
    this.now = Math.max(this.lastT, now ?? 0);
  }

  /** What has stopped a run that has not ended. */
  get hold(): Hold | undefined {
    return this.holds.current((run) => this.endedRuns.has(run));
  }

  /** The last success of a login on each socket. */
  get successes(): ReadonlyMap<string, number> {
    return this.#messages.successes;
  }

  /** The record of this number. */
  find(seq: number): TraceRecord | undefined {
    // In a whole trace the number is the place.
    const direct = this.#records[seq - 1];
    if (numberIn(direct, 'seq') === seq) return direct;
    this.#index ??= new Map(this.#records.map((record) => [numberIn(record, 'seq') ?? 0, record]));
    return this.#index.get(seq);
  }

  /** The record and those that led to it, nearest first. */
  chain(seq: number): TraceRecord[] {
    const found: TraceRecord[] = [];
    for (let at = seq; at > 0 && found.length < listLimit;) {
      const record = this.find(at);
      if (record === undefined) break;
      found.push(record);
      const cause = numberIn(record, 'cause') ?? 0;
      // A cause lies before its effect; anything else is no trace of ours, and could go round in a circle.
      at = cause < at ? cause : 0;
    }
    return found;
  }

  #read(record: TraceRecord): void {
    const seq = numberIn(record, 'seq') ?? 0;
    const t = numberIn(record, 't') ?? this.lastT;
    this.lastSeq = Math.max(this.lastSeq, seq);
    this.lastT = Math.max(this.lastT, t);
    if (!this.#hasBegun && record.kind !== 'head' && record.kind !== 'machine') {
      this.#hasBegun = true;
      this.firstT = t;
    }
    switch (record.kind) {
      case 'machine':
        this.#charts.set(textIn(record, 'hash') ?? '', new MachineChart(record.definition));
        break;
      case 'automaton':
        this.hasEvents = true;
        this.#automaton(record);
        break;
      case 'transition': {
        const automaton = this.#of(record);
        automaton.value = record.value;
        automaton.stateSeq = seq;
        automaton.stateT = t;
        automaton.stepCause = numberIn(record, 'cause') ?? 0;
        break;
      }
      case 'snapshot':
        if (record.context !== undefined && this.user === '') {
          const name = textIn(inner(record.context, 'credentials'), 'username');
          if (name !== undefined && !isMasked(name)) {
            this.user = name;
            this.#messages.user = name;
          }
        }
        break;
      case 'deliver':
        this.#deliver(record);
        break;
      case 'dead':
        this.#of(record).dead = {
          seq,
          t,
          why: textIn(record, 'why') ?? '',
          output: record.output,
          error: record.error,
          cause: numberIn(record, 'cause') ?? 0,
        };
        break;
      case 'socket':
      case 'message':
        this.hasEvents = true;
        this.#arrived(record, seq);
        break;
      case 'explain':
        this.#explain(record);
        break;
      case 'undelivered':
        if (this.undelivered.length < listLimit) this.undelivered.push({ seq, record });
        break;
      case 'note':
        if (record.note === 'run') this.startedRuns.set(numberIn(record, 'run') ?? 0, seq);
        break;
      case 'drop':
        this.dropped += numberIn(record, 'count') ?? 0;
        this.dropSeq = seq;
        break;
      case 'end':
        this.endedRuns.set(numberIn(record, 'run') ?? 0, { seq, outcome: textIn(record, 'outcome') ?? '' });
        this.dropped = Math.max(this.dropped, numberIn(record, 'dropped') ?? 0);
        break;
      case 'control':
        this.hasInjections ||= isInjection(record);
        this.holds.control(numberIn(record, 'run') ?? 0, record.what, record, seq, t);
        break;
      case 'head':
      case 'post':
      case 'timer':
        break;
      case 'log':
        this.#log(record);
        break;
    }
  }

  #automaton(record: TraceRecord): void {
    const run = numberIn(record, 'run') ?? 0;
    const nickname = textIn(record, 'lane') ?? '';
    const facts: AutomatonFacts = {
      run,
      nickname,
      socket: textIn(record, 'socket') ?? '',
      chart: this.#charts.get(textIn(record, 'machine') ?? ''),
      value: undefined,
      stateSeq: numberIn(record, 'seq') ?? 0,
      stateT: numberIn(record, 't') ?? 0,
      stepCause: 0,
      discards: [],
      dead: undefined,
    };
    this.automatons.push(facts);
    this.#sockets.add(facts.socket);
    this.#current.set(`${run} ${nickname}`, facts);
  }

  /** The automaton of a record; one that the trace does not introduce is made up. */
  #of(record: TraceRecord): AutomatonFacts {
    const key = `${numberIn(record, 'run') ?? 0} ${textIn(record, 'lane') ?? ''}`;
    const known = this.#current.get(key);
    if (known !== undefined) return known;
    this.#automaton(record);
    return this.#of(record);
  }

  #deliver(record: TraceRecord & { readonly kind: 'deliver' }): void {
    const cause = numberIn(record, 'cause') ?? 0;
    this.#arrivals?.delivered(cause);
    if (record.outcome === 'handled') {
      this.handled.add(cause);
      return;
    }
    if (record.outcome !== 'discarded' || (record.origin !== 'wire' && record.origin !== 'post')) return;
    const { discards } = this.#of(record);
    if (discards.length >= listLimit) return;
    const seq = numberIn(record, 'seq') ?? 0;
    const { origin } = record;
    discards.push({
      seq,
      mt: textIn(record, 'mt') ?? '',
      cause,
      origin,
      state: textIn(record, 'state') ?? '',
    });
  }

  /** What comes to an automaton counts when it is delivered; what is sent, and what others talk, at once. */
  #arrived(record: Talk, seq: number): void {
    const lane = textIn(record, 'lane') ?? '';
    const isIn = record.kind === 'message' && record.dir === 'in';
    const waits = isIn ? this.#sockets.has(lane) : record.kind === 'socket' && this.#arrivals?.hasOn(lane);
    if (this.#arrivals === undefined || waits !== true) this.#talk(record);
    else this.#arrivals.add(lane, record, seq, isInjection(this.find(numberIn(record, 'cause') ?? 0)));
  }

  #talk(record: Talk): void {
    const talk = this.#conversation(record);
    if (record.kind === 'socket') this.#messages.socket(talk, record);
    else this.#messages.message(talk, record);
  }

  /** The proxy and the simulator see both ends, and log who ended a connection; docs/proxy.md. */
  #log(record: TraceRecord & { readonly kind: 'log' }): void {
    const talk = this.conversations.get(textIn(record, 'source') ?? '');
    const who = /^The (client|peer|simulator) ended the connection\.$/.exec(
      textIn(record, 'text') ?? '',
    )?.[1];
    if (talk !== undefined && who !== undefined) talk.endedBy = who === 'client' ? 'client' : 'peer';
  }

  #explain(record: TraceRecord & { readonly kind: 'explain' }): void {
    if (record.verdict !== 'mismatch') return;
    const seq = numberIn(record, 'seq') ?? 0;
    const rule = textIn(record, 'rule') ?? 'a check';
    const reason = textIn(record, 'reason');
    const talk = this.conversations.get(textIn(record, 'lane') ?? '');
    if (talk !== undefined && (rule === 'Login response' || rule === 'AppLogin digest')) {
      // The refusal that follows says it.
      talk.check = { seq, reason };
      return;
    }
    const isLogin = rule.startsWith('LoginResult');
    this.signals.push({
      id: isLogin ? 'fake-pbx' : 'wrong-digest',
      subject: textIn(record, 'lane') ?? '',
      evidence: [seq, ...this.chain(numberIn(record, 'cause') ?? 0).map((one) => one.seq)],
      sentence: isLogin
        ? `The PBX did not prove that it knows the password: ${reason ?? 'the digest does not match'}.`
        : `${rule} does not match${reason === undefined ? '' : `: ${reason}`}.`,
    });
  }

  #conversation(record: TraceRecord): Conversation {
    const lane = textIn(record, 'lane') ?? '';
    const known = this.conversations.get(lane);
    if (known !== undefined && !isFresh(record, known)) return known;
    const talk = newConversation(lane);
    this.conversations.set(lane, talk);
    this.talks.push(talk);
    return talk;
  }
}

/** Whether a record begins another connection under the name of an old one. */
function isFresh(record: TraceRecord, talk: Conversation): boolean {
  return objectOf(record)['what'] === 'connecting' && talk.lastSeq > 0;
}
