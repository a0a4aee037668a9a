import type { TraceRecord } from '../../runtime/trace-records.js';
import { flowRow, isPrincipal } from '../model/flow-row.js';
import type { FlowRow } from '../model/flow-row.js';
import { matches, parseQuery } from '../model/query.js';
import type { TraceDocument } from '../model/trace-document.js';
import type { KindGroup } from './page-types.js';
import { kindGroups } from './page-types.js';

/** What the list is narrowed to. */
export interface FilterSettings {
  readonly queryText: string;
  /** Deliveries, snapshots and timers set are shown too. */
  readonly showAll: boolean;
  readonly groups: ReadonlySet<KindGroup>;
  /** Names of hidden lanes, as `laneKey` makes them. */
  readonly hiddenLanes: ReadonlySet<string>;
  /** Number of the only run that is shown. */
  readonly run: number | undefined;
}

export const everything: FilterSettings = {
  queryText: '',
  showAll: false,
  groups: new Set(kindGroups),
  hiddenLanes: new Set(),
  run: undefined,
};

/** Whether the settings leave out rows that are shown when a recording is opened. */
export function isNarrowed({ queryText, groups, hiddenLanes, run }: FilterSettings): boolean {
  return (
    queryText.trim() !== '' || groups.size < kindGroups.length || hiddenLanes.size > 0 || run !== undefined
  );
}

const groupOf: Readonly<Partial<Record<TraceRecord['kind'], KindGroup>>> = {
  message: 'messages',
  socket: 'messages',
  deliver: 'messages',
  post: 'posts',
  undelivered: 'posts',
  automaton: 'states',
  transition: 'states',
  snapshot: 'states',
  dead: 'states',
  timer: 'timers',
  explain: 'checks',
  log: 'log',
  note: 'log',
};

/** A socket and an automaton of the same name are two lanes. */
export function laneKey(lane: { readonly kind: string; readonly name: string }): string {
  return `${lane.kind} ${lane.name}`;
}

/** The rows that the settings leave, kept up to date as records come. */
export class RowFilter {
  #settings = everything;
  #parsed = parseQuery('');
  #seqs: number[] = [];
  /** How many records have been looked at. */
  #done = 0;

  constructor(readonly document: TraceDocument) {}

  get seqs(): readonly number[] {
    return this.#seqs;
  }

  /** Sentences about what is wrong with the query. */
  get problems(): readonly string[] {
    return this.#parsed.problems;
  }

  get hasQuery(): boolean {
    return this.#settings.queryText.trim() !== '';
  }

  apply(settings: FilterSettings): void {
    if (settings.queryText !== this.#settings.queryText) this.#parsed = parseQuery(settings.queryText);
    this.#settings = settings;
    this.refilter();
  }

  /** Looks at all records again: what came later can change what an earlier row is. */
  refilter(): void {
    this.#seqs = [];
    this.#done = 0;
    this.catchUp();
  }

  /** Looks at the records that have come since. */
  catchUp(): void {
    const { records } = this.document;
    const added: number[] = [];
    for (; this.#done < records.length; this.#done += 1) {
      const record = records[this.#done];
      if (record !== undefined && this.#isShown(record)) added.push(record.seq);
    }
    if (added.length > 0) this.#seqs = this.#seqs.length === 0 ? added : [...this.#seqs, ...added];
  }

  #isShown(record: TraceRecord): boolean {
    const { showAll, groups, hiddenLanes, run } = this.#settings;
    if (run !== undefined && record.run !== undefined && record.run !== run) return false;
    const group = groupOf[record.kind];
    if (group !== undefined && !groups.has(group)) return false;
    if (!showAll && !isPrincipal(record, this.document)) return false;
    if (hiddenLanes.size > 0 && this.#isHidden(flowRow(this.document, record), hiddenLanes)) return false;
    return matches(this.#parsed.query, this.document, record);
  }

  /** A row goes when all lanes that it touches are hidden. */
  #isHidden(row: FlowRow, hidden: ReadonlySet<string>): boolean {
    const touched = [row.from, row.lane, ...row.to.map(({ lane }) => lane)].filter(
      (lane) => lane !== undefined,
    );
    return (
      touched.length > 0 &&
      touched.every((index) => {
        const lane = this.document.lanes[index];
        return lane !== undefined && hidden.has(laneKey(lane));
      })
    );
  }
}
