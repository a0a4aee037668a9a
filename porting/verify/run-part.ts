import { encode } from '../../runtime/exact-json.js';
import type { AnyMessage } from '../../runtime/message.js';
import type { RunLogin } from '../../services/run-file.js';
import { compareMessages } from './compare.js';
import type { DeliberateDifference } from './deliberate.js';
import { deliberatelyMissing, deliberatelyMore, interruptedPost } from './deliberate.js';
import type { IgnoreRules } from './ignore.js';
import type { Part, PartEvent, RecordedDeed } from './part.js';
import { isDeed } from './part.js';
import type { Deed, MemberDifference, VerifyDivergence } from './report.js';
import { Stage } from './stage.js';
import type { Subject } from './subject.js';

export interface PartRunOptions {
  readonly subject: Subject;
  readonly login: RunLogin;
  readonly ignore: IgnoreRules;
  /** Where in the part the automaton starts: another life of it may have gone before. */
  readonly from: number;
  /** When posts of others come that were recorded behind one of its own: in the middle of its handler, or after it. */
  readonly interleaving: Interleaving;
  /** Told of a difference that does not count. */
  readonly onKnown: (difference: DeliberateDifference) => void;
}

export type Interleaving = 'nested' | 'nested, others last' | 'afterwards';

/** What became of one life of the automaton. */
export interface PartRunResult {
  readonly divergence: VerifyDivergence | undefined;
  /** How far in the part it came. */
  readonly reached: number;
  readonly messages: number;
  readonly fed: number;
  /** Whether the recording goes on with another life of the automaton, from `reached` on. */
  readonly goesOn: boolean;
  /** It did this after the last thing that a cut-off recording has. */
  readonly afterCut: Deed | undefined;
}

type Done = Deed & { readonly body: AnyMessage };

/** Turns of the event loop that an automaton has to do what it does by promises. */
const turnsToWait = 25;
/** Deeds that may come in another order, in one go. */
const shuffledLimit = 1000;

/** Runs the automaton on one part, until the first difference. */
export class PartRun {
  #position: number;
  #messages = 0;
  #fed = 0;
  #last: PartEvent | undefined;
  #divergence: VerifyDivergence | undefined;
  #afterCut: Deed | undefined;
  /** Whether others have posted in the present turn, so that a machine's order may be another one. */
  #wasInterrupted = false;
  /** What was done in the present turn and is recorded for later in it. */
  readonly #early: Done[] = [];
  readonly #done = new Set<string>();
  readonly #stage: Stage;

