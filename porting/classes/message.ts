import { UsageError } from '../../runtime/errors.js';
import { parseExact } from '../../runtime/exact-json.js';
import type { PhpValue } from '../php/value.js';

/**
 * A message as PHP programs know it: an object whose members are read and written by name, `msg.devices`. All that
 * get a message get the same object.
 */
export class Message {
  mt: string;
  [member: string]: PhpValue;

  /**
   * `new Message('NumUsers', 'user', 'ckl', 'visible', true)`
   * @param namesAndValues members, each a name and then its value; undefined counts as null
   * @throws UsageError `MESSAGE_INCOMPLETE` when a value is missing
   */
  constructor(mt: string, ...namesAndValues: readonly unknown[]) {
    if (namesAndValues.length % 2 !== 0) {
      const sentence = `Message ${mt} has a name without a value; after the type come names and values in pairs.`;
      throw new UsageError('MESSAGE_INCOMPLETE', sentence, { mt });
    }
    this.mt = mt;
    for (let at = 0; at < namesAndValues.length; at += 2)
      setMember(this, String(namesAndValues[at]), namesAndValues[at + 1] ?? null);
  }

  getMt(): string {
    return this.mt;
  }

  setMt(mt: string): this {
    this.mt = mt;
    return this;
  }

  /** Its members, for the wire and the trace. */
  toJSON(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(Object.entries(this));
  }

  /**
   * Integers beyond ±2^53 become `ExactNumber`.
   * @param defaultMt type of the message when the text is no JSON object, or one without `mt`
   */
  static fromJSON(text: string, defaultMt = 'ReceiveTimeout'): Message {
    let value: unknown;
    try {
      value = parseExact(text);
    } catch {
      return new Message(defaultMt);
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Message(defaultMt);
    return Message.of({ mt: defaultMt, ...value });
  }

  /** A message with the members of an object. */
  static of(members: { readonly mt: string }): Message {
    const message = new Message(members.mt);
    for (const [name, value] of Object.entries(members)) setMember(message, name, value);
    return message;
  }
}

/** A peer may call members as it likes; none of them hides a method, or becomes the prototype. */
function setMember(message: Message, name: string, value: unknown): void {
  if (name === '__proto__' || Object.hasOwn(Message.prototype, name)) return;
  message[name] = value;
}
