import type { TraceRecord } from '../../runtime/trace-records.js';
import type { ControlCommand, ControlState, ProcessMessage } from '../model/attach-protocol.js';
import type { TraceDocument } from '../model/trace-document.js';
import type { AttachListener, AttachPort } from './attach-client.js';
import type { ActResult, Connection, Source } from './page-types.js';

/** What a process says about itself. */
export interface LiveUpdate {
  readonly connection?: Connection;
  readonly source?: Source;
  readonly control?: ControlState | undefined;
  readonly isFollowing?: boolean;
  readonly notice?: string;
}

/** What shows what a process says; the store does. */
export interface LiveTarget {
  readonly document: TraceDocument;
  readonly connection: Connection;
  readonly source: Source;
  update(change: LiveUpdate): void;
  /** Empties what is shown. */
  clear(): void;
  /** Takes the records that are not here yet. @returns whether there are any */
  append(records: readonly TraceRecord[]): boolean;
  /** Judges what has come. @param isFirst it came just now for the first time */
  judgeNews(isFirst: boolean): void;
}

/** Pause after records came before they are judged again, in milliseconds. */
const judgementPauseMs = 250;

/** A process that is looked into: what it says goes to the target, what a person does goes to it. */
export class LiveSource implements AttachListener {
  readonly #port: AttachPort;
  #isJudgementDue = false;
  #isFirstDue = false;
  /** Whether the process had recorded something before the page came. */
  #hasBegunBefore = false;
  /** When the newest record came, by this page's clock. */
  #heardAt = 0;

  /** @param open makes the connection; it tells the listener what comes */
  constructor(
    private readonly target: LiveTarget,
    open: (listener: AttachListener, newest: () => number) => AttachPort,
  ) {
    this.#port = open(this, () => this.newest);
  }

  /** Number of the newest record that is here. */
  get newest(): number {
    return this.target.document.records.at(-1)?.seq ?? 0;
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
    // A process that began anew counts from 1 again: what is here belongs to the one before.
    if (newest < this.newest) target.clear();
    this.#hasBegunBefore = newest > 0;
    target.update({
      connection: isLive ? 'live' : 'file',
      source: { ...target.source, title, isLive, canControl, scenarios },
      ...(isLive ? {} : { isFollowing: false }),
    });
  }

  records(records: readonly TraceRecord[]): void {
    const isFirst = this.newest === 0;
    this.#heardAt = performance.now();
    if (this.target.append(records)) this.#judgeSoon(isFirst);
  }

  control(control: ControlState): void {
    this.target.update({ control });
    this.#judgeSoon();
  }

  lost(): void {
    const { connection, document } = this.target;
    const isLost = connection !== 'connecting' || document.length > 0;
    this.target.update({ connection: isLost ? 'lost' : connection });
    this.#judgeSoon();
  }

  ended(why: string): void {
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
