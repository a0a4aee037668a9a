#!/usr/bin/env node
/** The program `pbx-automata`: the process around `runCli`. */
import { exitCodes } from './exit-codes.js';
import { runCli } from './run-cli.js';

const interruption = new AbortController();

/** The first time everything is closed in order; who asks again does not want to wait. */
function interrupt(): void {
  if (interruption.signal.aborted) process.exit(exitCodes.interrupted);
  interruption.abort();
}

process.on('SIGINT', interrupt);
process.on('SIGTERM', interrupt);

// A reader that has gone (`| head`) is no reason to end with a stack.
process.stdout.on('error', () => undefined);

const { stdout, stderr, stdin, env } = process;
process.exitCode = await runCli(process.argv.slice(2), {
  stdout,
  stderr,
  stdin,
  env,
  signal: interruption.signal,
});
