import type { RedactionPolicy, TraceRecord } from '../../runtime/trace-records.js';
import type { ControlCommand, ControlState } from '../model/attach-protocol.js';
import type { Diagnosis } from '../model/diagnosis/index.js';
import { diagnose } from '../model/diagnosis/index.js';
import { isPrincipal } from '../model/flow-row.js';
import { TraceDocument } from '../model/trace-document.js';
import type { AutomatonTrack } from '../model/trace-document.js';
import type { AttachListener, AttachPort } from './attach-client.js';
import type { ActResult, Connection, KindGroup, Screen, Source } from './page-types.js';
import { placeOf } from './places.js';
import type { FilterSettings } from './row-filter.js';
import { everything, RowFilter } from './row-filter.js';

const nothingOpen: Source = {
  title: '',
  isLive: false,
  canControl: false,
  scenarios: [],
  redaction: 'masked',
};

/** Pause after records came before the diagnosis is made again, in milliseconds. */
const diagnosisPauseMs = 250;

/** What the page shows, in one place. Components read it and are drawn again when it says so. */
export class PageStore {
  document = TraceDocument.of([]);
  source = nothingOpen;
  /** Number of the selected record; 0 when none is. */
  cursor = 0;
  /** Number of the record that others are compared with. */
  pinned: number | undefined;
  screen: Screen = 'open';
  /** Nickname of the automaton that is looked at. */
  automaton: string | undefined;
  control: ControlState | undefined;
  diagnosis: Diagnosis = diagnose([]);
  connection: Connection = 'file';
  /** One sentence about something that just happened. */
  notice: string | undefined;
  /** Whether the cursor goes along with what comes. */
  isFollowing = false;
  /** Whether the recording is being played. */
  isPlaying = false;
  isHelpOpen = false;
  /** Numbers of the records that are trouble, or show what went wrong; ascending. */
  problems: readonly number[] = [];
  /** Numbers of the records that show what went wrong. */
  evidence: ReadonlySet<number> = new Set();
  /** Grows with every change. */
  version = 0;

  #settings: FilterSettings = everything;
  #filter = new RowFilter(this.document);
  #port: AttachPort | undefined;
  #isDiagnosisDue = false;
  #isFirstDue = false;
  /** When the newest record came, by this page's clock. */
  #heardAt = 0;
  /** Whether the process had recorded something before the page came. */
  #hasBegunBefore = false;
  readonly #listeners = new Set<() => void>();

