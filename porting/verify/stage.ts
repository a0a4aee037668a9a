import { recordedIdleTimeoutMs } from '../../inspector/model/rerun/recorded-clock.js';
import { RecordedSocket } from '../../inspector/model/rerun/recorded-socket.js';
import type { Clock } from '../../runtime/clock.js';
import { systemClock } from '../../runtime/clock.js';
import type { AnyMessage, Message } from '../../runtime/message.js';
import { parseExact, encode } from '../../runtime/exact-json.js';
import type { RunResult } from '../../runtime/run-result.js';
import type { RunLogin } from '../../services/run-file.js';
import { Transitioner } from '../classes/transitioner.js';
import { deedTracer } from './deed-tracer.js';
import type { Deed } from './report.js';
import type { Subject } from './subject.js';
import { added } from './subject.js';
import { VerifyClock } from './verify-clock.js';
import type { Script } from './voices.js';
import { goOn, voice } from './voices.js';

export interface StageOptions {
  readonly subject: Subject;
  readonly nickname: string;
  readonly socket: string | undefined;
  readonly login: RunLogin;
  /** Nicknames of the other automatons, for which the recording speaks. */
  readonly others: readonly string[];
  /** Types of the messages that the automaton posts. */
  readonly cues: readonly string[];
  readonly script: Script;
  /** Whether the others are started before it. Default true. */
  readonly othersFirst?: boolean;
  /** Told of what the automaton sends and posts, as it does it. */
  readonly onDeed: (deed: Deed & { readonly body: AnyMessage }) => void;
}

/** Deliveries to the automaton for one thing from outside; beyond that it never comes to an end. */
const deliveryLimit = 20_000;

/** One automaton in a run where everything else comes from a recording: peers, other automatons, time. */
export class Stage {
  readonly clock = new VerifyClock();
  readonly #transitioner: Transitioner;
  readonly #socket: RecordedSocket | undefined;
  readonly #abort = new AbortController();
  #nickname: string;
  #deliveries = 0;
  #isDead = false;
  #isEndless = false;
  /** The run has ended, or is about to. */
  #isOver = false;
  /** By this side, not by what the automaton threw. */
  #wasStopped = false;
  #ended: Promise<RunResult> | undefined;
  #result: RunResult | undefined;

  /** @throws VerifyError `VERIFY_AUTOMATON_INVALID` when the automaton cannot be made */
  constructor(private readonly options: StageOptions) {
    const { subject, nickname, socket, login, othersFirst = true } = options;
    const tracer = deedTracer({
      sent: (_lane, body) => {
        options.onDeed({ what: 'send', mt: body.mt, body: asOnTheWire(body) });
      },
      posted: (from, to = '*', body) => {
        if (from === this.#nickname)
          options.onDeed({ what: 'post', mt: body.mt, to, body: asOnTheWire(body) });
      },
      delivered: (lane) => {
        if (lane === this.#nickname) this.#count();
      },
      dead: (lane, why) => {
        if (lane === this.#nickname) this.#isDead = true;
        if (why === 'failed') this.#isOver = true;
      },
    });
    this.#nickname = nickname;
    this.#transitioner = new Transitioner({
      clock: this.clock,
      tracer,
      idleTimeoutMs: recordedIdleTimeoutMs,
      log: nothing,
    });
    this.#socket = socket === undefined ? undefined : openSocket(socket);
    if (othersFirst) this.#addVoices();
    this.#nickname = added(subject, this.#transitioner, {
      socket: this.#socket,
      nickname,
      login,
      checkGoingOn: () => {
        if (this.#isOver) throw new Error('The verification is over.');
      },
    });
    if (!othersFirst) this.#addVoices();
  }

  /** Starts everybody; what the automaton does for its `Start` is done when it returns. */
  start(): void {
    this.#ended = this.#transitioner.run({ signal: this.#abort.signal });
    void this.#ended.then((result) => {
      this.#result = result;
    });
    this.#socket?.open();
  }

  receive(text: string): void {
    this.#deliveries = 0;
    this.#socket?.text(text);
  }

  /** Another automaton posts what is next in the script. */
  post(from: string): void {
    this.#deliveries = 0;
    if (this.#isOver) return;
    this.#transitioner.control.inject({ kind: 'post', message: { mt: goOn }, to: from });
  }

  close(code: number, reason: string): void {
    this.#deliveries = 0;
    this.#socket?.end({ code, reason });
  }

  fallSilent(): void {
    this.#deliveries = 0;
    this.clock.fallSilent();
  }

  /** It is this late now: what is due by then happens. */
  moveTo(t: number): void {
    for (let timer = this.clock.next(); timer !== undefined && timer.at <= t; timer = this.clock.next()) {
      this.#deliveries = 0;
      this.clock.moveTo(timer.at);
      this.clock.fire(timer.id);
    }
    this.clock.moveTo(t);
  }

  /** Lets what waits for promises go on, and connections that the automaton has asked for be made. */
  async breathe(): Promise<void> {
    this.#socket?.open();
    await new Promise<void>((resolve) => systemClock.setTimeout(resolve, 0));
    this.#socket?.open();
  }

  /** Whether the automaton runs no more. */
  get isDead(): boolean {
    return this.#isDead || this.#result !== undefined;
  }

  /** It was stopped because it did not come to an end. */
  get isEndless(): boolean {
    return this.#isEndless;
  }

  /** State and phase of the automaton. */
  get state(): string {
    const snapshot = this.#transitioner.getSnapshot()[this.#nickname];
    if (snapshot === undefined) return 'Initial';
    return snapshot.phase === '' ? snapshot.state : `${snapshot.state}.${snapshot.phase}`;
  }

  /** Stops the run. Takes effect at the next delivery when it is called in the middle of one. */
  stop(): void {
    this.#wasStopped ||= !this.#isOver;
    this.#isOver = true;
    this.#abort.abort();
  }

  /** What the automaton threw, once the run has ended for that. */
  get failure(): unknown {
    if (this.#wasStopped || this.#result?.outcome !== 'failed') return undefined;
    return this.#result.error?.cause ?? this.#result.error;
  }

  async end(): Promise<void> {
    this.stop();
    await this.#ended;
  }

  #addVoices(): void {
    const { others, cues, script } = this.options;
    // One is always there, so that silence does not end the run before the recording does.
    const names = others.length > 0 ? others : [spareName];
    for (const name of names) this.#transitioner.add(voice(name, cues, script), { nickname: name });
  }

  #count(): void {
    this.#deliveries += 1;
    if (this.#deliveries <= deliveryLimit) return;
    this.#isEndless = true;
    this.stop();
  }
}

const spareName = 'recording';

const nothing = (): void => undefined;

/** Nothing is ever late: a connection is made, or ends, when the recording says so. */
const stopped: Clock = { now: () => 0, setTimeout: nothing, clearTimeout: nothing };

function openSocket(name: string): RecordedSocket {
  const socket = new RecordedSocket(name, `recorded:${name}`, { clock: stopped });
  socket.connect();
  const release = socket.attach({ open: nothing, text: nothing, binary: nothing, close: nothing });
  socket.open();
  release();
  return socket;
}

/** As a peer reads it: without undefined members, with what `toJSON` gives. */
function asOnTheWire(body: Message): AnyMessage {
  return parseExact(encode(body)) as AnyMessage;
}
