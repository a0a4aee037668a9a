import type { AnyMessage } from '../../runtime/message.js';
import type { RunLogin } from '../../services/run-file.js';
import { fedAt } from './divergence.js';
import type { MatchOptions } from './match-part.js';
import { PartMatcher } from './match-part.js';
import type { Part, PartEvent, RecordedDeed } from './part.js';
import { isDeed } from './part.js';
import type { Deed, VerifyDivergence } from './report.js';
import { Stage } from './stage.js';
import { howToGiveText, thrownText } from './subject.js';

export interface PartRunOptions extends MatchOptions {
  readonly login: RunLogin;
  /** When posts of others come that were recorded behind one of its own: in the middle of its handler, or after it. */
  readonly interleaving: Interleaving;
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

/** Turns of the event loop that an automaton has to do what it does by promises. */
const turnsToWait = 25;

/** Runs the automaton on one part, until the first difference. */
export class PartRun {
  #fed = 0;
  readonly #stage: Stage;
  readonly #matcher: PartMatcher;

  constructor(
    private readonly part: Part,
    private readonly options: PartRunOptions,
  ) {
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
        this.#matcher.check(deed);
      },
    });
    this.#matcher = new PartMatcher(part, options, this.#stage);
  }

  async run(): Promise<PartRunResult> {
    const { events } = this.part;
    const stage = this.#stage;
    stage.moveTo(this.#matcher.next?.t ?? 0);
    stage.start();
    let goesOn = false;
    while (!this.#hasDiffered()) {
      const event = this.#matcher.next;
      if (isDeed(event)) {
        if (!(await this.#isDoneSoon(event))) {
          if (stage.isDead && this.#matcher.isAnotherBeginning(event)) goesOn = true;
          else this.#matcher.missing(event);
          if (this.#hasDiffered() || goesOn) break;
        }
        continue;
      }
      if (event === undefined) {
        await stage.breathe();
        if (!isDeed(this.#matcher.next) && this.#matcher.position >= events.length) break;
        continue;
      }
      if (this.#fed % 500 === 499) await stage.breathe();
      if (this.#matcher.position < events.length && this.#matcher.next === event) this.#feed(event);
    }
    if (!this.#hasDiffered()) this.#matcher.settle();
    this.#checkFault();
    await stage.end();
    return {
      divergence: this.#matcher.divergence,
      reached: this.#matcher.position,
      messages: this.#matcher.messages,
      fed: this.#fed,
      goesOn,
      afterCut: this.#matcher.afterCut,
    };
  }

  #hasDiffered(): boolean {
    return this.#matcher.divergence !== undefined;
  }

  #feed(event: PartEvent): void {
    const stage = this.#stage;
    stage.moveTo(event.t);
    // A timer may have made it do what comes next.
    if (event !== this.#matcher.next) return;
    if (event.turn !== this.#matcher.last?.turn) this.#matcher.settle();
    if (this.#matcher.divergence !== undefined) return;
    if (event.kind === 'heard') {
      // The voice takes it; when it cannot, it is passed over.
      if (stage.isDead) this.#matcher.position += 1;
      else {
        this.#force = true;
        stage.post(event.from);
        this.#force = false;
        if (this.#matcher.next === event) this.#matcher.position += 1;
      }
      return;
    }
    this.#matcher.position += 1;
    if (stage.isDead) return;
    this.#fed += 1;
    this.#matcher.last = event;
    if (event.kind === 'receive') stage.receive(event.text);
    else if (event.kind === 'close') stage.close(event.code, event.reason);
    else if (event.kind === 'silence') stage.fallSilent();
  }

  /** The present post of another is asked for, whatever the turn. */
  #force = false;

  /** A post of another that comes as an answer to what the automaton has just posted. */
  #peek(): { from: string; to: string | undefined; message: AnyMessage } | undefined {
    const event = this.#matcher.next;
    if (event?.kind !== 'heard') return undefined;
    const before = this.part.events[this.#matcher.position - 1];
    const isAnswer =
      before !== undefined && before.turn === event.turn && this.#matcher.position > this.options.from;
    if (!this.#force && (!isAnswer || this.options.interleaving === 'afterwards')) return undefined;
    return event;
  }

  #take(): { from: string; to: string | undefined; message: AnyMessage } {
    const event = this.#peek();
    if (event === undefined)
      return { from: '', to: this.part.nickname, message: { mt: 'recording: nothing' } };
    this.#matcher.last = this.#matcher.next;
    this.#matcher.position += 1;
    this.#fed += 1;
    this.#force = false;
    this.#matcher.wasInterrupted = true;
    return event;
  }

  async #isDoneSoon(event: RecordedDeed): Promise<boolean> {
    for (let turn = 0; turn < turnsToWait; turn += 1) {
      this.#matcher.passIgnored();
      this.#matcher.takeEarly();
      if (this.#matcher.next !== event) return true;
      // A timer that is due by then may do it.
      this.#stage.moveTo(event.t);
      if (this.#matcher.next !== event || this.#hasDiffered()) return true;
      await this.#stage.breathe();
      if (this.#matcher.next !== event || this.#hasDiffered()) return true;
      if (this.#stage.isDead) break;
    }
    return false;
  }

  #checkFault(): void {
    const { failure, isEndless } = this.#stage;
    if (isEndless) {
      this.#fail(
        'It does not come to an end: it went on for 20,000 deliveries without anything from outside.',
      );
    } else if (failure !== undefined) {
      this.#fail(thrownText(failure));
    }
  }

  #fail(error: string): void {
    const { state } = this.#stage;
    const { fed = fedAt(this.#matcher.moment()), members = [], ...rest } = this.#matcher.divergence ?? {};
    this.#matcher.divergence = {
      ...rest,
      fed,
      members,
      state: this.#matcher.divergence?.state ?? state,
      error,
      hint: this.#fed === 0 ? howToGiveText(this.options.subject) : undefined,
    };
  }
}
