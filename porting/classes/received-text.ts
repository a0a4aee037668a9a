const texts = new WeakMap<object, string>();

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
