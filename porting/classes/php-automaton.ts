import type { HandledAutomaton } from '../../runtime/handled-automaton.js';
import type { SocketPort } from '../../runtime/socket.js';
import type { Transitioner as EngineTransitioner } from '../../runtime/transitioner.js';

/** Under this symbol an automaton of the PHP kind has what the engine needs of it; its names are the program's. */
export const engineSide: unique symbol = Symbol('engine side');

/** What a Transitioner needs of an automaton of the PHP kind. */
export interface PhpAutomaton {
  readonly [engineSide]: EngineSide;
  getShortNickname(): string;
}

/** Where an automaton of the PHP kind runs. */
export interface Place {
  readonly nickname: string;
  readonly socket: SocketPort | undefined;
  readonly transitioner: EngineTransitioner | undefined;
}

export interface EngineSide extends HandledAutomaton, Place {
  /** Before it runs: as the options of its Transitioner say. */
  placeAt(place: Place): void;
}

export function isPhpAutomaton(value: unknown): value is PhpAutomaton {
  return typeof value === 'object' && value !== null && engineSide in value;
}
