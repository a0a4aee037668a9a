import { nobodyElse } from '../runtime/trace.js';
import type { TraceRecord } from '../runtime/trace-records.js';
import { failureOf, printable, seconds } from '../inspector/model/text.js';

/** What came out of a recording, for those who read no further. */
export interface TraceSummary {
  /** What happened, in a sentence. */
  readonly headline: string;
  /** What went wrong on the way, worst last. */
  readonly problems: readonly string[];
  /** Automatons that had not finished, with state and phase. */
  readonly left: readonly string[];
  /** The counts, in a line. */
  readonly line: string;
}

/** Most problems that are listed. */
const problemLimit = 12;

interface AutomatonFate {
  readonly name: string;
  state: string;
  why: string | undefined;
  failure: string;
}

/** Goes through a recording once. */
export function summarize(records: readonly TraceRecord[]): TraceSummary {
  const fates = new Map<string, AutomatonFate>();
  const sockets = new Set<string>();
  const counts = { in: 0, out: 0, posts: 0, discarded: 0, undelivered: 0, mismatches: 0, dropped: 0 };
  const problems: string[] = [];
  const ends: string[] = [];
  const state = { runs: 0, isOpen: false };

  const fate = (run: number | undefined, name: string): AutomatonFate => {
    const key = `${run ?? 0} ${name}`;
    const known = fates.get(key) ?? { name, state: '', why: undefined, failure: '' };
    fates.set(key, known);
    return known;
  };
  const problem = (record: TraceRecord, text: string): void => {
    problems.push(`  line ${record.seq} at ${seconds(record.t)}: ${text}`);
  };

  for (const record of records) {
    switch (record.kind) {
      case 'note':
        if (record.note !== 'run') break;
        state.runs += 1;
        state.isOpen = true;
        break;
      case 'automaton':
        fate(record.run, record.lane);
        break;
      case 'message':
        sockets.add(record.lane);
        counts[record.dir] += 1;
        if (record.mt === undefined)
          problem(record, `what came on ${record.lane} is no message: ${record.reason ?? ''}`);
        break;
      case 'socket':
        sockets.add(record.lane);
        if (record.what === 'error') problem(record, `socket ${record.lane} failed: ${failureOf(record)}`);
        break;
      case 'post':
        counts.posts += 1;
        break;
      case 'undelivered':
        if (record.why === nobodyElse) break;
        counts.undelivered += 1;
        problem(record, `${record.mt} from ${record.lane} did not reach ${record.to}: ${record.why}`);
        break;
      case 'deliver':
        if (record.outcome === 'handled' || record.origin === 'runtime') break;
        counts.discarded += 1;
        if (record.origin === 'wire') {
          problem(record, `${record.lane} ${record.outcome} ${record.mt} in ${record.state}`);
        }
        break;
      case 'transition':
        fate(record.run, record.lane).state = record.changes.map(({ to }) => to ?? '').join(' ');
        break;
      case 'explain':
        if (record.verdict !== 'mismatch') break;
        counts.mismatches += 1;
        problem(
          record,
          `${record.lane}: ${record.rule} does not match${record.reason === undefined ? '' : `: ${record.reason}`}`,
        );
        break;
      case 'dead': {
        const one = fate(record.run, record.lane);
        one.why = record.why;
        one.failure = failureOf(record);
        if (one.failure !== '') problem(record, `${record.lane} failed: ${one.failure}`);
        break;
      }
      case 'drop':
        counts.dropped += record.count;
        break;
      case 'end':
        state.isOpen = false;
        counts.dropped = Math.max(counts.dropped, record.dropped ?? 0);
        ends.push(`run ${record.run ?? '?'}: ${record.outcome}`);
        break;
      case 'head':
      case 'machine':
      case 'snapshot':
      case 'timer':
      case 'control':
      case 'log':
        break;
    }
  }

  const all = [...fates.values()];
  const left = all
    .filter(({ why }) => why !== 'finished')
    .map(
      ({ name, state: place, why }) =>
        `  ${name} in ${place === '' ? 'no state' : place}: ${why ?? 'still running'}`,
    );
  if (state.isOpen) ends.push(`run ${state.runs} has no end in this recording`);
  const duration = seconds(records.at(-1)?.t ?? 0);
  return {
    headline: printable(headlineOf(all, ends, duration)),
    problems: shortlist(problems).map(printable),
    left: left.map(printable),
    line: printable(
      [
        `Summary: ${ends.join(', ') || 'no run'} after ${duration} s`,
        `${counted(all.length, 'automaton')} (${left.length} left behind)`,
        counted(sockets.size, 'socket'),
        `${counted(counts.in, 'message')} in, ${counts.out} out`,
        counted(counts.posts, 'post'),
        `${counts.discarded} discarded`,
        `${counts.undelivered} undelivered`,
        counted(counts.mismatches, 'wrong digest'),
        ...(counts.dropped > 0 ? [`${counted(counts.dropped, 'record')} missing`] : []),
      ].join('; '),
    ),
  };
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** The first failure explains most of what follows it, so it is what the headline tells. */
function headlineOf(all: readonly AutomatonFate[], ends: readonly string[], duration: string): string {
  const outcome = ends.join(', ') || 'no run';
  const failed = all.find(({ failure }) => failure !== '');
  if (failed !== undefined)
    return `Outcome: ${outcome} after ${duration} s. ${failed.name} failed: ${failed.failure}`;
  const left = all.filter(({ why }) => why !== 'finished');
  const first = left[0];
  if (first === undefined) return `Outcome: ${outcome} after ${duration} s. Every automaton finished.`;
  const others = left.length > 1 ? ` and ${left.length - 1} more` : '';
  return `Outcome: ${outcome} after ${duration} s. ${first.name} was left in ${first.state}${others}.`;
}

function shortlist(problems: readonly string[]): readonly string[] {
  if (problems.length <= problemLimit) return problems;
  return [
    ...problems.slice(0, problemLimit),
    `  and ${problems.length - problemLimit} more, marked "!" above`,
  ];
}
