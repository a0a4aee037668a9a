import { diagnose } from '../inspector/model/diagnosis/index.js';
import { isPrincipal } from '../inspector/model/flow-row.js';
import { isShown, matches, parseQuery, queryWord } from '../inspector/model/query.js';
import type { Query } from '../inspector/model/query.js';
import type { TraceDocument } from '../inspector/model/trace-document.js';
import type { TraceRecord } from '../runtime/trace-records.js';
import { CliUsageError } from './errors.js';

/** What of a recording is wanted. */
export interface SelectionArguments {
  readonly all?: boolean;
  readonly filter: readonly string[];
  readonly lane: readonly string[];
  readonly mt: readonly string[];
  readonly run: readonly string[];
  readonly from?: number;
  readonly to?: number;
  readonly problems?: boolean;
}

/** Decides which records are shown. */
export class Selection {
  readonly #query: Query;
  /** The query in one line; empty when everything is wanted. */
  readonly line: string;
  #wanted:
    { readonly document: TraceDocument; readonly version: number; readonly seqs: Set<number> } | undefined;

  /** @throws CliUsageError `QUERY_INVALID` when a part of the query is not understood */
  constructor(private readonly args: SelectionArguments) {
    const { filter, lane, mt, run } = args;
    this.line = [
      ...filter,
      ...lane.map((value) => queryWord('lane', `*${value}*`)),
      ...mt.map((value) => queryWord('mt', value)),
      ...run.map((value) => queryWord('run', value)),
    ].join(' ');
    const { query, problems } = parseQuery(this.line);
    const [problem] = problems;
    if (problem !== undefined) {
      const sentence = `The query is not understood: ${problem} docs/trace.md, "Searching", has all words.`;
      throw new CliUsageError('QUERY_INVALID', sentence, { query: this.line, problems });
    }
    this.#query = query;
  }

  /** Whether something may be left out that would be shown otherwise. */
  get isPartial(): boolean {
    const { from, to, problems } = this.args;
    return this.line !== '' || from !== undefined || to !== undefined || problems === true;
  }

  /** Whether the record has a line in the ladder. */
  shows(document: TraceDocument, record: TraceRecord): boolean {
    return this.#isInside(document, record) && isShown(this.#query, document, record, this.args.all === true);
  }

  /** Whether the record is meant, whether or not it has a line of its own. */
  means(document: TraceDocument, record: TraceRecord): boolean {
    return this.#isInside(document, record) && matches(this.#query, document, record);
  }

  /** Whether the record would have a line if nothing were left out. */
  isRow(document: TraceDocument, record: TraceRecord): boolean {
    return this.args.all === true || isPrincipal(record, document);
  }

  #isInside(document: TraceDocument, { seq }: TraceRecord): boolean {
    const { from = 0, to = Infinity, problems } = this.args;
    return seq >= from && seq <= to && (problems !== true || this.#troubled(document).has(seq));
  }

  /** Trouble, the records that show why, and what led to them. */
  #troubled(document: TraceDocument): Set<number> {
    if (this.#wanted?.document !== document || this.#wanted.version !== document.version) {
      const evidence = diagnose(document.records).findings.flatMap((finding) => finding.evidence);
      const seqs = new Set<number>();
      for (const seq of [...document.problems, ...evidence]) {
        seqs.add(seq);
        for (const cause of causesOf(document, seq)) seqs.add(cause.seq);
        for (const delivery of document.deliveriesOf(seq)) seqs.add(delivery.seq);
      }
      this.#wanted = { document, version: document.version, seqs };
    }
    return this.#wanted.seqs;
  }
}

/** What led to a record; to the end of an automaton, its last step. */
function causesOf(document: TraceDocument, seq: number): readonly TraceRecord[] {
  const causes = document.causesOf(seq);
  const record = document.bySeq(seq);
  if (causes.length > 0 || record?.kind !== 'dead') return causes;
  const track = document.automaton(record.run ?? 0, record.lane);
  const step = track === undefined ? undefined : document.bySeq(document.stateAt(track, seq).sinceSeq);
  return step === undefined ? [] : [step, ...document.causesOf(step.seq)];
}
