import type { TraceRecord } from '../../runtime/trace-records.js';
import type { ControlCommand, ControlState, ProcessMessage } from '../model/attach-protocol.js';
import type { TraceDocument } from '../model/trace-document.js';
import type { AttachListener, AttachPort } from './attach-client.js';
import type { ActResult, Connection, Source } from './page-types.js';

/** What a process says about itself. */
export interface ProcessSide {
  readonly title: string;
  /** Whether it has recorded nothing so far. */
  readonly isNew: boolean;
  /** Scenarios that it can play. */
  readonly scenarios: Source['scenarios'];
}

/** What changes in what is shown of it. */
export interface LiveUpdate {
  readonly connection?: Connection;
  readonly source?: Source;
  readonly control?: ControlState | undefined;
  readonly isFollowing?: boolean;
  readonly notice?: string | undefined;
}

/** What shows what a process says; the store does. */
export interface LiveTarget {
  readonly document: TraceDocument;
  /** Number of the newest record that has come. */
  readonly newest: number;
  readonly connection: Connection;
  readonly source: Source;
  update(change: LiveUpdate): void;
  /** The process has said what it is. */
  greeted(process: ProcessSide): void;
  /** Empties what is shown. */
  clear(): void;
  /** Takes the records that are not here yet. @returns whether there are any */
  append(records: readonly TraceRecord[]): boolean;
  /** Judges what has come. @param isFirst it came just now for the first time */
  judgeNews(isFirst: boolean): void;
}

/** A browser does not say why a connection was refused. */
const notLetIn =
  'The program does not let this page in, or does not run any more: open the address that it printed last.';

/** Pause after records came before they are judged again, in milliseconds. */
const judgementPauseMs = 250;

/** A process that is looked into: what it says goes to the target, what a person does goes to it. */
export class LiveSource implements AttachListener {
  readonly #port: AttachPort;
  #isJudgementDue = false;
  #isFirstDue = false;
  /** Whether the process had recorded something before the page came. */
  #hasBegunBefore = false;
  /** Something else is shown at present; the connection stays, so that the process knows that somebody is here. */
  #isAside = false;
  /** Number of the newest record when the process greeted. */
  #announced = 0;
  /** When the newest record came, by this page's clock. */
  #heardAt = 0;

  /** @param open makes the connection; it tells the listener what comes */
  constructor(
    private readonly target: LiveTarget,
    open: (listener: AttachListener, newest: () => number) => AttachPort,
  ) {
    this.#port = open(this, () => this.target.newest);
  }

  /** Number of the newest record that is here or on its way. */
  get newest(): number {
    return Math.max(this.#announced, this.target.newest);
  }

  /** Lets something else be shown, while the connection stays. */
  stepAside(): void {
    this.#isAside = true;
  }

  /** The time of the trace now, by this page's clock; undefined when nothing more comes. */
  get now(): number | undefined {
    if (this.target.connection !== 'live') return undefined;
    const lastT = this.target.document.records.at(-1)?.t;
    return lastT === undefined ? 0 : lastT + performance.now() - this.#heardAt;
  }

  /** Whether what is here was done before the page came, so that its outcome is what is looked at first. */
  get hasBegunBefore(): boolean {
    return this.#hasBegunBefore;
  }

  act(command: ControlCommand): Promise<ActResult> {
    return this.#port.act(command);
  }

  close(): void {
    this.#port.close();
  }

  hello(hello: Extract<ProcessMessage, { type: 'hello' }>): void {
    const { title, isLive, canControl, scenarios, newest } = hello;
    const { target } = this;
    target.greeted({ title, isNew: newest === 0, scenarios });
    if (this.#isAside) return;
    // A process that began anew counts from 1 again: what is here belongs to the one before.
    if (newest < target.newest) target.clear();
    this.#announced = newest;
    this.#hasBegunBefore = newest > 0;
    target.update({
      connection: isLive ? 'live' : 'file',
      source: { ...target.source, title, isLive, canControl, scenarios },
      ...(isLive ? {} : { isFollowing: false }),
      notice: undefined,
    });
  }

  records(records: readonly TraceRecord[]): void {
    if (this.#isAside) return;
    const isFirst = this.target.newest === 0;
    this.#heardAt = performance.now();
    if (this.target.append(records)) this.#judgeSoon(isFirst);
  }

  control(control: ControlState): void {
    if (this.#isAside) return;
    this.target.update({ control });
    this.#judgeSoon();
  }

  lost(): void {
    const { connection, document } = this.target;
    if (this.#isAside) return;
    if (connection === 'connecting' && document.length === 0) this.target.update({ notice: notLetIn });
    else this.target.update({ connection: 'lost', control: undefined });
    this.#judgeSoon();
  }

  ended(why: string): void {
    if (this.#isAside) return;
    this.target.update({ connection: 'ended', control: undefined, notice: why });
    this.#judgeSoon();
  }

  refused(reason: string): void {
    this.target.update({ notice: reason });
  }

  /** @param isFirst records have come for the first time */
  #judgeSoon(isFirst = false): void {
    this.#isFirstDue ||= isFirst;
    if (this.#isJudgementDue) return;
    this.#isJudgementDue = true;
    setTimeout(() => {
      const isFirstDue = this.#isFirstDue;
      this.#isJudgementDue = false;
      this.#isFirstDue = false;
      this.target.judgeNews(isFirstDue);
    }, judgementPauseMs);
  }
}
