import { diagnose } from '../inspector/model/diagnosis/index.js';
import { newestRecords } from '../inspector/model/logins.js';
import type { TraceDocument } from '../inspector/model/trace-document.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import type { CliIo, CliOutput } from './io.js';
import { wantsColor } from './io.js';
import { renderLadder } from './ladder.js';
import type { LadderOptions } from './ladder.js';
import { loadTrace } from './load-trace.js';
import { jsonLine } from './json-line.js';
import { followLadder } from './replay-follow.js';
import { Selection } from './replay-selection.js';
import type { SelectionArguments } from './replay-selection.js';
import type { Terminal } from './terminal.js';
import { writeAll } from './write.js';

export interface ReplayArguments extends SelectionArguments {
  readonly width?: number;
  readonly json?: boolean;
  readonly follow?: boolean;
}

/** `pbx-automata replay FILE`: shows a recording as a ladder. */
export async function replay(
  path: string,
  args: ReplayArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<ExitCode> {
  const selection = new Selection(args);
  const onNote = (note: string): void => {
    terminal.say(`Note: ${note}`, terminal.style.accent);
  };
  const { width = io.stdout.columns } = args;
  const look = { color: wantsColor(io.stdout, io.env), ...(width !== undefined && { width }) };
  if (args.follow === true) {
    return followLadder({ path, selection, look, isJson: args.json === true, io, onNote });
  }
  const { document, isPart } = await loadTrace(path, args, onNote);
  const lines =
    args.json === true
      ? jsonLines(document, selection, io.stdout)
      : ladderLines(document, selection, { ...look, isPart }, onNote);
  await writeAll(io.stdout, withLineEnds(lines));
  return exitCodes.done;
}

function* ladderLines(
  document: TraceDocument,
  selection: Selection,
  look: Pick<LadderOptions, 'width' | 'color' | 'isPart'>,
  onNote: (note: string) => void,
): Iterable<string> {
  let shown = 0;
  let rows = 0;
  for (const record of document.records) {
    if (selection.isRow(document, record)) rows += 1;
    if (selection.shows(document, record)) shown += 1;
  }
  yield* renderLadder(document, {
    ...look,
    shows: (record) => selection.shows(document, record),
    ...(look.isPart !== true && { diagnosis: diagnose(newestRecords(document)) }),
  });
  if (selection.isPartial) onNote(`${shown} of ${rows} lines are shown.`);
}

/** The head comes first, so what is written is a trace again. */
function* jsonLines(document: TraceDocument, selection: Selection, output: CliOutput): Iterable<string> {
  for (const record of document.records) {
    if (record === document.head || selection.means(document, record)) yield jsonLine(record, output);
  }
}

function* withLineEnds(lines: Iterable<string>): Iterable<string> {
  for (const line of lines) yield `${line}\n`;
}
