const stringOrSpace = /"[^"\\]*(?:\\.[^"\\]*)*"|[ \n\r\t]+/g;

/** A text that a digest may be over. `exact`: as it arrived. */
interface DigestForm {
  readonly form: 'exact' | 'canonical';
  readonly text: string;
}

/**
 * The forms in which a sender may have hashed a JSON value that it wrote as `text`: the text itself first, then
 * its canonical forms (no white space, no needless escapes), each once and made only when it is asked for.
 * Numbers and the order of members stay as written in the first canonical form; the second is what a JavaScript
 * peer gets that parses and encodes. Source: docs/protocol.md, "Canonical JSON".
 * @param text valid JSON
 */
export function* digestForms(text: string): Generator<DigestForm, void> {
  yield { form: 'exact', text };
  const canonical = new Set([canonicalJson(text), JSON.stringify(JSON.parse(text) as unknown)]);
  canonical.delete(text);
  for (const other of canonical) yield { form: 'canonical', text: other };
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
