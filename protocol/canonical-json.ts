const stringOrSpace = /"[^"\\]*(?:\\.[^"\\]*)*"|[ \n\r\t]+/g;

/**
 * The forms in which a sender may have hashed a JSON value that it wrote as `text`: the text itself first, then
 * its canonical forms (no white space, no needless escapes), each once. Numbers and the order of members stay
 * as written in the first canonical form; the second is what a JavaScript peer gets that parses and encodes.
 * Source: docs/protocol.md, "Canonical JSON".
 * @param text valid JSON
 */
export function digestForms(text: string): readonly { form: 'exact' | 'canonical'; text: string }[] {
  const canonical = new Set([canonicalJson(text), JSON.stringify(JSON.parse(text) as unknown)]);
  canonical.delete(text);
  return [
    { form: 'exact', text },
    ...[...canonical].map((other) => ({ form: 'canonical' as const, text: other })),
  ];
}

/**
 * JSON text without white space between its parts and with only the escapes that JSON demands. Members keep
 * their order and numbers their digits, which a round trip through `JSON.parse` does not promise.
 * Source: docs/protocol.md, "Canonical JSON".
 * @param text valid JSON
 */
export function canonicalJson(text: string): string {
  return text.replace(stringOrSpace, (token) =>
    token.startsWith('"') ? JSON.stringify(JSON.parse(token) as string) : '',
  );
}
