import { setTimeout as delay } from 'node:timers/promises';
import { diagnose } from '../inspector/model/diagnosis/index.js';
import { newestRecords } from '../inspector/model/logins.js';
import { summarize } from '../inspector/model/summary.js';
import { TraceDocument } from '../inspector/model/trace-document.js';
import { jsonLine } from './json-line.js';
import type { TraceRecord } from '../runtime/trace-records.js';
import { followTrace } from '../services/trace-follower.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import type { CliIo } from './io.js';
import { Ladder } from './ladder.js';
import type { LadderOptions } from './ladder.js';
import { isFrame, recordLimit } from './load-trace.js';
import type { Selection } from './replay-selection.js';
import { writeAll } from './write.js';

export interface FollowOptions {
  readonly path: string;
  readonly selection: Selection;
  readonly look: Pick<LadderOptions, 'width' | 'color'>;
  /** Records as JSON lines instead of a ladder. */
  readonly isJson: boolean;
  readonly io: Pick<CliIo, 'stdout' | 'signal'>;
  readonly onNote: (note: string) => void;
  /** Waits until it is worth looking at the file again; false ends it. Default: `lookDelayMs`, until interrupted. */
  readonly wait?: () => Promise<boolean>;
}

/** Time between two looks at the file, in milliseconds: as long as a writer gathers records. */
const lookDelayMs = 250;
/** Records that stay when the oldest are let go. */
const keptRecords = 10_000;

/** Prints the ladder of a trace and goes on as the file grows, until interrupted or until nobody reads any more. */
export async function followLadder(options: FollowOptions): Promise<ExitCode> {
  const { path, io, onNote } = options;
  const wait = options.wait ?? (() => later(io.signal));
  let view = new Following(options);
  const print = (lines: Iterable<string>): Promise<boolean> => writeAll(io.stdout, withLineEnds(lines));
  for await (const growth of followTrace(path, { onNote, wait })) {
    if (growth.kind === 'restarted') {
      if (!(await print(view.rest()))) return exitCodes.done;
      onNote(`The trace starts over: ${growth.why}.`);
      view = new Following(options);
    } else {
      const lines = growth.kind === 'records' ? view.grow(growth.records) : view.rest();
      if (!(await print(lines))) return exitCodes.done;
    }
  }
  await print(view.ending());
  return io.signal.aborted ? exitCodes.interrupted : exitCodes.done;
}

async function later(signal: AbortSignal): Promise<boolean> {
  try {
    await delay(lookDelayMs, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}

/** What has been read and shown of one trace. */
class Following {
  #document = new TraceDocument();
  #ladder: Ladder;
  #hasBegun = false;
  #done = 0;
  /** Runs whose outcome has been told. */
  #told = 0;

  constructor(private readonly options: FollowOptions) {
    this.#ladder = this.#newLadder();
  }

  *grow(records: readonly TraceRecord[]): Iterable<string> {
    this.#letGo();
    this.#document.append(records);
    yield* this.#until(this.#settled());
  }

  /** What was held back, for nothing more comes that could belong to it; and how a run ended. */
  *rest(): Iterable<string> {
    yield* this.#until(this.#document.length);
    const ended = this.#document.runs.filter(({ outcome }) => outcome !== undefined).length;
    if (ended <= this.#told || this.options.isJson) return;
    this.#told = ended;
    yield '';
    yield* this.#outcome();
    yield '';
  }

  *ending(): Iterable<string> {
    yield* this.#until(this.#document.length);
    if (!this.options.isJson) yield* this.#ladder.ending(summarize(this.#document));
  }

  *#until(end: number): Iterable<string> {
    const { isJson, selection, io } = this.options;
    if (!isJson) {
      if (end > 0 && !this.#hasBegun) yield* this.#beginning();
      yield* this.#ladder.rows(end);
      return;
    }
    for (; this.#done < end; this.#done += 1) {
      const record = this.#document.records[this.#done];
      if (record === undefined) continue;
      if (record === this.#document.head || selection.means(this.#document, record))
        yield jsonLine(record, io.stdout);
    }
  }

  *#beginning(): Iterable<string> {
    this.#hasBegun = true;
    yield* this.#ladder.recorded();
    yield '';
    yield* this.#ladder.legend();
    yield '';
  }

  #outcome(): Iterable<string> {
    return this.#ladder.outcome(summarize(this.#document), diagnose(newestRecords(this.#document)));
  }

  /** Up to the last message or post: what became of it may not be read yet. */
  #settled(): number {
    const { records } = this.#document;
    const last = records.findLastIndex(({ kind }) => kind === 'message' || kind === 'post');
    return last === -1 ? records.length : last;
  }

  /** Gives up old records before they are too many; what says who takes part stays. */
  #letGo(): void {
    const { records, length } = this.#document;
    if (length <= recordLimit) return;
    this.options.onNote(
      `More than ${recordLimit.toLocaleString('en')} records: the oldest are let go; the summary is about the others.`,
    );
    const first = length - keptRecords;
    const kept = records.filter((record, at) => at >= first || isFrame(record));
    const shownUpTo = records[this.#ladder.done - 1]?.seq ?? 0;
    const doneUpTo = records[this.#done - 1]?.seq ?? 0;
    this.#document = TraceDocument.of(kept);
    this.#done = kept.findLastIndex(({ seq }) => seq <= doneUpTo) + 1;
    this.#ladder = this.#newLadder();
    this.#ladder.skip(kept.findLastIndex(({ seq }) => seq <= shownUpTo) + 1);
  }

  #newLadder(): Ladder {
    const document = this.#document;
    const { look, selection } = this.options;
    return new Ladder(document, { ...look, shows: (record) => selection.shows(document, record) });
  }
}

function* withLineEnds(lines: Iterable<string>): Iterable<string> {
  for (const line of lines) yield `${line}\n`;
}
