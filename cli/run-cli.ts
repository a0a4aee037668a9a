import { CommanderError } from 'commander';
import type { ExitCode } from './exit-codes.js';
import { exitCodeOf, exitCodes } from './exit-codes.js';
import type { CliIo } from './io.js';
import { makeProgram } from './program.js';
import { reportFailure } from './report-failure.js';
import { Terminal } from './terminal.js';

/**
 * Carries out one call of the command line. Nothing is left behind when it is done: no handle, no listener.
 * @param argv the arguments after the program's name
 * @returns the exit code; docs/cli.md, "Exit codes"
 */
export async function runCli(argv: readonly string[], io: CliIo): Promise<ExitCode> {
  const terminal = new Terminal(io);
  let code: ExitCode = exitCodes.done;
  const program = makeProgram(io, terminal, (exitCode) => {
    code = exitCode;
  });
  try {
    if (argv.length === 0) program.outputHelp();
    else await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    // commander has said what is wrong itself; help and version are no errors.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    reportFailure(error, argv.includes('--debug'), terminal);
    return exitCodeOf(error);
  } finally {
    terminal.close();
  }
}
