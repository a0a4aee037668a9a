import type { Command } from 'commander';
import { Option } from 'commander';
import type { ExitCode } from './exit-codes.js';
import type { CliIo } from './io.js';
import type { PortArguments } from './port.js';
import type { Terminal } from './terminal.js';

/** Adds `port`. */
export function addPort(
  program: Command,
  io: CliIo,
  terminal: Terminal,
  conclude: (exitCode: ExitCode) => void,
): void {
  program
    .command('port')
    .description('Translate PHP automatons to TypeScript: the same classes, or XState machines.')
    .argument('<FILE|FOLDER>', 'PHP with classes that extend FinitStateAutomaton')
    .option(
      '--out <FOLDER>',
      'write a package that builds and runs; else the TypeScript goes to standard output',
    )
    .addOption(
      new Option('--style <STYLE>', 'class: the same class; machine: an XState machine and a test')
        .choices(['class', 'machine'])
        .default('class'),
    )
    .option('--diagram', 'only draw: states, messages, what is sent and posted, as Mermaid and SVG')
    .option('--force', 'overwrite files in FOLDER that you have edited')
    .option('--debug', 'show where an error comes from')
    .addHelpText('after', portExamples)
    .action(async (path: string, args: PortArguments) => {
      const { portPhp } = await import('./port.js');
      conclude(await portPhp(path, args, io, terminal));
    });
}

const portExamples = `
Examples:
  pbx-automata port list.php                         the TypeScript, to look at
  pbx-automata port list.php --out ported            a package: cd ported && npm install && npm start
  pbx-automata port php-folder --out ported --style machine
  pbx-automata port php-folder --diagram             Mermaid diagrams of what there is
  pbx-automata port php-folder --diagram --out diagrams

What cannot be translated stays as a comment with TODO(port), and is listed. Next: pbx-automata verify.`;
