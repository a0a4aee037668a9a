import { encode, memberSlice, parseExact, RawJson } from './exact-json.js';

/**
 * One JSON object of the protocol; `mt` is its type (docs/protocol.md, "Envelope"). Other members are the
 * protocol's own and may be called anything, `type`, `src` and `api` included.
 */
export interface Message<Mt extends string = string> {
  readonly mt: Mt;
}

/** A message whose members are not known to the compiler. */
export interface AnyMessage extends Message {
  readonly [member: string]: unknown;
}

interface MessageConstructor {
  /**
   * The PHP library's way to write a message: type, then member and value in pairs.
   * @throws TypeError when a value is missing
   */
  new (mt: string, ...membersAndValues: unknown[]): AnyMessage;
}

function buildMessage(mt: string, ...membersAndValues: unknown[]): AnyMessage {
  if (membersAndValues.length % 2 !== 0) {
    throw new TypeError(`Message ${mt}: after the type come members and values in pairs.`);
  }
  const members: Record<string, unknown> = {};
  for (let at = 0; at < membersAndValues.length; at += 2) {
    members[String(membersAndValues[at])] = membersAndValues[at + 1];
  }
  return { mt, ...members };
}

/** `new Message('NumUsers', 'user', 'ckl', 'visible', true)` builds `{ mt: 'NumUsers', user: 'ckl', visible: true }`. */
export const Message = buildMessage as unknown as MessageConstructor;

/** What became of a text that arrived on a socket. */
export type Decoded =
  { readonly ok: true; readonly msg: AnyMessage } | { readonly ok: false; readonly reason: string };

/** Nesting beyond this is nonsense in this protocol, and a danger to whatever walks the value. */
const depthLimit = 256;

/** Texts below this length cannot nest deeply enough to matter. */
const depthCheckLength = 4096;

/** Decodes one text. Whatever the peer sent, this returns; it never throws. */
export function decodeMessage(text: string): Decoded {
  let value: unknown;
  try {
    value = parseExact(text);
  } catch {
    return { ok: false, reason: 'not JSON' };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { ok: false, reason: 'not a JSON object' };
  }
  if (typeof (value as AnyMessage).mt !== 'string') return { ok: false, reason: 'no mt' };
  if (isSuspicious(text)) {
    const fault = findFault(value, 0);
    if (fault !== undefined) return { ok: false, reason: fault };
  }
  return { ok: true, msg: value as AnyMessage };
}

/** A cheap test that lets ordinary messages skip the walk of `findFault`. */
function isSuspicious(text: string): boolean {
  return (
    text.length > depthCheckLength ||
    text.includes('__proto__') ||
    text.includes('constructor') ||
    text.includes('\\u')
  );
}

function findFault(value: object, depth: number): string | undefined {
  if (depth > depthLimit) return 'nested too deeply';
  if (Object.hasOwn(value, '__proto__')) return 'a member is called __proto__';
  if (!Array.isArray(value) && Object.hasOwn(value, 'constructor')) return 'a member is called constructor';
  for (const member of Object.values(value) as unknown[]) {
    if (typeof member !== 'object' || member === null) continue;
    const fault = findFault(member, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Encodes a message for the wire. */
export function encodeMessage(message: Message): string {
  return encode(message);
}

/** A message as it was received: its value and, when it came from a socket, its text. */
export interface Received {
  readonly msg: Message;
  readonly text?: string | undefined;
}

/**
 * The exact text of a top-level member: the slice as it arrived for a message from a socket, else the text
 * that was put in as `RawJson`, else the canonical encoding. Undefined when the member is absent.
 * Source: docs/protocol.md, "JSON that keeps its bytes".
 */
export function rawMember(received: Received, name: string): string | undefined {
  if (received.text !== undefined) return memberSlice(received.text, name);
  const value = (received.msg as AnyMessage)[name];
  if (value === undefined) return undefined;
  return value instanceof RawJson ? value.text : encode(value);
}
