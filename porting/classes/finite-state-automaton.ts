import type { RunResult } from '../../runtime/run-result.js';
import type { SocketPort } from '../../runtime/socket.js';
import type { PhpValue } from '../php/value.js';
import type { Message } from './message.js';
import type { Transitioner } from './transitioner.js';

/** What a handler returns: the next state, or nothing to stay. */
export type NextState = string | null | undefined | void;

export abstract class FiniteStateAutomaton {
  /** Names of its states; needed only where they cannot be told from the methods' names. */
  static readonly states?: readonly string[];
  /** Whether a broadcast reaches its poster too, as in PHP. Default true. */
  static readonly postsToSelf?: boolean;

  constructor(ws?: SocketPort | null, nickname?: string | null) {}
  abstract ReceiveInitialStart(msg: Message): NextState;
  get state(): { getName(): string; getRun(): boolean } {
    throw new Error('not yet');
  }
  sendMessage(msg: Message): void {}
  protected postEvent(msg: Message, dst: string | null = null): void {}
  getWs(): SocketPort | null {
    return null;
  }
  getTrans(): Transitioner | null {
    return null;
  }
  protected getTransitioner(): Transitioner | null {
    return null;
  }
  getNickname(): string {
    return '';
  }
  getShortNickname(): string {
    return '';
  }
  log(text: PhpValue, category = 'debug'): void {}
  timeout(): boolean | null | undefined | void {
    return true;
  }
  run(socketTimeout = 5): Promise<RunResult> {
    throw new Error('not yet');
  }
  setUseWS(useWS: boolean): void {}
  getUseWS(): boolean {
    return false;
  }
  makeWebSocketUri(url: string): string {
    return url;
  }
  static raw_json_encode(value: PhpValue): string {
    return '';
  }
  reconnect(ws: SocketPort): void {}
}

export const FinitStateAutomaton = FiniteStateAutomaton;
export type FinitStateAutomaton = FiniteStateAutomaton;
