import { sentenceOf } from './exit-codes.js';
import type { Terminal } from './terminal.js';
import { explanationOf } from './why.js';

/** Says what went wrong, in a sentence, and why, if that is known; with `debug` where it comes from as well. */
export function reportFailure(error: unknown, debug: boolean, terminal: Terminal): void {
  terminal.progress('');
  terminal.fail(sentenceOf(error));
  const why = explanationOf(error);
  if (why !== '') terminal.say(why);
  if (debug) terminal.trace(error);
}
