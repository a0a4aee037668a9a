import type { DeliveryEvent } from './events.js';
import type { HandledAutomaton } from './handled-automaton.js';
import type { Message } from './message.js';

interface Shared {
  readonly sourcename: string;
  message: Message | undefined;
}

/** For events that go to several automatons whose code shares one message object. */
const shared = new WeakMap<DeliveryEvent, Shared>();

/**
 * Says where an event comes from, for automatons whose messages name their source.
 * @param message the object that they share, if there is one already
 */
export function shareMessage(event: DeliveryEvent, sourcename: string, message?: Message): void {
  shared.set(event, { sourcename, message });
}

/**
 * The event with the type that its message has by now: a handler of an earlier receiver may have given the object that
 * all share another one.
 */
export function withPresentType(event: DeliveryEvent): DeliveryEvent {
  const mt: unknown = shared.get(event)?.message?.mt;
  return typeof mt !== 'string' || mt === event.type ? event : { ...event, type: mt };
}

/** The object that the handlers of all receivers of an event see. */
export function sharedMessage(event: DeliveryEvent, code: HandledAutomaton, nickname: string): Message {
  const sourcename = event.origin === 'post' ? event.from : nickname;
  const known = shared.get(event) ?? { sourcename, message: undefined };
  known.message ??= code.shared(event.msg, known.sourcename, event.text);
  shared.set(event, known);
  return known.message;
}
