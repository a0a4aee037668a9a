import type { Command } from 'commander';
import { Option } from 'commander';
import { gather, wholeNumber } from './connection-options.js';
import type { ExitCode } from './exit-codes.js';
import type { ExportArguments } from './export-formats.js';
import type { CliIo } from './io.js';
import type { Terminal } from './terminal.js';

/** Adds `export`. */
export function addExport(
  program: Command,
  io: CliIo,
  terminal: Terminal,
  conclude: (exitCode: ExitCode) => void,
): void {
  const recordNumber = wholeNumber(1, 999_999_999);
  program
    .command('export')
    .description('Make something to pass on of a recording (--trace FILE): a page, a picture, a diagram.')
    .argument('<FILE>', 'a trace')
    .addOption(
      new Option('--html', 'the debugger and the recording in one HTML file that opens from disk').conflicts([
        'mermaid',
        'svg',
        'states',
      ]),
    )
    .addOption(
      new Option('--mermaid', 'a sequence diagram as Mermaid text, for tickets').conflicts(['svg', 'states']),
    )
    .addOption(
      new Option('--svg', 'the ladder as a picture; with --chart the statechart').conflicts('states'),
    )
    .option('--states', 'the statecharts as Mermaid state diagrams; with --chart only that one')
    .option('--chart <NAME>', 'the statechart of this machine or automaton')
    .option('--out <PATH>', 'write this file; - for standard output')
    .option('--filter <QUERY>', 'only what a query line means, e.g. "mt:App*" (repeatable)', gather, [])
    .option(
      '--lane <NAME>',
      'only what has to do with this socket, automaton or server (repeatable)',
      gather,
      [],
    )
    .option('--from <LINE>', 'from this line of the file on', recordNumber)
    .option('--to <LINE>', 'up to this line of the file', recordNumber)
    .option('--all', 'pictures also show every delivery, context changes, timers set and cancelled')
    .addOption(
      new Option('--scheme <SCHEME>', 'colours of pictures: light, dark, or both, as the reader has them')
        .choices(['light', 'dark', 'both'])
        .default('both'),
    )
    .option('--private', 'also of a recording in which secrets are readable')
    .option('--debug', 'show where an error comes from')
    .addHelpText('after', exportExamples)
    .action(async (file: string, args: ExportArguments) => {
      const { exportTrace } = await import('./export.js');
      conclude(await exportTrace(file, args, io, terminal));
    });
}

const exportExamples = `
Examples:
  pbx-automata export login.jsonl --html                  login.html, to be sent and opened anywhere
  pbx-automata export login.jsonl --mermaid --from 20 --to 60 --lane UserPBXLogin
  pbx-automata export login.jsonl --svg --out ladder.svg
  pbx-automata export login.jsonl --chart DeviceLister --svg | display
  pbx-automata export login.jsonl --states

At a terminal it writes a file beside you and says its name; in a pipe it writes to standard output.`;
