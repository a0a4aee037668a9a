import type { Command } from 'commander';
import { wholeNumber } from './connection-options.js';
import type { ExitCode } from './exit-codes.js';
import type { InspectCommandArguments } from './inspect.js';
import type { CliIo } from './io.js';
import type { Terminal } from './terminal.js';

/** Adds `pbx-automata inspect [FILE]`. */
export function addInspect(
  program: Command,
  io: CliIo,
  terminal: Terminal,
  conclude: (exitCode: ExitCode) => void,
): void {
  program
    .command('inspect')
    .description(
      'Show a recording on a page in your browser; without FILE, choose a sample or a scenario there.',
    )
    .argument('[FILE]', 'a trace')
    .option('--follow', 'go on as the file grows')
    .option('--port <N>', 'port of the page; default: any that is free', wholeNumber(0, 65_535))
    .option('--no-open', 'open no browser; the address is printed')
    .option('--debug', 'show where an error comes from')
    .addHelpText('after', examples)
    .action(async (file: string | undefined, args: InspectCommandArguments) => {
      const { inspectCommand } = await import('./inspect.js');
      conclude(await inspectCommand(file, args, io, terminal));
    });
}

const examples = `
Examples:
  pbx-automata inspect                           samples and scenarios to choose from
  pbx-automata list --trace login.jsonl
  pbx-automata inspect login.jsonl
  pbx-automata list --inspect                    a login of now`;
