import type { AnyMessage } from '../../runtime/message.js';
import { compareMessages } from './compare.js';
import type { DeliberateDifference } from './deliberate.js';
import { deliberatelyMissing, deliberatelyMore, interruptedPost } from './deliberate.js';
import type { Moment } from './divergence.js';
import { divergenceAt } from './divergence.js';
import type { IgnoreRules } from './ignore.js';
import type { Part, PartEvent, RecordedDeed } from './part.js';
import { isDeed } from './part.js';
import type { Deed, VerifyDivergence } from './report.js';
import type { Subject } from './subject.js';
import { howToGiveText } from './subject.js';

export interface MatchOptions {
  readonly subject: Subject;
  readonly ignore: IgnoreRules;
  /** Where in the part the automaton starts: another life of it may have gone before. */
  readonly from: number;
  /** Told of a difference that does not count. */
  readonly onKnown: (difference: DeliberateDifference) => void;
}

/** Where the automaton runs. */
export interface MatchPlace {
  readonly state: string;
  readonly isDead: boolean;
  /** After a difference nothing more is asked of it. */
  stop(): void;
}

/** What the automaton does, with its text as a message. */
export type Done = Deed & { readonly body: AnyMessage };

/** Deeds that may come in another order, in one go. */
const shuffledLimit = 1000;

/** Compares what an automaton does with one part of a recording, until the first difference. */
export class PartMatcher {
  /** Place in the part. */
  position: number;
  /** Messages without a difference so far. */
  messages = 0;
  /** What the automaton was told last. */
  last: PartEvent | undefined;
  /** Whether others have posted in the present turn, so that a machine's order may be another one. */
  wasInterrupted = false;
  divergence: VerifyDivergence | undefined;
  /** It did this after the last thing that a cut-off recording has. */
  afterCut: Deed | undefined;
  /** What was done in the present turn and is recorded for later in it. */
  readonly #early: Done[] = [];
  readonly #done = new Set<string>();

  constructor(
    private readonly part: Part,
    private readonly options: MatchOptions,
    private readonly place: MatchPlace,
  ) {
    this.position = options.from;
  }

  get next(): PartEvent | undefined {
    return this.part.events[this.position];
  }

  moment(): Moment {
    const { part, position, last } = this;
    const howToGive = last === undefined ? howToGiveText(this.options.subject) : undefined;
    return { part, position, last, state: this.place.state, isDead: this.place.isDead, howToGive };
  }

  /** The automaton has sent or posted something. */
  check(deed: Done): void {
    if (this.divergence !== undefined || this.options.ignore.ignoresMessage(deed.mt)) return;
    if (deed.what === 'post' && this.part.hasSocketsOnly) return;
    for (;;) {
      this.passIgnored();
      const event = this.part.events[this.position];
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
        this.position += 1;
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

  passIgnored(): void {
    for (;;) {
      const event = this.part.events[this.position];
      if (!isDeed(event) || !this.options.ignore.ignoresMessage(event.mt)) return;
      this.position += 1;
    }
  }

  /** It may be recorded for later in the same go, in which a post of another came in between. */
  #mayBeShuffled(deed: Done): boolean {
    if (this.options.subject.isClass || this.#early.length >= shuffledLimit) return false;
    const { events } = this.part;
    const turn = this.last?.turn;
    let wasInterrupted = this.wasInterrupted;
    for (let at = this.position; at < events.length; at += 1) {
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
    this.position += 1;
    this.messages += 1;
    this.#done.add(expected.mt);
    this.takeEarly();
  }

  /** What came too early is in its place now. */
  takeEarly(): void {
    for (;;) {
      const event = this.part.events[this.position];
      if (!isDeed(event)) return;
      const at = this.#early.findIndex((deed) => this.#matches(event, deed));
      if (at === -1) return;
      this.#early.splice(at, 1);
      this.options.onKnown(interruptedPost);
      this.position += 1;
      this.messages += 1;
      this.#done.add(event.mt);
    }
  }

  /** The turn is over: nothing may be left that came too early. */
  settle(): void {
    const [left] = this.#early;
    if (left !== undefined && this.divergence === undefined) {
      const event = this.part.events[this.position];
      this.#differ(isDeed(event) ? event : undefined, left);
    }
    this.wasInterrupted = false;
  }

  isAnotherBeginning(event: RecordedDeed): boolean {
    const first = this.part.events.slice(this.options.from).find(isDeed);
    return this.messages > 0 && first !== undefined && first.mt === event.mt && first.kind === event.kind;
  }

  /** It has not done what is recorded. */
  missing(expected: RecordedDeed): void {
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
    this.position += 1;
  }

  #differ(expected: RecordedDeed | undefined, actual: Done | undefined): void {
    const isAtEnd = expected === undefined && this.position >= this.part.events.length;
    if (isAtEnd && this.part.isCutOff && actual !== undefined) {
      this.afterCut ??= actual;
      return;
    }
    const isSameKind =
      expected !== undefined &&
      actual !== undefined &&
      expected.kind === actual.what &&
      expected.mt === actual.mt;
    const members = isSameKind ? this.#compare(expected, actual).differences : [];
    this.divergence = divergenceAt(this.moment(), expected, actual, members);
    this.place.stop();
  }

  #fedMt(): string {
    const last = this.last;
    if (last?.kind === 'receive') return last.mt;
    return last?.kind === 'heard' ? last.message.mt : 'Start';
  }
}
