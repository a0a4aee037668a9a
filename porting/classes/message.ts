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
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? Message.of({ mt: defaultMt, ...value }) : new Message(defaultMt);
  }

  /** A message with the members of an object. */
  static of(members: { readonly mt: string; readonly [member: string]: unknown }): Message {
    const message = new Message(members.mt);
    for (const name of Object.keys(members)) setMember(message, name, members[name]);
    return message;
  }
}

/** A peer may call members as it likes; none of them hides a method, or becomes the prototype. */
function setMember(message: Message, name: string, value: unknown): void {
  if (name === '__proto__' || Object.hasOwn(Message.prototype, name)) return;
  message[name] = value;
}
