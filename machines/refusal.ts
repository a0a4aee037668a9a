/**
 * Whether an answer is a refusal: `error` absent, null, 0 or empty is none, everything else is. The vendor only
 * says that a refusal has one. Source: docs/protocol.md, "Login errors".
 */
export function isRefusal(msg: object): boolean {
  const error: unknown = 'error' in msg ? msg.error : undefined;
  return error !== undefined && error !== null && error !== 0 && error !== '';
}
