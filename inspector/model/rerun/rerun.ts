import { createRedactor } from '../../../protocol/redaction.js';
import { systemClock } from '../../../runtime/clock.js';
import { TraceRecorder } from '../../../runtime/trace-recorder.js';
import type { HeadRecord, TraceRecord } from '../../../runtime/trace-records.js';
import { KnownMachines } from './known-machines.js';
import type { RerunMachine } from './recorded-automatons.js';
import { RecordedClock } from './recorded-clock.js';
import type { RecordedRun } from './recorded-run.js';
import { recordedRuns } from './recorded-run.js';
import type { RerunDivergence } from './rerun-difference.js';
import { firstDifference } from './rerun-difference.js';
import { RerunRun } from './rerun-run.js';

export type { RerunMachine } from './recorded-automatons.js';
export type { RerunDivergence } from './rerun-difference.js';

/** What became of a re-run. */
export interface RerunReport {
  /** `impossible`: there is nothing that could be run again. */
  readonly outcome: 'same' | 'differs' | 'impossible';
  readonly sentence: string;
  readonly divergence?: RerunDivergence;
  /** `seq` of the `explain` records whose verdicts were taken: no secret is known, so no digest can be checked anew. */
  readonly checksFromRecord: readonly number[];
  /** What could not be done again, in sentences. */
  readonly skipped: readonly string[];
  /** The new trace. */
  readonly records: readonly TraceRecord[];
}

export interface RerunOptions {
  /** Machines besides those of this package; one with the same id takes its place. */
  readonly machines?: readonly RerunMachine[];
}

/** After so many records whoever waits gets a turn. */
const recordsAtOnce = 500;

/**
 * Feeds what came from outside in a recording (messages, connections, timers, silence) to the machines of today,
 * with a clock that stands still in between, and compares what they do with what was recorded. Nothing is sent
 * anywhere. Passwords are not in a recording, nor needed: answers to challenges, verdicts on digests and sessions
 * are taken from it.
 */
export async function rerun(
  { records }: { readonly records: readonly TraceRecord[] },
  options: RerunOptions = {},
): Promise<RerunReport> {
  const machines = new KnownMachines(records, options.machines ?? []);
  const skipped = new Set<string>();
  const checks = new Set<number>();
  const filled = { count: 0, made: 0 };
  const fresh: TraceRecord[] = [];
  const runs = recordedRuns(records);
  const known = runs.filter((run) =>
    [...run.automatons.values()].some((one) => machines.of(one) !== undefined),
  );
  if (known.length === 0) return impossible(runs, machines);

  const clock = new RecordedClock();
  const tracer = newRecorder(clock, records, fresh);
  const breathe = breather();
  for (const run of known) {
    await new RerunRun(run, {
      machines,
      clock,
      tracer,
      filled,
      breathe,
      taken: (seq) => checks.add(seq),
      skipped: (sentence) => skipped.add(sentence),
    }).run();
  }
  if (filled.count > 0) {
    skipped.add(
      `${filled.count} values that the recording has shortened were filled up; what was in them is not compared.`,
    );
  }
  const isWhole = known.every(({ hasEnd }) => hasEnd);
  const divergence = firstDifference(
    known.flatMap((run) => run.records),
    renumbered(fresh, known),
    leftOutOf(known, machines),
    isWhole,
  );
  return {
    outcome: divergence === undefined ? 'same' : 'differs',
    sentence: sentenceOf(divergence, isWhole, checks.size),
    ...(divergence !== undefined && { divergence }),
    checksFromRecord: [...checks].sort((one, other) => one - other),
    skipped: [...skipped],
    records: fresh,
  };
}

function impossible(runs: readonly RecordedRun[], machines: KnownMachines): RerunReport {
  const sentence = whyImpossible(runs, machines);
  return { outcome: 'impossible', sentence, checksFromRecord: [], skipped: [], records: [] };
}

function whyImpossible(runs: readonly RecordedRun[], machines: KnownMachines): string {
  if (runs.length === 0)
    return 'This recording has no run of automatons: it shows what passed on sockets, and there is nothing to run again.';
  const automatons = runs.flatMap((run) => [...run.automatons.values()]);
  return automatons.length > 0 && automatons.every((one) => machines.isOfClass(one))
    ? 'The automatons in this recording are objects of classes, whose code is not in the recording; pbx-automata verify compares them with it.'
    : 'None of the machines in this recording is known here; a program can re-run them with rerun(…, { machines }).';
}

/** Records what the re-run does. What it is fed is masked already; placeholders stay as they are. */
function newRecorder(
  clock: RecordedClock,
  recorded: readonly TraceRecord[],
  into: TraceRecord[],
): TraceRecorder {
  const head = recorded.find((record): record is HeadRecord => record.kind === 'head');
  return new TraceRecorder({
    sink: (record) => into.push(record),
    redactor: createRedactor({ reveal: 'everything', keyedHash: (text) => String(text.length) }),
    clock,
    wallClock: head?.start ?? '',
    versions: head?.versions ?? {},
    policy: head?.redaction ?? 'masked',
  });
}

function breather(): () => Promise<void> {
  let count = 0;
  return () => {
    count += 1;
    if (count % recordsAtOnce !== 0) return Promise.resolve();
    return new Promise((resolve) => systemClock.setTimeout(resolve, 0));
  };
}

/** The new runs under the numbers of the recorded ones. */
function renumbered(fresh: readonly TraceRecord[], known: readonly RecordedRun[]): TraceRecord[] {
  return fresh.map((record) => {
    const run = record.run === undefined ? undefined : known[record.run - 1]?.run;
    return run === undefined || run === record.run ? record : { ...record, run };
  });
}

/** Automatons without a machine, and sockets that are theirs alone: by number of the run and name. */
function leftOutOf(runs: readonly RecordedRun[], machines: KnownMachines): Set<string> {
  const out = new Set<string>();
  for (const { run, automatons, contexts } of runs) {
    const used = new Set<string>();
    for (const [nickname, record] of automatons) {
      const { socket } = record;
      const isRun = machines.of(record) !== undefined && contexts.has(nickname);
      if (!isRun) out.add(`${run} ${nickname}`);
      if (socket === undefined) continue;
      if (isRun) used.add(`${run} ${socket}`);
      else out.add(`${run} ${socket}`);
    }
    for (const name of used) out.delete(name);
  }
  return out;
}

function sentenceOf(divergence: RerunDivergence | undefined, isWhole: boolean, checks: number): string {
  const taken =
    checks === 0
      ? ''
      : ` ${checks === 1 ? 'One check of a digest was' : `${checks} checks of digests were`} taken from the recording.`;
  if (divergence !== undefined) {
    return `The machines of today do something else: ${divergence.actual} instead of ${divergence.expected}.${taken}`;
  }
  const end = isWhole ? 'and ended as the recording did' : 'as far as the recording goes';
  return `The machines of today did the same ${end}.${taken}`;
}
