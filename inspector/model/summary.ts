import { view } from './record-view.js';
import { printable, seconds } from './text.js';
import type { AutomatonTrack, RunTrack, TraceDocument } from './trace-document.js';
import { troubleOf } from './trouble.js';

/** What came out of a recording, for those who read no further. Fit for a terminal. */
export interface TraceSummary {
  /** How its runs ended, in a sentence. */
  readonly outcome: string;
  /** What the outcome says about the automatons, for want of a diagnosis. */
  readonly guess: string;
  /** What went wrong on the way, in order. */
  readonly problems: readonly string[];
  /** Automatons that had not finished, with state and phase. */
  readonly left: readonly string[];
  /** The counts, in a line. */
  readonly line: string;
}

/** Most problems that are listed, and most automatons. */
const listLimit = 12;
/** Most runs that are named one by one. */
const runLimit = 6;

export function summarize(document: TraceDocument): TraceSummary {
  // A recording that reached its cap lacks the end of an automaton, but not that of its run.
  const isCapped = document.records.some(({ kind }) => kind === 'drop');
  const finished = new Set(
    document.runs.filter(({ outcome }) => isCapped && outcome === 'finished').map(({ run }) => run),
  );
  const left = document.automatons.filter(
    ({ why, run }) =>
      why !== 'finished' &&
      !(why === undefined && finished.has(run)) &&
      // Where nothing is told of steps, an automaton has no end either.
      (document.tellsOfSteps || !hasFinished(document, run)),
  );
  const ends = endsOf(document);
  const connections = document.clientConnections.length;
  const duration = seconds(document.records.at(-1)?.t ?? 0);
  return {
    outcome: printable(
      document.runs.length === 0 && connections > 0
        ? `Outcome: ${counted(connections, 'connection')} in ${duration} s.`
        : `Outcome: ${ends} after ${duration} s.`,
    ),
    guess: printable(guessOf(document, left)),
    problems: shortlist(problemsOf(document), ', marked "!" above').map(printable),
    left: shortlist(
      left.map((track) => `  ${fateOf(document, track)}`),
      '',
    ).map(printable),
    line: printable(
      `Summary: ${[`${ends} after ${duration} s`, ...counts(document, left.length)].join('; ')}`,
    ),
  };
}

/** Problems but those that the outcome and the automatons left behind tell of already. */
function problemsOf(document: TraceDocument): string[] {
  const texts: string[] = [];
  const failures = new Set(
    document.automatons.filter(({ failure }) => failure !== undefined).map(({ lastSeq }) => lastSeq),
  );
  for (const seq of document.problems) {
    const record = document.bySeq(seq);
    if (record === undefined) continue;
    const { kind } = view(record);
    if (kind === 'end' || kind === 'drop' || (kind === 'dead' && !failures.has(seq))) continue;
    const trouble = troubleOf(record, document.deliveriesOf(seq)) ?? '';
    texts.push(`  line ${seq} at ${seconds(record.t)}: ${trouble}`);
  }
  return texts;
}

function hasFinished({ runs }: TraceDocument, number: number): boolean {
  return runs.some(({ run, outcome }) => run === number && outcome === 'finished');
}

function fateOf(document: TraceDocument, track: AutomatonTrack): string {
  const { path } = document.stateAt(track, Infinity);
  return `${track.nickname} in ${path === '' ? 'no state' : path}: ${track.why ?? 'still running'}`;
}

/** The first failure explains most of what follows it. */
function guessOf(document: TraceDocument, left: readonly AutomatonTrack[]): string {
  const failed = document.automatons.find(({ failure }) => failure !== undefined);
  if (failed !== undefined) return `${failed.nickname} failed: ${failed.failure ?? ''}`;
  const [first] = left;
  if (first === undefined) return document.automatons.length === 0 ? '' : 'Every automaton finished.';
  const { path } = document.stateAt(first, Infinity);
  const others = left.length > 1 ? ` and ${left.length - 1} more` : '';
  return `${first.nickname} was left in ${path === '' ? 'no state' : path}${others}.`;
}

function endsOf({ runs }: TraceDocument): string {
  if (runs.length > runLimit) return manyEnds(runs);
  const ends = runs.map(({ run, outcome }) =>
    outcome === undefined ? `run ${run} has no end in this recording` : `run ${run}: ${outcome}`,
  );
  return ends.join(', ') || 'no run';
}

/** `500 runs: 498 finished, 1 timeout, 1 without an end`. */
function manyEnds(runs: readonly RunTrack[]): string {
  const outcomes = new Map<string, number>();
  for (const { outcome = 'without an end' } of runs) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
  const texts = [...outcomes].map(([outcome, count]) => `${count} ${outcome}`);
  return `${runs.length} runs: ${texts.join(', ')}`;
}

function counts(document: TraceDocument, left: number): string[] {
  const count = { in: 0, out: 0, posts: 0, discarded: 0, undelivered: 0, mismatches: 0, dropped: 0 };
  const sockets = new Set<unknown>();
  for (const record of document.records) {
    const seen = view(record);
    switch (seen.kind) {
      case 'message':
        sockets.add(seen.lane);
        count[document.directionOf(record)] += 1;
        break;
      case 'socket':
        sockets.add(seen.lane);
        break;
      case 'post':
        count.posts += 1;
        break;
      case 'undelivered':
        if (document.isTrouble(record.seq)) count.undelivered += 1;
        break;
      case 'deliver':
        if (seen.outcome !== 'handled' && seen.origin !== 'runtime') count.discarded += 1;
        break;
      case 'explain':
        if (seen.verdict === 'mismatch') count.mismatches += 1;
        break;
      case 'drop':
        if (typeof seen.count === 'number') count.dropped += seen.count;
        break;
      case 'end':
        if (typeof seen.dropped === 'number') count.dropped = Math.max(count.dropped, seen.dropped);
        break;
      default:
    }
  }
  return [
    `${counted(document.automatons.length, 'automaton')} (${left} left behind)`,
    counted(sockets.size, 'socket'),
    `${counted(count.in, 'message')} in, ${count.out} out`,
    counted(count.posts, 'post'),
    `${count.discarded} discarded`,
    `${count.undelivered} undelivered`,
    counted(count.mismatches, 'wrong digest'),
    ...(count.dropped > 0 ? [`${counted(count.dropped, 'record')} missing`] : []),
  ];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function shortlist(lines: readonly string[], where: string): readonly string[] {
  if (lines.length <= listLimit) return lines;
  return [...lines.slice(0, listLimit), `  and ${lines.length - listLimit} more${where}`];
}
