import type { TraceRecord } from '../runtime/trace-records.js';
import { readTrace } from '../services/trace-reader.js';
import type { ExitCode } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import type { CliIo } from './io.js';
import { wantsColor } from './io.js';
import { renderLadder } from './ladder.js';
import type { Terminal } from './terminal.js';
import { writeAll } from './write.js';

export interface ReplayArguments {
  readonly all?: boolean;
  readonly width?: number;
}

/** `pbx-automata replay FILE`: shows a recording as a ladder. */
export async function replay(
  path: string,
  args: ReplayArguments,
  io: CliIo,
  terminal: Terminal,
): Promise<ExitCode> {
  const onNote = (note: string): void => {
    terminal.say(`Note: ${note}`, terminal.style.accent);
  };
  const records: TraceRecord[] = [];
  for await (const record of readTrace(path, { onNote })) records.push(record);
  const { all, width = io.stdout.columns } = args;
  const color = wantsColor(io.stdout, io.env);
  const lines = renderLadder(records, {
    color,
    ...(all !== undefined && { all }),
    ...(width !== undefined && { width }),
  });
  await writeAll(io.stdout, withLineEnds(lines));
  return exitCodes.done;
}

function* withLineEnds(lines: Iterable<string>): Iterable<string> {
  for (const line of lines) yield `${line}\n`;
}
