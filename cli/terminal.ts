import { inspect } from 'node:util';
import { printable } from '../inspector/model/text.js';
import type { Style } from './style.js';
import { styles } from './style.js';
import type { CliIo, CliOutput } from './io.js';
import { wantsColor } from './io.js';

const clearLine = '\r\u001b[K';

/** Standard error: lines for a person, and below them, at a terminal, one line that is rewritten. */
export class Terminal {
  readonly style: Style;
  readonly #output: CliOutput;
  readonly #isInteractive: boolean;
  #shown = '';

  constructor({ stderr, env }: Pick<CliIo, 'stderr' | 'env'>) {
    this.#output = stderr;
    this.#isInteractive = stderr.isTTY === true && env['TERM'] !== 'dumb';
    this.style = styles(wantsColor(stderr, env));
    // Nobody may be there to read: that is no reason to stop.
    stderr.on('error', ignore);
  }

  /** One line; characters that would steer the terminal are shown as codes. */
  say(text: string, paint: (text: string) => string = (plain) => plain): void {
    this.#write(`${paint(text.split('\n').map(printable).join('\n'))}\n`);
  }

  warn(sentence: string): void {
    this.say(`Warning: ${sentence}`, this.style.accent);
  }

  fail(sentence: string): void {
    this.say(`Error: ${sentence}`, this.style.bad);
  }

  /** Where an error comes from, for `--debug`. */
  trace(error: unknown): void {
    this.say(inspect(error, { depth: 4 }), this.style.dim);
  }

  /** Shows how far something is, at a terminal only; an empty text takes the line away. */
  progress(text: string): void {
    if (!this.#isInteractive || text === this.#shown) return;
    const width = this.#output.columns ?? 80;
    this.#output.write(clearLine + text.slice(0, width - 1));
    this.#shown = text;
  }

  /** Ends listening to the stream. */
  close(): void {
    this.progress('');
    this.#output.off('error', ignore);
  }

  #write(line: string): void {
    const shown = this.#shown;
    this.#output.write(shown === '' ? line : `${clearLine}${line}${shown}`);
  }
}

function ignore(): void {
  // see the constructor
}
