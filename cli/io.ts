import type { Writable } from 'node:stream';
import type { PasswordInput } from '../services/prompt.js';

/** Where the command line writes: `process.stdout`, or something like it. */
export type CliOutput = Writable & {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
};

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything around a call of the command line, so that it can be called in a test as well. */
export interface CliIo {
  /** Results, and nothing else. */
  readonly stdout: CliOutput;
  /** Whatever a person should know: steps, progress, warnings, errors. */
  readonly stderr: CliOutput;
  readonly stdin: PasswordInput;
  readonly env: Environment;
  /** Stops what is going on, as Ctrl-C does. */
  readonly signal: AbortSignal;
}

/** Colours are for people: none in a pipe, and none for those who do not want them (https://no-color.org). */
export function wantsColor(output: CliOutput, { NO_COLOR = '', TERM }: Environment): boolean {
  return output.isTTY === true && NO_COLOR === '' && TERM !== 'dumb';
}
