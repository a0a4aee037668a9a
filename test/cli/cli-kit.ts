import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { CliIo, CliOutput } from '../../cli/io.js';

/** What a call of the command line left. */
export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** An output that keeps what is written. */
export class Captured extends Writable {
  text = '';
  readonly isTTY: boolean | undefined;
  readonly columns: number | undefined;

  constructor(options: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
    super({ decodeStrings: false });
    this.isTTY = options.isTTY;
    this.columns = options.columns;
  }

  override _write(chunk: string, _encoding: string, done: (error?: Error | null) => void): void {
    this.text += chunk;
    done();
  }
}

export interface CallOptions {
  readonly env?: CliIo['env'];
  readonly stdin?: CliIo['stdin'];
  readonly stdout?: CliOutput & { readonly text: string };
  readonly stderr?: CliOutput & { readonly text: string };
  readonly signal?: AbortSignal;
}

/** Calls the command line in this process. The state folder is one that is not there, unless `env` names one. */
export async function call(argv: readonly string[], options: CallOptions = {}): Promise<CliResult> {
  const {
    env = {},
    stdin = Readable.from([]),
    stdout = new Captured(),
    stderr = new Captured(),
    signal = new AbortController().signal,
  } = options;
  const io: CliIo = {
    stdout,
    stderr,
    stdin,
    env: { XDG_STATE_HOME: join(tmpdir(), 'pbx-automata-no-such-folder'), ...env },
    signal,
  };
  // Not by a static import, which mocha turns into require: modules that are loaded later would come twice.
  const { runCli } = await import('../../cli/run-cli.js');
  const code = await runCli(argv, io);
  return { code, stdout: stdout.text, stderr: stderr.text };
}

/** An output that tells when it has been written to. */
class Announcing extends Captured {
  constructor(private readonly written: () => void) {
    super();
  }

  override _write(chunk: string, encoding: string, done: (error?: Error | null) => void): void {
    super._write(chunk, encoding, done);
    this.written();
  }
}

/** Calls a command that goes on, calls `meanwhile` when something is on standard output, and stops it. */
export async function callMeanwhile(
  argv: readonly string[],
  meanwhile: (stdout: string) => Promise<void> = () => Promise.resolve(),
): Promise<CliResult> {
  const interruption = new AbortController();
  let announce: () => void = () => undefined;
  const announced = new Promise<void>((resolve) => (announce = resolve));
  const stdout = new Announcing(announce);
  const result = call(argv, { stdout, signal: interruption.signal });
  await Promise.race([announced, result]);
  try {
    await meanwhile(stdout.text);
  } finally {
    interruption.abort();
  }
  return result;
}

/** A terminal at which a person types. */
export function typing(text: string): CliIo['stdin'] {
  const input = new PassThrough() as PassThrough & { isTTY: boolean; setRawMode: () => void };
  input.isTTY = true;
  input.setRawMode = () => undefined;
  input.write(text);
  return input;
}

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));

export type CliProcess = ChildProcessByStdio<null, Readable, Readable>;

/** Starts the program as a process of its own, from source. */
export function start(argv: readonly string[], env: CliIo['env'] = {}): CliProcess {
  const node = ['--import', 'tsx', '--conditions=pbx-automata-source', main];
  return spawn(process.execPath, [...node, ...argv], {
    env: { PATH: process.env['PATH'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Waits for the end of a process. */
export async function ended(child: CliProcess): Promise<CliResult & { readonly signal: string | null }> {
  const texts = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (texts.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (texts.stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.once('close', (code, signal) => {
      resolve({ code: code ?? -1, signal, ...texts });
    });
  });
}

/** The first line on an output of a process; what came with it is lost. */
export function firstLine(output: Readable): Promise<string> {
  let text = '';
  return new Promise((resolve, reject) => {
    output.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const end = text.indexOf('\n');
      if (end !== -1) resolve(text.slice(0, end));
    });
    output.once('end', () => {
      reject(new Error(`The output ended: ${text}`));
    });
  });
}

/** Resolves when an output of a process has this text in it. */
export function seen(output: Readable, wanted: string): Promise<void> {
  let text = '';
  return new Promise((resolve) => {
    output.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(wanted)) resolve();
    });
  });
}

/** A new folder, and how to remove it. */
export function temporaryFolder(): { readonly path: string; readonly remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'pbx-automata-cli-'));
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true });
    },
  };
}
