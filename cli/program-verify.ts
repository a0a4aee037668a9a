import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { gather, wholeNumber } from './connection-options.js';
import type { ExitCode } from './exit-codes.js';
import type { CliIo } from './io.js';
import type { Terminal } from './terminal.js';
import type { VerifyArguments } from './verify.js';

/** Adds `verify`. */
export function addVerify(
  program: Command,
  io: CliIo,
  terminal: Terminal,
  conclude: (exitCode: ExitCode) => void,
): void {
  program
    .command('verify')
    .description('Prove that an automaton does what a recording shows: a log of the PHP program, or a trace.')
    .argument('<FILE>', 'log of the PHP library, as it was printed, or a trace (.jsonl)')
    .requiredOption(
      '--automaton <FILE[#EXPORT]>',
      'your automaton: TypeScript or JavaScript with a machine or a class',
    )
    .option('--export <NAME>', 'under which name the file exports it, where there are several')
    .option('--nickname <NAME>', 'its nickname, where the file has several of one kind')
    .option('--socket <NAME>', 'socket of the recording that was its own; else it is found')
    .option('--from <NICKNAME>', 'its nickname in the recording; else its present one')
    .option(
      '--ignore <PATH>',
      'compare without: TYPE.MEMBER, *.MEMBER, T.list[*].id, TYPE (repeatable)',
      gather,
      [],
    )
    .option('--run <N>', 'number of the run, where the recording has several', wholeNumber(0, 1e9))
    .option('--lines <FROM-TO>', 'only these lines of the file', lineRange)
    .option(
      '--idle-timeout <SECONDS>',
      'silence after which the recorded program asked its automatons to go on',
      seconds,
    )
    .option('--json', 'print the report as one JSON object')
    .option('--debug', 'show where an error comes from')
    .addHelpText('after', examples)
    .action(async (file: string, args: VerifyArguments) => {
      const { verify } = await import('./verify.js');
      conclude(await verify(file, args, io, terminal));
    });
}

const examples = `
Examples:
  pbx-automata verify list.log --automaton ./device-lister.ts
  pbx-automata verify list.log --automaton ./automatons.ts#UserLister --socket INNOVAPHONE-USERS--WS
  pbx-automata verify login.jsonl --automaton ./reporter.ts --from Reporter --ignore '*.src'

Exit codes: 0 no difference, 1 a difference, 2 nothing could be compared. The PHP library logs messages when it is told
to: Log::setLogLevel('', 'smsg', true).`;

function lineRange(text: string): readonly [number, number] {
  const [, from, to] = /^(\d+)-(\d*)$/.exec(text) ?? [];
  const range = [Number(from), to === '' ? Infinity : Number(to)] as const;
  if (from !== undefined && range[0] >= 1 && range[1] >= range[0]) return range;
  throw new InvalidArgumentError('It must be two numbers of lines, such as 120-340 or 120-.');
}

function seconds(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value > 0 && value <= 86_400) return value;
  throw new InvalidArgumentError('It must be a number of seconds above 0.');
}
