import type { RedactionPolicy, TraceRecord } from '../../runtime/trace-records.js';
import type { ControlCommand, ControlState } from '../model/attach-protocol.js';
import type { Diagnosis } from '../model/diagnosis/index.js';
import { diagnose } from '../model/diagnosis/index.js';
import { automatonBehind } from '../model/flow-row.js';
import type { LoginGroup } from '../model/logins.js';
import { loginsOf } from '../model/logins.js';
import { TraceDocument } from '../model/trace-document.js';
import type { AutomatonTrack } from '../model/trace-document.js';
import type { AttachListener, AttachPort } from './attach-client.js';
import { firstOfInterest, judge, rowOf } from './judgement.js';
import { LiveSource } from './live-source.js';
import type { LiveUpdate, ProcessSide } from './live-source.js';
import type { ActResult, Connection, KindGroup, Screen, Source } from './page-types.js';
import type { FilterSettings } from './row-filter.js';
import { everything, RowFilter } from './row-filter.js';

const nothingOpen: Source = {
  title: '',
  isLive: false,
  canControl: false,
  scenarios: [],
  redaction: 'masked',
};

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
  /** The process that serves this page, also while a recording is shown in its place. */
  process: ProcessSide | undefined;
  /** Numbers of the records that are trouble, or show what went wrong; ascending. */
  problems: readonly number[] = [];
  /** Numbers of the records that show what went wrong. */
  evidence: ReadonlySet<number> = new Set();
  /** Grows with every change. */
  version = 0;

  #loginId: string | undefined;
  #logins: readonly LoginGroup[] = [];
  #settings: FilterSettings = everything;
  #filter = new RowFilter(this.document);
  #live: LiveSource | undefined;
  #hasChosen = false;
  #hasChosenScreen = false;
  /** How the process was reached. */
  #open: ((listener: AttachListener, newest: () => number) => AttachPort) | undefined;
  /** A recording is shown in place of the process that this page is attached to. */
  #isAside = false;
  #newest = 0;
  /** Records up to this one belong to what was shown before. */
  #shownFrom = 0;
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
    return rowOf(this.document, this.rowSeqs, this.cursor);
  }
  get queryProblems(): readonly string[] {
    return this.#filter.problems;
  }
  /** Number of the newest record that has come. */
  get newest(): number {
    return this.#newest;
  }
  /** Whether a recording is shown while a process is there to go back to. */
  get isAside(): boolean {
    return this.#isAside;
  }
  /** The logins of what is shown, in the order of their beginning. */
  get logins(): readonly LoginGroup[] {
    return this.#logins;
  }
  /** The login that is judged: the chosen one, else the newest. */
  get login(): LoginGroup | undefined {
    return this.#logins.find(({ id }) => id === this.#loginId) ?? this.#logins.at(-1);
  }
  /** Whether a person, or the address, has chosen a record of what is shown. */
  get hasChosen(): boolean {
    return this.#hasChosen;
  }
  get canControl(): boolean {
    return this.source.canControl && this.connection === 'live';
  }
  get selected(): TraceRecord | undefined {
    return this.document.bySeq(this.cursor);
  }
  /** The automaton that is looked at: the chosen one, or that of the selected record, in its run; else the first. */
  get track(): AutomatonTrack | undefined {
    const { automatons } = this.document;
    const run = this.selected?.run;
    const wanted = this.automaton ?? automatonOf(this.document, this.selected);
    const chosen = automatons.filter(({ nickname }) => nickname === wanted);
    return chosen.find((track) => track.run === run) ?? chosen[0] ?? automatons[0];
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  select(seq: number): void {
    if (this.document.bySeq(seq) === undefined) return;
    this.cursor = seq;
    this.#hasChosen = true;
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

  /** Judges another login, and goes to what there is to see of it. */
  setLogin(id: string): void {
    this.#loginId = id;
    this.#judge();
    this.select(this.#firstOfInterest());
  }

  setScreen(screen: Screen): void {
    this.screen = screen;
    this.#hasChosenScreen = true;
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
    this.#live?.stepAside();
    this.#isAside = this.process !== undefined;
    this.#leave('file');
    this.source = { ...nothingOpen, title, redaction: redactionOf(records) };
    this.notice = notice;
    this.#start(records);
    this.#judge();
    this.cursor = this.#firstOfInterest();
    this.#changed();
  }

  /** Shows what a process records, from now on. `open` makes the connection; it tells the listener what comes. */
  attach(open: (listener: AttachListener, newest: () => number) => AttachPort): void {
    this.#live?.close();
    this.#open = open;
    this.#isAside = false;
    this.#leave('connecting');
    this.source = nothingOpen;
    this.isFollowing = true;
    this.clear();
    this.#live = new LiveSource(this, open);
    this.#changed();
  }

  /** Shows the process again, in place of the recording that was opened. */
  backToProcess(): void {
    if (this.#open !== undefined) this.attach(this.#open);
  }

  /**
   * Lets the process play a scenario, and shows that login alone.
   * @throws Error with the process's own sentence when it refuses
   */
  async startScenario(scenario: string): Promise<void> {
    if (this.#isAside) this.backToProcess();
    await this.#until(() => this.connection !== 'connecting');
    const machines = this.document.records.filter(({ kind }) => kind === 'head' || kind === 'machine');
    this.#shownFrom = this.#live?.newest ?? 0;
    this.#start(machines);
    this.isFollowing = true;
    this.setScreen('flow');
    await this.act({ do: 'startScenario', scenario });
  }

  #until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      const look = (): void => {
        if (!holds()) return;
        stop();
        resolve();
      };
      const stop = this.subscribe(look);
      look();
    });
  }

  /** Asks the process for an act; rejects with a sentence when it refuses, which is also shown as notice. */
  async act(command: ControlCommand): Promise<ActResult> {
    try {
      if (this.#live === undefined)
        throw new Error('A recording cannot be controlled; only a process that runs can.');
      return await this.#live.act(command);
    } catch (error) {
      this.setNotice(error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  /** Judges once more: the records may be the same, but time has passed. */
  diagnoseAgain(): void {
    this.#judge();
    this.#changed();
  }

  /** What a process says about itself. */
  update(change: LiveUpdate): void {
    Object.assign(this, change);
    this.#changed();
  }

  /** The process has said what it is. One that has recorded nothing, and can play scenarios, is there to choose from. */
  greeted(process: ProcessSide): void {
    const isFirst = this.process === undefined;
    this.process = process;
    const isChoice = process.isNew && process.scenarios.length > 0;
    if (isFirst && isChoice && !this.#hasChosenScreen) this.screen = 'open';
    this.#changed();
  }

  /** Empties what is shown: the process has begun anew. */
  clear(): void {
    this.#newest = 0;
    this.#shownFrom = 0;
    this.#start([]);
  }

  /** Takes the records that are not here yet. @returns whether there are any */
  append(records: readonly TraceRecord[]): boolean {
    const newest = this.#newest;
    const isFirst = this.document.length === 0;
    const fresh = records.filter(
      ({ seq, kind }) => seq > newest && (seq > this.#shownFrom || kind === 'head' || kind === 'machine'),
    );
    this.#newest = Math.max(newest, records.at(-1)?.seq ?? 0);
    if (fresh.length === 0) return false;
    this.document.append(fresh);
    this.#filter.catchUp();
    if (isFirst) this.source = { ...this.source, redaction: redactionOf(fresh) };
    if (this.isFollowing) this.cursor = this.rowSeqs.at(-1) ?? 0;
    this.#changed();
    return true;
  }

  /** Judges what has come. @param isFirst it came just now for the first time */
  judgeNews(isFirst: boolean): void {
    this.#judge();
    if (this.#filter.hasQuery) this.#filter.refilter();
    if (isFirst) this.#lookAtOutcome();
    this.#changed();
  }

  /** Lets go of what was shown. */
  #leave(connection: Connection): void {
    this.control = undefined;
    this.connection = connection;
    this.screen = 'flow';
  }

  #start(records: readonly TraceRecord[]): void {
    this.document = TraceDocument.of(records);
    this.cursor = 0;
    this.#hasChosen = false;
    this.pinned = undefined;
    this.#loginId = undefined;
    this.#logins = [];
    this.isPlaying = false;
    this.#filter = new RowFilter(this.document);
    this.#filter.apply(this.#settings);
    this.evidence = new Set();
    this.problems = this.document.problems;
  }

  #judge(): void {
    const before = this.control?.runs.find(({ pending }) => pending !== undefined)?.pending;
    this.#logins = loginsOf(this.document);
    const login = this.#logins.length > 1 ? this.login : undefined;
    const { diagnosis, evidence, problems } = judge(this.document, { now: this.#live?.now, before }, login);
    this.diagnosis = diagnosis;
    this.evidence = evidence;
    this.problems = problems;
  }

  /** What had ended before the page came is looked at like a recording. */
  #lookAtOutcome(): void {
    const { isLive } = this.source;
    if (isLive && !(this.#live?.hasBegunBefore === true && this.isFollowing)) return;
    if (isLive && this.diagnosis.verdict !== 'fine' && this.diagnosis.verdict !== 'failed') return;
    if (!isLive && this.#hasChosen) return;
    this.isFollowing = false;
    this.cursor = this.#firstOfInterest();
  }

  /** The record that is looked at first, in the login that is judged. */
  #firstOfInterest(): number {
    const from = this.#logins.length > 1 ? (this.login?.firstSeq ?? 0) : 0;
    const rows = this.rowSeqs.filter((seq) => seq >= from);
    return firstOfInterest(this.document, rows, this.diagnosis);
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

/** The automaton that a record tells of: its own lane, who sent the message, or who got it. */
function automatonOf(document: TraceDocument, record: TraceRecord | undefined): string | undefined {
  if (record === undefined) return undefined;
  const isAutomaton = document.automatons.some(({ nickname }) => nickname === record.lane);
  if (isAutomaton) return record.lane;
  return automatonBehind(document, record) ?? document.deliveriesOf(record.seq)[0]?.lane;
}

function toggled<T>(set: ReadonlySet<T>, item: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}

function redactionOf(records: readonly TraceRecord[]): RedactionPolicy {
  const head = records[0];
  return head?.kind === 'head' ? head.redaction : 'masked';
}
