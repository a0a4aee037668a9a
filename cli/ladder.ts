import type { TraceRecord } from '../runtime/trace-records.js';
import { LadderLanes } from './ladder-lanes.js';
import { LadderRows } from './ladder-rows.js';
import { styles } from './style.js';
import type { Style } from './style.js';
import { summarize } from './ladder-summary.js';

export interface LadderOptions {
  /** Columns of a line. Default 100; below 60 lines get longer than that. */
  readonly width?: number;
  /** Whether to use colours, as a terminal's escape sequences. Default false. */
  readonly color?: boolean;
  /** Also what is rarely asked for: every delivery, context changes, timers set and cancelled. Default false. */
  readonly all?: boolean;
}

/**
 * A recording as a ladder for people: what came out of it, then a line for each thing that happened, with a
 * rail for each socket and automaton, then what went wrong and who was left where. How to read one:
 * docs/trace.md, "The ladder".
 */
export function* renderLadder(records: Iterable<TraceRecord>, options: LadderOptions = {}): Iterable<string> {
  const { width = 100, color = false, all = false } = options;
  const style = styles(color);
  const list = [...records];
  const summary = summarize(list);
  const lanes = new LadderLanes(list, width);
  const rows = new LadderRows(list, lanes, { width, style, all });

  yield* heading(list, summary.headline, style);
  yield '';
  yield* legend(style);
  yield '';
  yield* lanes.heading(style);
  for (const record of list) yield* rows.of(record);
  yield* section('Look at these first', summary.problems, style.bad);
  yield* section('Left behind', summary.left, style.bad);
  yield '';
  yield style.strong(summary.line);
}

function* heading(records: readonly TraceRecord[], headline: string, style: Style): Iterable<string> {
  const head = records[0];
  if (head?.kind === 'head') {
    const versions = Object.entries(head.versions).map(([name, version]) => `${name} ${version}`);
    const secrets = {
      masked: 'secrets are masked',
      revealed: 'PRIVATE: SECRETS ARE READABLE IN IT',
      sample: "the secrets in it are the simulator's samples",
    }[head.redaction] as string | undefined;
    yield style.dim(['Recorded', head.start, ...versions, secrets ?? head.redaction].join('  '));
  }
  yield style.strong(headline);
}

function* legend(style: Style): Iterable<string> {
  yield style.dim(
    '├──▶ message  ├┄┄▶ post  ● new state  ○ new phase  ✗ not taken  ✓ checked  ◷ timer  ■ stopped',
  );
  yield style.dim(
    'A line begins with its number in the file and the seconds since the start; "!" marks trouble.',
  );
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
