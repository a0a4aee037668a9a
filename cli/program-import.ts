import type { Command } from 'commander';
import type { ExitCode } from './exit-codes.js';
import type { ImportArguments } from './import.js';
import type { CliIo } from './io.js';
import type { Terminal } from './terminal.js';

/** Adds `import-har` and `import-log`. */
export function addImport(
  program: Command,
  io: CliIo,
  terminal: Terminal,
  conclude: (exitCode: ExitCode) => void,
): void {
  const out = '--out <FILE>';
  const outText = 'write the trace into this file; else it goes to standard output';
  program
    .command('import-har')
    .description("Make a trace of a browser's recording (HAR), with its WebSocket messages.")
    .argument('<FILE>', 'saved with "Export HAR" in the network tab of the developer tools')
    .option(out, outText)
    .option('--debug', 'show where an error comes from')
    .addHelpText('after', importExamples('import-har', 'myapps.har'))
    .action(async (file: string, args: ImportArguments) => {
      const { importHarFile } = await import('./import.js');
      conclude(await importHarFile(file, args, io, terminal));
    });
  program
    .command('import-log')
    .description('Make a trace of what a PHP program has logged.')
    .argument('<FILE>', 'what the program printed: text, or the page a browser saved')
    .option(out, outText)
    .option('--debug', 'show where an error comes from')
    .addHelpText('after', importExamples('import-log', 'list.log'))
    .action(async (file: string, args: ImportArguments) => {
      const { importLogFile } = await import('./import.js');
      conclude(await importLogFile(file, args, io, terminal));
    });
}

function importExamples(command: string, file: string): string {
  return `
Examples:
  pbx-automata ${command} ${file} --out login.jsonl
  pbx-automata replay login.jsonl

Secrets are masked on the way.`;
}
