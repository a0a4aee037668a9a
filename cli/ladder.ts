import type { Diagnosis } from '../inspector/model/diagnosis/index.js';
import { flowRow, isPrincipal } from '../inspector/model/flow-row.js';
import { loginsOf } from '../inspector/model/logins.js';
import { isObject, textOr } from '../inspector/model/record-view.js';
import { summarize } from '../inspector/model/summary.js';
import type { TraceSummary } from '../inspector/model/summary.js';
import { brief, fit, printable, seconds } from '../inspector/model/text.js';
import type { TraceDocument } from '../inspector/model/trace-document.js';
import type { HeadRecord, TraceRecord } from '../runtime/trace-records.js';
import { LadderLanes } from './ladder-lanes.js';
import { LadderRows } from './ladder-rows.js';
import { styles } from './style.js';
import type { Style } from './style.js';

export interface LadderOptions {
  /** Columns of a line. Default 100; below 60 lines get longer than that. */
  readonly width?: number;
  /** Whether to use colours, as a terminal's escape sequences. Default false. */
  readonly color?: boolean;
  /** Which records have a line. Default: those that have a row of their own (`isPrincipal`). */
  readonly shows?: (record: TraceRecord) => boolean;
  /** Why the newest login ended as it did; stands on top. Left out: what the outcome alone tells. */
  readonly diagnosis?: Diagnosis;
  /** Whether the document lacks parts of the recording, and so does not tell what came out of it. */
  readonly isPart?: boolean;
}

/**
 * A recording as a ladder for people: what came out of it, then a line for each thing that happened, with a
 * rail for each socket and automaton, then what went wrong and who was left where. How to read one:
 * docs/trace.md, "The ladder".
 */
export function* renderLadder(document: TraceDocument, options: LadderOptions = {}): Iterable<string> {
  const { diagnosis, isPart = false } = options;
  const ladder = new Ladder(document, options);
  const summary = summarize(document);
  yield* ladder.recorded();
  if (isPart)
    yield 'Only a part of the recording is looked at, so nothing is said about what came out of it.';
  else yield* ladder.outcome(summary, diagnosis);
  yield '';
  yield* ladder.legend();
  yield '';
  yield* ladder.rows();
  yield* ladder.ending(isPart ? { ...summary, left: [] } : summary);
}

/** The parts of a ladder, for a recording that may still grow. */
export class Ladder {
  readonly #style: Style;
  readonly #width: number;
  readonly #rows: LadderRows;
  #hasHeading = false;
  #done = 0;

  constructor(
    private readonly document: TraceDocument,
    { width = 100, color = false, shows = (record) => isPrincipal(record, document) }: LadderOptions = {},
  ) {
    this.#width = width;
    this.#style = styles(color);
    const lanes = new LadderLanes(document, width);
    this.#rows = new LadderRows(document, lanes, { width, style: this.#style, shows });
  }

  /** Records that have been gone through. */
  get done(): number {
    return this.#done;
  }

  /** Goes on behind so many records, whose lines have been shown. */
  skip(records: number): void {
    this.#done = records;
  }

  /** When and by what it was recorded. */
  *recorded(): Iterable<string> {
    const { head } = this.document;
    if (head === undefined) return;
    const versions = isObject(head.versions) ? Object.entries(head.versions) : [];
    const parts = [
      textOr(head.start, ''),
      ...versions.map(([name, version]) => `${name} ${brief(version)}`),
      secretsIn(head),
    ];
    yield this.#style.dim(printable(['Recorded', ...parts].join('  ')));
  }

  /** How it ended and why, the record that shows it, and what to do. */
  *outcome({ outcome, guess }: TraceSummary, diagnosis: Diagnosis | undefined): Iterable<string> {
    const [finding] = diagnosis?.findings ?? [];
    const sentence = diagnosis?.sentence ?? guess;
    const logins = loginsOf(this.document);
    const newest = logins.at(-1);
    if (diagnosis !== undefined && newest !== undefined && logins.length > 1) {
      const which = `${logins.length} logins in this recording; the last one, ${newest.title}, from line ${newest.firstSeq} on:`;
      yield this.#style.strong(outcome);
      yield this.#style.strong(printable(`${which} ${sentence}`));
    } else yield this.#style.strong(`${outcome} ${printable(sentence)}`.trimEnd());
    if (finding === undefined) return;
    if (!sentence.includes(finding.sentence)) yield printable(finding.sentence);
    const record = finding.evidence.map((seq) => this.document.bySeq(seq)).find((one) => one !== undefined);
    if (record !== undefined) {
      const { seq, t, text } = flowRow(this.document, record);
      yield `Seen in line ${seq} at ${seconds(t)}: ${fit(printable(text), Math.max(40, this.#width - 30))}`;
    }
    yield `What to do: ${printable(finding.advice)} See docs/${finding.doc}`;
  }

  *legend(): Iterable<string> {
    const { dim } = this.#style;
    yield dim(
      '├──▶ message  ├┄┄▶ post  ● new state  ○ new phase  ✗ not taken  ✓ checked  ◷ timer  ■ stopped',
    );
    yield dim(
      'A line begins with its number in the file and the seconds since the start; "!" marks trouble.',
    );
  }

  /** The lines of what has been recorded since the last call, up to a place; the names again when lanes are new. */
  *rows(until = this.document.length): Iterable<string> {
    const lanes = new LadderLanes(this.document, this.#width);
    if (!this.#hasHeading || !lanes.isLike(this.#rows.lanes)) {
      this.#rows.lanes = lanes;
      this.#hasHeading = true;
      yield* lanes.heading(this.#style);
    }
    for (; this.#done < until; this.#done += 1) {
      const record = this.document.records[this.#done];
      if (record === undefined) continue;
      yield* this.#rows.of(record);
    }
  }

  /** What to look at, who was left where, the counts. */
  *ending({ problems, left, line }: TraceSummary): Iterable<string> {
    yield* section('Look at these first', problems, this.#style.bad);
    yield* section('Left behind', left, this.#style.bad);
    yield '';
    yield this.#style.strong(line);
  }
}

const secretsText: Readonly<Record<string, string>> = {
  masked: 'secrets are masked',
  revealed: 'PRIVATE: SECRETS ARE READABLE IN IT',
  sample: "the secrets in it are the simulator's samples",
};

function secretsIn({ redaction }: HeadRecord): string {
  const policy = textOr(redaction, 'nothing is said about secrets');
  return Object.hasOwn(secretsText, policy) ? (secretsText[policy] ?? policy) : policy;
}

function* section(
  title: string,
  lines: readonly string[],
  paint: (text: string) => string,
): Iterable<string> {
  if (lines.length === 0) return;
  yield '';
  yield `${title}:`;
  for (const line of lines) yield paint(line);
}
