import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';

/** What commands that log in are told about where, as whom, and how. Docs: docs/cli.md, "Connection". */
export interface ConnectionArguments {
  readonly pbx?: string;
  readonly user?: string;
  readonly app: readonly string[];
  readonly session: boolean;
  readonly passwordFile?: string;
  readonly ca?: string;
  readonly pin: readonly string[];
  readonly insecure?: boolean;
  readonly trace?: string;
  readonly log: readonly string[];
  /** Seconds. */
  readonly timeout: number;
  readonly quiet?: boolean;
  readonly debug?: boolean;
}

/** Gathers the values of an option that may be given several times. */
export function gather(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

/** Adds the options of `ConnectionArguments`, but for `--app`, which each command explains in its own way. */
export function addConnectionOptions(command: Command): Command {
  return addLogOptions(
    command
      .option('--pbx <HOST|URL>', 'the PBX (or PBX_URL); without it the embedded simulator is started', pbxOf)
      .option('--user <NAME>', 'who logs in (or PBX_USER)')
      .option('--password-file <FILE>', 'holds the password; else PBX_PASSWORD, else it is asked for')
      .option('--no-session', 'neither use nor keep a session; log in with the password')
      .option('--ca <FILE>', 'trust the authorities in this PEM file instead of the built-in ones')
      .option('--pin <FINGERPRINT>', 'trust the one certificate with this SHA-256 (repeatable)', gather, [])
      .option('--insecure', 'take any certificate: whoever is on the way can read and change everything')
      .option('--timeout <SECONDS>', 'silence after which to give up', secondsOf, 5)
      .option('--trace <FILE>', 'record everything into this file; read it with: pbx-automata replay FILE'),
  ).option('-q, --quiet', 'no steps and no progress, only results, warnings and errors');
}

/** Adds what explains: `--log`, `--debug`. */
export function addLogOptions(command: Command): Command {
  return command
    .option(
      '--log <CATEGORIES[@SOURCE]>',
      'show log lines: smsg, lmsg, state, override, runtime, error, debug, or all (repeatable)',
      gather,
      [],
    )
    .option('--debug', 'show where an error comes from');
}

/** An empty text, as an unset variable of a shell script leaves it, must not start the simulator unasked. */
export function pbxOf(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('Give a host name such as pbx.example.com, or a whole WebSocket URL.');
}

function secondsOf(text: string): number {
  const seconds = Number(text);
  if (text.trim() !== '' && seconds > 0 && seconds <= 86_400) return seconds;
  throw new InvalidArgumentError('Give seconds, for example 5 or 0.5.');
}

/** A whole number in a range, for commander. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text.trim()) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}
