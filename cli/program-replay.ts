import type { Command } from 'commander';
import { gather, wholeNumber } from './connection-options.js';
import type { ExitCode } from './exit-codes.js';
import type { CliIo } from './io.js';
import type { ReplayArguments } from './replay.js';
import type { Terminal } from './terminal.js';

/** Adds `replay`. */
export function addReplay(
  program: Command,
  io: CliIo,
  terminal: Terminal,
  conclude: (exitCode: ExitCode) => void,
): void {
  const recordNumber = wholeNumber(1, 999_999_999);
  program
    .command('replay')
    .description('Show a recording (--trace FILE) as a ladder: who sent what to whom, in which state.')
    .argument('<FILE>', 'a trace')
    .option(
      '--filter <QUERY>',
      'only what a query line means, e.g. "mt:App* -lane:users" (repeatable)',
      gather,
      [],
    )
    .option(
      '--lane <NAME>',
      'only what has to do with this socket, automaton or server (repeatable)',
      gather,
      [],
    )
    .option('--mt <TYPE>', 'only messages and posts of this type; * for any letters (repeatable)', gather, [])
    .option('--run <N>', 'only this run (repeatable)', gather, [])
    .option('--from <LINE>', 'from this line of the file on', recordNumber)
    .option('--to <LINE>', 'up to this line of the file', recordNumber)
    .option('--problems', 'only trouble and what led to it')
    .option('--follow', 'go on as the file grows, until Ctrl-C')
    .option('--json', 'the records as JSON lines instead of the ladder')
    .option('--all', 'also every delivery, context changes, timers set and cancelled')
    .option('--width <COLUMNS>', 'columns of a line; default: as wide as the terminal', wholeNumber(60, 1000))
    .option('--debug', 'show where an error comes from')
    .addHelpText('after', replayExamples)
    .action(async (file: string, args: ReplayArguments) => {
      const { replay } = await import('./replay.js');
      conclude(await replay(file, args, io, terminal));
    });
}

const replayExamples = `
Examples:
  pbx-automata list --trace login.jsonl
  pbx-automata replay login.jsonl | less -R
  pbx-automata replay login.jsonl --filter "lane:pbx -kind:log" --filter "gap>500ms"
  pbx-automata replay login.jsonl --problems
  pbx-automata replay login.jsonl --mt "AppLogin*" --json | jq .body

A query line: docs/trace.md, "Searching".`;