  constructor(
    private readonly part: Part,
    private readonly options: PartRunOptions,
  ) {
    this.#position = options.from;
    const { interleaving } = options;
    this.#stage = new Stage({
      subject: options.subject,
      nickname: part.nickname,
      socket: part.socket,
      login: options.login,
      others: part.others,
      cues: part.events.flatMap((event) => (event.kind === 'post' ? [event.mt] : [])),
      script: { peek: () => this.#peek(), take: () => this.#take() },
      othersFirst: interleaving !== 'nested, others last',
      onDeed: (deed) => {
        this.#check(deed);
      },
    });
  }

  async run(): Promise<PartRunResult> {
    const { events } = this.part;
    const stage = this.#stage;
    stage.moveTo(events[this.#position]?.t ?? 0);
    stage.start();
    let goesOn = false;
    while (!this.#hasDiffered()) {
      const event = events[this.#position];
      if (isDeed(event)) {
        if (!(await this.#isDoneSoon(event))) {
          if (stage.isDead && this.#isAnotherBeginning(event)) goesOn = true;
          else this.#missing(event);
          if (this.#hasDiffered() || goesOn) break;
        }
        continue;
      }
      if (event === undefined) {
        await stage.breathe();
        if (!isDeed(events[this.#position]) && this.#position >= events.length) break;
        continue;
      }
      if (this.#fed % 500 === 499) await stage.breathe();
      if (this.#position < events.length && events[this.#position] === event) this.#feed(event);
    }
    if (!this.#hasDiffered()) this.#settle();
    this.#checkFault();
    await stage.end();
    return {
      divergence: this.#divergence,
      reached: this.#position,
      messages: this.#messages,
      fed: this.#fed,
      goesOn,
      afterCut: this.#afterCut,
    };
  }

  #hasDiffered(): boolean {
    return this.#divergence !== undefined;
  }

  #feed(event: PartEvent): void {
    const stage = this.#stage;
    stage.moveTo(event.t);
    // A timer may have made it do what comes next.
    if (event !== this.part.events[this.#position]) return;
    if (event.turn !== this.#last?.turn) this.#settle();
    if (this.#divergence !== undefined) return;
    if (event.kind === 'heard') {
      // The voice takes it; when it cannot, it is passed over.
      if (stage.isDead) this.#position += 1;
      else {
        this.#force = true;
        stage.post(event.from);
        this.#force = false;
        if (this.part.events[this.#position] === event) this.#position += 1;
      }
      return;
    }
    this.#position += 1;
    if (stage.isDead) return;
    this.#fed += 1;
    this.#last = event;
    if (event.kind === 'receive') stage.receive(event.text);
    else if (event.kind === 'close') stage.close(event.code, event.reason);
    else if (event.kind === 'silence') stage.fallSilent();
  }

  /** The present post of another is asked for, whatever the turn. */
  #force = false;

  /** A post of another that comes as an answer to what the automaton has just posted. */
  #peek(): { from: string; to: string | undefined; message: AnyMessage } | undefined {
    const event = this.part.events[this.#position];
    if (event?.kind !== 'heard') return undefined;
    const before = this.part.events[this.#position - 1];
    const isAnswer = before !== undefined && before.turn === event.turn && this.#position > this.options.from;
    if (!this.#force && (!isAnswer || this.options.interleaving === 'afterwards')) return undefined;
    return event;
  }

  #take(): { from: string; to: string | undefined; message: AnyMessage } {
    const event = this.#peek();
    if (event === undefined)
      return { from: '', to: this.part.nickname, message: { mt: 'recording: nothing' } };
    this.#last = this.part.events[this.#position];
    this.#position += 1;
    this.#fed += 1;
    this.#force = false;
    this.#wasInterrupted = true;
    return event;
  }

  /** The automaton has sent or posted something. */
  #check(deed: Done): void {
    if (this.#divergence !== undefined || this.options.ignore.ignoresMessage(deed.mt)) return;
    for (;;) {
      this.#passIgnored();
      const event = this.part.events[this.#position];
      const expected = isDeed(event) ? event : undefined;
      if (expected !== undefined && this.#matches(expected, deed)) {
        this.#accept(expected);
        return;
      }
      const moment = {
        expected,
        actual: deed,
        done: this.#done,
        fedMt: this.#fedMt(),
        id: this.options.subject.id,
      };
      const missing = deliberatelyMissing(moment);
      if (missing !== undefined && expected !== undefined) {
        this.options.onKnown(missing);
        this.#position += 1;
        continue;
      }
      const more = deliberatelyMore(moment);
      if (more !== undefined) {
        this.options.onKnown(more);
        return;
      }
      if (this.#mayBeShuffled(deed)) {
        this.#early.push(deed);
        return;
      }
      this.#differ(expected, deed);
      return;
    }
  }

  #passIgnored(): void {
    for (;;) {
      const event = this.part.events[this.#position];
      if (!isDeed(event) || !this.options.ignore.ignoresMessage(event.mt)) return;
      this.#position += 1;
    }
  }

  /** It may be recorded for later in the same go, in which a post of another came in between. */
  #mayBeShuffled(deed: Done): boolean {
    if (this.options.subject.isClass || this.#early.length >= shuffledLimit) return false;
    const { events } = this.part;
    const turn = this.#last?.turn;
    let wasInterrupted = this.#wasInterrupted;
    for (let at = this.#position; at < events.length; at += 1) {
      const event = events[at];
      if (event === undefined || (event.turn !== turn && turn !== undefined)) return false;
      if (event.kind === 'heard') wasInterrupted = true;
      else if (!isDeed(event)) return false;
      else if (wasInterrupted && !this.#isTaken(event) && this.#matches(event, deed)) return true;
    }
    return false;
  }

  #isTaken(event: RecordedDeed): boolean {
    return this.#early.some((deed) => this.#matches(event, deed));
  }

  #matches(expected: RecordedDeed, deed: Done): boolean {
    if (expected.kind !== deed.what || expected.mt !== deed.mt) return false;
    if (expected.kind === 'post' && expected.to !== deed.to) return false;
    return this.#compare(expected, deed).differences.length === 0;
  }

  #compare(expected: RecordedDeed, deed: Done): ReturnType<typeof compareMessages> {
    return compareMessages(expected.body, deed.body, this.options.ignore.ignoresMember(expected.mt));
  }

  #accept(expected: RecordedDeed): void {
    this.#position += 1;
    this.#messages += 1;
    this.#done.add(expected.mt);
    this.#takeEarly();
  }

  /** What came too early is in its place now. */
  #takeEarly(): void {
    for (;;) {
      const event = this.part.events[this.#position];
      if (!isDeed(event)) return;
      const at = this.#early.findIndex((deed) => this.#matches(event, deed));
      if (at === -1) return;
      this.#early.splice(at, 1);
      this.options.onKnown(interruptedPost);
      this.#position += 1;
      this.#messages += 1;
      this.#done.add(event.mt);
    }
  }

  /** The turn is over: nothing may be left that came too early. */
  #settle(): void {
    const [left] = this.#early;
    if (left !== undefined && this.#divergence === undefined) {
      const event = this.part.events[this.#position];
      this.#differ(isDeed(event) ? event : undefined, left);
    }
    this.#wasInterrupted = false;
  }

  async #isDoneSoon(event: RecordedDeed): Promise<boolean> {
    for (let turn = 0; turn < turnsToWait; turn += 1) {
      this.#passIgnored();
      this.#takeEarly();
      if (this.part.events[this.#position] !== event) return true;
      // A timer that is due by then may do it.
      this.#stage.moveTo(event.t);
      if (this.part.events[this.#position] !== event || this.#hasDiffered()) return true;
      await this.#stage.breathe();
      if (this.part.events[this.#position] !== event || this.#hasDiffered()) return true;
      if (this.#stage.isDead) break;
    }
    return false;
  }

  #isAnotherBeginning(event: RecordedDeed): boolean {
    const first = this.part.events.slice(this.options.from).find(isDeed);
    return this.#messages > 0 && first !== undefined && first.mt === event.mt && first.kind === event.kind;
  }

  #missing(expected: RecordedDeed): void {
    const moment = {
      expected,
      actual: undefined,
      done: this.#done,
      fedMt: this.#fedMt(),
      id: this.options.subject.id,
    };
    const missing = deliberatelyMissing(moment);
    if (missing === undefined) {
      this.#differ(expected, undefined);
      return;
    }
    this.options.onKnown(missing);
    this.#position += 1;
  }

  #differ(expected: RecordedDeed | undefined, actual: Done | undefined): void {
    const isAtEnd = expected === undefined && this.#position >= this.part.events.length;
    if (isAtEnd && this.part.isCutOff && actual !== undefined) {
      this.#afterCut ??= actual;
      return;
    }
    const isSameKind =
      expected !== undefined &&
      actual !== undefined &&
      expected.kind === actual.what &&
      expected.mt === actual.mt;
    const members: MemberDifference[] = isSameKind ? [...this.#compare(expected, actual).differences] : [];
    if (isSameKind && expected.kind === 'post' && expected.to !== actual.to) {
      members.unshift({ path: '(to)', expected: expected.to, actual: actual.to });
    }
    this.#divergence = {
      expected: expected && {
        what: expected.kind,
        mt: expected.mt,
        to: toOf(expected),
        body: expected.body,
        at: expected.at,
      },
      actual,
      members,
      fed: this.#fedLast(),
      state: this.#stage.state,
      hint: this.#hint(expected, actual),
    };
    this.#stage.stop();
  }

  #hint(expected: RecordedDeed | undefined, actual: Done | undefined): string | undefined {
    if (actual === undefined && this.#stage.isDead) {
      const where = this.part.socket ?? this.part.nickname;
      return `The automaton had ended by then. If ${where} was used by another one afterwards, --lines leaves that part out.`;
    }
    const posts = this.part.events.some(({ kind }) => kind === 'post');
    if (actual?.what === 'post' && !posts) {
      return `In the recording ${this.part.nickname} posts nothing; if the automaton had another nickname there, give it with --from.`;
    }
    if (expected === undefined && this.#position >= this.part.events.length) {
      return 'The recording ends here. If it was cut off, --lines leaves its last lines out.';
    }
    return undefined;
  }

  #checkFault(): void {
    const { failure, isEndless } = this.#stage;
    if (isEndless) {
      this.#fail(
        'It does not come to an end: it went on for 20,000 deliveries without anything from outside.',
      );
    } else if (failure !== undefined) {
      this.#fail(failure instanceof Error ? `${failure.name}: ${failure.message}` : encode(failure));
    }
  }

  #fail(error: string): void {
    const { state } = this.#stage;
    const { fed = this.#fedLast(), members = [], ...rest } = this.#divergence ?? {};
    this.#divergence = {
      ...rest,
      fed,
      members,
      state: this.#divergence?.state ?? state,
      error,
      hint: undefined,
    };
  }

  #fedMt(): string {
    const last = this.#last;
    if (last?.kind === 'receive') return last.mt;
    return last?.kind === 'heard' ? last.message.mt : 'Start';
  }

  #fedLast(): VerifyDivergence['fed'] {
    const last = this.#last;
    const { socket = '' } = this.part;
    switch (last?.kind) {
      case 'receive':
        return { what: `${last.mt} from ${socket}`, body: last.body, at: last.at };
      case 'heard':
        return { what: `${last.message.mt} posted by ${last.from}`, body: last.message, at: last.at };
      case 'close':
        return { what: `the end of ${socket}`, at: last.at };
      case 'silence':
        return { what: 'silence', at: last.at };
      case 'send':
      case 'post':
      case undefined:
        return { what: 'Start' };
    }
  }
}

function toOf(deed: RecordedDeed): string | undefined {
  return deed.kind === 'post' ? deed.to : undefined;
}
