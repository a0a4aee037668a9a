const texts = new WeakMap<object, string>();
const posted = new WeakSet<object>();

/**
 * Notes the exact text that a message arrived as: digests cover the bytes of a member, and forwarded members must
 * not change. Source: docs/protocol.md, "JSON that keeps its bytes".
 */
export function noteReceivedText(message: object, text: string | undefined): void {
  if (text !== undefined) texts.set(message, text);
}

/** The text that a message arrived as; undefined for one that was made here. For `rawMember`. */
export function receivedText(message: object): string | undefined {
  return texts.get(message);
}

/** Notes that an automaton has posted a message: it may be one that has arrived, and is no news from a peer now. */
export function notePosted(message: object): void {
  posted.add(message);
}

/** Whether a message comes from a socket as it is, and not by a post. */
export function isFromPeer(message: object): boolean {
  return texts.has(message) && !posted.has(message);
}
