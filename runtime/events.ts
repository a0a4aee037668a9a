import type { Message } from './message.js';

/** Where a delivery comes from: a peer's socket, another automaton, or the engine itself. */
export type Origin = 'wire' | 'post' | 'runtime';

/** The messages the engine makes; a peer's message of the same name has origin `wire` and is discarded. */
export type RuntimeMt = 'Start' | 'Open' | 'EOF' | 'Timeout';

/** Delivered in state `Initial` when the automaton starts, and in each new state (docs/semantics.md, rules 1 and 4). */
export type StartMessage = Message<'Start'>;
/** The automaton's socket is open. */
export interface OpenMessage extends Message<'Open'> {
  readonly url: string;
}
/** The automaton's socket is closed; `code` and `reason` are those of the WebSocket closing handshake. */
export interface EofMessage extends Message<'EOF'> {
  readonly code: number;
  readonly reason: string;
  /** What went wrong, when the socket failed rather than closed. */
  readonly error?: Error | undefined;
}
/** No message came on any socket for the idle timeout (rule 8). */
export type TimeoutMessage = Message<'Timeout'>;

export type RuntimeMessage = StartMessage | OpenMessage | EofMessage | TimeoutMessage;

/** The XState event that carries one message. `msg` is untouched: it may have members called `type` or `origin`. */
export interface DeliveryEvent<M extends Message = Message> {
  readonly type: M['mt'];
  readonly msg: M;
  readonly origin: Origin;
  /** Socket name (wire), nickname of the poster (post), own nickname (runtime). */
  readonly from: string;
  /** The text as it arrived, for a message from a socket; see `rawMember`. */
  readonly text?: string | undefined;
}

/** The union of events for a union of messages. */
export type EventOf<M extends Message> = M extends Message ? DeliveryEvent<M> : never;

/**
 * The message of an event that is known to be of type `mt`: for named guards and actions, which XState types
 * with all events of the machine.
 * @throws TypeError when the chart uses them for another event
 */
export function messageOf<E extends { readonly type: string }, Mt extends E['type']>(
  event: E,
  mt: Mt,
): Extract<E, { readonly type: Mt; readonly msg: unknown }>['msg'] {
  if (event.type !== mt || !('msg' in event)) throw new TypeError(`Expected ${mt}, not ${event.type}.`);
  return event.msg;
}

/** @internal An event of the engine's own to one automaton. */
export function ownEvent(type: string, nickname: string): DeliveryEvent {
  return { type, msg: { mt: type }, origin: 'runtime', from: nickname };
}
