import { readFile, stat } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { Secret } from '../protocol/secret.js';
import { AutomataError } from '../runtime/errors.js';
import { emitWarning } from './warning.js';

/** There is no password to log in with, or the person at the terminal gave up. */
export class PasswordError extends AutomataError {
  override readonly name: string = 'PasswordError';
}

/** Where passwords are typed: `process.stdin`, or something like it. */
export type PasswordInput = Readable & { readonly isTTY?: boolean; readonly isRaw?: boolean };

export interface PasswordRequest {
  /** What is asked at a terminal, for example `Password of ckl at pbx.sample.dom:`. */
  readonly question: string;
  /** The environment variable that may hold it. */
  readonly variable: 'PBX_PASSWORD' | 'PBX_APP_PASSWORD';
  /** A file that holds it and nothing else, but for a line end; comes before everything else. */
  readonly passwordFile?: string | undefined;
  /** Default: `process.env`. An empty variable is none. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
  /** Default: standard input. */
  readonly input?: PasswordInput | undefined;
  /** Where the question is shown. Default: standard error. */
  readonly output?: Writable | undefined;
  /** Hears, as a sentence, what the user should know; default: `process.emitWarning`. */
  readonly onWarning?: ((sentence: string) => void) | undefined;
}

/**
 * Gets a password: from the file if one is named, else from the environment, else from the person at the
 * terminal, without echo. The terminal is as before afterwards, whatever happens.
 * @throws PasswordError `PASSWORD_MISSING`, `PASSWORD_FILE_UNREADABLE`; `PROMPT_INTERRUPTED` after Ctrl-C, for
 * which a program ends with exit code 130
 */
export async function readPassword(request: PasswordRequest): Promise<Secret> {
  const { passwordFile, variable, environment = process.env } = request;
  if (passwordFile !== undefined) return passwordFromFile(passwordFile, request);
  const given = environment[variable];
  if (given !== undefined && given !== '') return new Secret(given);
  const { input = process.stdin } = request;
  if (input.isTTY !== true) {
    const sentence = `No password was given and there is no terminal to ask at; set ${variable} or use --password-file FILE.`;
    throw new PasswordError('PASSWORD_MISSING', sentence, { variable });
  }
  return passwordFromTerminal(input, request);
}

async function passwordFromFile(path: string, request: PasswordRequest): Promise<Secret> {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(path));
    await warnIfOthersMayRead(path, request);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    const why = reason === 'ERR_ENCODING_INVALID_ENCODED_DATA' ? 'it is not UTF-8 text' : reason;
    const sentence = `The password file ${path} cannot be read (${why}); check its path and who may read it.`;
    throw new PasswordError('PASSWORD_FILE_UNREADABLE', sentence, { path, reason }, { cause: error });
  }
  const password = text.replace(/\r?\n$/, '');
  if (password !== '') return new Secret(password);
  throw new PasswordError(
    'PASSWORD_MISSING',
    `The password file ${path} is empty; write the password into it.`,
    { path },
  );
}

async function warnIfOthersMayRead(path: string, request: PasswordRequest): Promise<void> {
  const found = await stat(path);
  // Windows has other means, which the mode does not show; a pipe belongs to nobody else.
  if (process.platform === 'win32' || !found.isFile() || (found.mode & 0o077) === 0) return;
  const { onWarning = emitWarning } = request;
  onWarning(`Others may read the password file ${path}; close it to them with: chmod 600 ${path}`);
}

async function passwordFromTerminal(input: PasswordInput, request: PasswordRequest): Promise<Secret> {
  const { question, output = process.stderr, variable } = request;
  const { read } = await import('read');
  let isSettled = false;
  let giveUp: () => void = () => undefined;
  const abandoned = new Promise<never>((_resolve, reject) => {
    giveUp = () => {
      reject(missing(variable));
    };
  });
  // Ctrl-D closes the line editor, which shows as a pause only; after Ctrl-Z and fg it pauses in raw mode.
  const onPause = (): void => {
    setImmediate(() => {
      if (isSettled) return;
      if (input.isRaw === true) input.resume();
      else giveUp();
    });
  };
  input.on('pause', onPause);
  try {
    const typed = await Promise.race([
      read({ prompt: question, silent: true, terminal: true, input, output }),
      abandoned,
    ]);
    if (typed === '') throw missing(variable);
    return new Secret(typed);
  } catch (error) {
    if (error instanceof PasswordError) throw error;
    const sentence = 'The password prompt was interrupted; nothing was sent.';
    throw new PasswordError('PROMPT_INTERRUPTED', sentence, {}, { cause: error });
  } finally {
    isSettled = true;
    input.off('pause', onPause);
    output.write('\n');
  }
}

function missing(variable: string): PasswordError {
  const sentence = `No password was entered; type it, set ${variable}, or use --password-file FILE.`;
  return new PasswordError('PASSWORD_MISSING', sentence, { variable });
}
