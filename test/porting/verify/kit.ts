import { FiniteStateAutomaton, Message } from '../../../porting/index.js';
import type { NextState } from '../../../porting/index.js';

/** One line of a log of the PHP library, as of newer ones. */
export interface LogLine {
  /** Milliseconds since the program began; default: 3 more than the line before. */
  readonly at?: number;
  readonly text: string;
}

const source = 'AppPlatform\\Transitioner';

export const sent = (socket: string, message: object): LogLine => ({
  text: `smsg ${source}:  sent->${socket} ${JSON.stringify(message)}`,
});
export const received = (socket: string, message: object | 'nothing'): LogLine => ({
  text: `smsg ${source}:  received<-${socket} ${message === 'nothing' ? message : JSON.stringify(message)}`,
});
export const posted = (from: string, to: string, message: object): LogLine => ({
  text: `smsg Sample\\${from}(${from}):  posting ${from}->${to}: ${JSON.stringify({ ...message, _sourcename: from })}`,
});
export const at = (milliseconds: number, line: LogLine): LogLine => ({ ...line, at: milliseconds });

/** A log as a PHP program prints it. */
export function phpLog(...lines: readonly LogLine[]): { readonly text: string } {
  let now = 0;
  const texts = lines.map((line) => {
    now = line.at ?? now + 3;
    const seconds = (now / 1000).toFixed(3).padStart(6, '0');
    return `20.11.2026 17:40:${seconds}0 0.003 0${seconds} ${line.text}`;
  });
  return { text: `${texts.join('\r\n')}\r\n` };
}

/** Asks, sends on what it is answered, and ends with the last answer. */
export class Asker extends FiniteStateAutomaton {
  ReceiveInitialStart(_msg: Message): NextState {
    this.sendMessage(new Message('Ask'));
  }

  ReceiveInitialAnswer(msg: Message): NextState {
    this.sendMessage(new Message('Thank', 'for', msg['what']));
    return msg['last'] === true ? 'Dead' : null;
  }
}

export const ask = { mt: 'Ask' };
export const answer = (what: unknown, last = false): object => ({
  mt: 'Answer',
  what,
  ...(last && { last }),
});
export const thank = (what: unknown): object => ({ mt: 'Thank', for: what });