  get queryText(): string {
    return this.#settings.queryText;
  }
  get showAll(): boolean {
    return this.#settings.showAll;
  }
  get settings(): FilterSettings {
    return this.#settings;
  }
  /** Numbers of the rows that are shown, in order. */
  get rowSeqs(): readonly number[] {
    return this.#filter.seqs;
  }
  /** The row that shows the selected record: its own, or that of the record it came from. */
  get cursorRow(): number | undefined {
    return this.#rowOf(this.cursor);
  }
  get queryProblems(): readonly string[] {
    return this.#filter.problems;
  }
  get canControl(): boolean {
    return this.source.canControl && this.connection === 'live';
  }
  get selected(): TraceRecord | undefined {
    return this.document.bySeq(this.cursor);
  }
  /** The automaton that is looked at: the chosen one in the run at the cursor, else the first. */
  get track(): AutomatonTrack | undefined {
    const { automatons } = this.document;
    const run = this.selected?.run;
    const chosen = automatons.filter(({ nickname }) => nickname === this.automaton);
    return chosen.find((track) => track.run === run) ?? chosen[0] ?? automatons[0];
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  select(seq: number): void {
    if (this.document.bySeq(seq) === undefined) return;
    this.cursor = seq;
    this.isFollowing = this.source.isLive && seq === this.rowSeqs.at(-1);
    this.#changed();
  }

  setQuery(queryText: string): void {
    this.#applySettings({ queryText });
  }
  setShowAll(showAll: boolean): void {
    this.#applySettings({ showAll });
  }
  setRun(run: number | undefined): void {
    this.#applySettings({ run });
  }
  toggleGroup(group: KindGroup): void {
    this.#applySettings({ groups: toggled(this.#settings.groups, group) });
  }
  /** Hides a lane, or shows it again; `key` as `laneKey` makes it. */
  toggleLane(key: string): void {
    this.#applySettings({ hiddenLanes: toggled(this.#settings.hiddenLanes, key) });
  }
  showEverything(): void {
    this.#applySettings({ ...everything, showAll: this.showAll });
  }

  setScreen(screen: Screen): void {
    this.screen = screen;
    this.#changed();
  }
  setAutomaton(nickname: string | undefined): void {
    this.automaton = nickname;
    this.#changed();
  }
  setPlaying(isPlaying: boolean): void {
    this.isPlaying = isPlaying;
    this.#changed();
  }
  setHelpOpen(isHelpOpen: boolean): void {
    this.isHelpOpen = isHelpOpen;
    this.#changed();
  }
  /** The cursor goes to the newest row and along with what comes. */
  followTail(): void {
    const newest = this.rowSeqs.at(-1);
    if (newest !== undefined) this.select(newest);
  }
  pin(seq: number | undefined): void {
    this.pinned = seq;
    this.#changed();
  }
  setNotice(notice: string | undefined): void {
    this.notice = notice;
    this.#changed();
  }

  /** Shows a recording in place of what was shown. */
  openRecords(records: readonly TraceRecord[], title: string, notice?: string): void {
    this.#port?.close();
    this.#port = undefined;
    this.control = undefined;
    this.connection = 'file';
    this.source = { ...nothingOpen, title, redaction: redactionOf(records) };
    this.notice = notice;
    this.#start(records);
    this.#diagnose();
    this.cursor = this.#firstOfInterest();
    this.screen = 'flow';
    this.#changed();
  }

  /** Shows what a process records, from now on. `open` makes the connection; it tells the listener what comes. */
  attach(open: (listener: AttachListener, newest: () => number) => AttachPort): void {
    this.#port?.close();
    this.connection = 'connecting';
    this.screen = 'flow';
    this.isFollowing = true;
    this.#start([]);
    const listener: AttachListener = {
      hello: ({ title, isLive, canControl, scenarios, newest }) => {
        // A process that began anew counts from 1 again: what is here belongs to the one before.
        if (newest < this.#newest()) this.#start([]);
        this.connection = isLive ? 'live' : 'file';
        this.source = { title, isLive, canControl, scenarios, redaction: redactionOf(this.document.records) };
        if (!isLive) this.isFollowing = false;
        this.#hasBegunBefore = newest > 0;
        this.#changed();
      },
      records: (records) => {
        this.#append(records);
      },
      control: (control) => {
        this.control = control;
        this.#changed();
        this.#diagnoseSoon();
      },
      lost: () => {
        if (this.connection !== 'connecting' || this.document.length > 0) this.connection = 'lost';
        this.#changed();
        this.#diagnoseSoon();
      },
      ended: (why) => {
        this.connection = 'ended';
        this.control = undefined;
        this.setNotice(why);
        this.#diagnoseSoon();
      },
      refused: (reason) => {
        this.setNotice(reason);
      },
    };
    this.#port = open(listener, () => this.#newest());
    this.#changed();
  }

  /** Asks the process for an act; rejects with a sentence when it refuses, which is also shown as notice. */
  async act(command: ControlCommand): Promise<ActResult> {
    try {
      if (this.#port === undefined)
        throw new Error('A recording cannot be controlled; only a process that runs can.');
      return await this.#port.act(command);
    } catch (error) {
      this.setNotice(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** The time of the trace now, by this page's clock; undefined when nothing more comes. */
  #now(): number | undefined {
    if (this.connection !== 'live') return undefined;
    const lastT = this.document.records.at(-1)?.t;
    return lastT === undefined ? 0 : lastT + performance.now() - this.#heardAt;
  }

  #newest(): number {
    return this.document.records.at(-1)?.seq ?? 0;
  }

  #start(records: readonly TraceRecord[]): void {
    this.document = TraceDocument.of(records);
    this.cursor = 0;
    this.pinned = undefined;
    this.isPlaying = false;
    this.#filter = new RowFilter(this.document);
    this.#filter.apply(this.#settings);
    this.evidence = new Set();
    this.problems = this.document.problems;
  }

  #append(records: readonly TraceRecord[]): void {
    const newest = this.#newest();
    const isFirst = newest === 0;
    const fresh = records.filter(({ seq }) => seq > newest);
    if (fresh.length === 0) return;
    this.document.append(fresh);
    this.#heardAt = performance.now();
    this.#filter.catchUp();
    if (isFirst) this.source = { ...this.source, redaction: redactionOf(fresh) };
    if (this.isFollowing) this.cursor = this.rowSeqs.at(-1) ?? 0;
    this.#changed();
    this.#diagnoseSoon(isFirst);
  }

  /** Judges once more: the records may be the same, but time has passed. */
  diagnoseAgain(): void {
    this.#diagnose();
    this.#changed();
  }

  /** @param isFirst records have come for the first time */
  #diagnoseSoon(isFirst = false): void {
    this.#isFirstDue ||= isFirst;
    if (this.#isDiagnosisDue) return;
    this.#isDiagnosisDue = true;
    setTimeout(() => {
      this.#isDiagnosisDue = false;
      this.#diagnose();
      if (this.#filter.hasQuery) this.#filter.refilter();
      if (this.#isFirstDue) this.#lookAtOutcome();
      this.#isFirstDue = false;
      this.#changed();
    }, diagnosisPauseMs);
  }

  #diagnose(): void {
    const before = this.control?.runs.find(({ pending }) => pending !== undefined)?.pending;
    this.diagnosis = diagnose(this.document.records, { now: this.#now(), before });
    const failures = this.diagnosis.findings.filter(({ severity }) => severity === 'failure');
    const evidence = failures.flatMap((finding) => finding.evidence.slice(0, 1));
    const rows = evidence.map((seq) => principalOf(this.document, seq));
    this.evidence = new Set(rows);
    this.problems = [...new Set([...this.document.problems, ...rows])].sort((one, other) => one - other);
  }

  #rowOf(seq: number): number | undefined {
    const { rowSeqs } = this;
    const candidates = [seq, ...this.document.causesOf(seq).map((record) => record.seq)];
    return candidates.find((one) => rowSeqs[placeOf(rowSeqs, one)] === one);
  }

  /** What had ended before the page came is looked at like a recording. */
  #lookAtOutcome(): void {
    if (this.source.isLive && !this.#hasBegunBefore) return;
    const isOver = this.diagnosis.verdict === 'fine' || this.diagnosis.verdict === 'failed';
    if (this.source.isLive && !(isOver && this.isFollowing)) return;
    this.isFollowing = false;
    this.cursor = this.#firstOfInterest();
  }

  /** The record that shows the trouble, else the first message. */
  #firstOfInterest(): number {
    const evidence = this.diagnosis.findings.find(({ severity }) => severity === 'failure')?.evidence[0];
    const message = this.rowSeqs.find((seq) => this.document.bySeq(seq)?.kind === 'message');
    return evidence ?? message ?? this.rowSeqs[0] ?? 0;
  }

  #applySettings(change: Partial<FilterSettings>): void {
    this.#settings = { ...this.#settings, ...change };
    this.#filter.apply(this.#settings);
    this.#changed();
  }

  #changed(): void {
    this.version += 1;
    for (const listener of [...this.#listeners]) listener();
  }
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

/** The record with a row of its own that tells of this one: a delivery is part of its message's row. */
function principalOf(document: TraceDocument, seq: number): number {
  const record = document.bySeq(seq);
  if (record === undefined || isPrincipal(record, document)) return seq;
  return document.causesOf(seq).find((cause) => isPrincipal(cause, document))?.seq ?? seq;
}

function redactionOf(records: readonly TraceRecord[]): RedactionPolicy {
  const head = records[0];
  return head?.kind === 'head' ? head.redaction : 'masked';
}
