/** A value of which nothing is known: traces come from files, and files from anybody. */
export type Loose = Readonly<Record<string, unknown>>;

/** Longest text from a peer that goes into a sentence. */
const textLimit = 120;

/** The value if it is an object, else an empty one. */
export function objectOf(value: unknown): Loose {
  return typeof value === 'object' && value !== null ? (value as Loose) : {};
}

/** A member that is an object, else an empty one. */
export function inner(value: unknown, name: string): Loose {
  return objectOf(objectOf(value)[name]);
}

/** A member that is a text, shortened; undefined otherwise, and for an empty one. */
export function textIn(value: unknown, name: string): string | undefined {
  const text = objectOf(value)[name];
  if (typeof text !== 'string' || text === '') return undefined;
  return text.length > textLimit ? `${text.slice(0, textLimit)}…` : text;
}

/** Longest sentence of an error. */
const sentenceLimit = 1000;

/** A member that is a sentence of an error: not cut in the middle, for it says what is wrong. */
export function sentenceIn(value: unknown, name: string): string | undefined {
  const text = objectOf(value)[name];
  if (typeof text !== 'string' || text === '') return undefined;
  return text.length > sentenceLimit ? `${text.slice(0, sentenceLimit)}…` : text;
}

/** A member that is a number. */
export function numberIn(value: unknown, name: string): number | undefined {
  const number = objectOf(value)[name];
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Number of items of a member that is a list, also of one that the trace has shortened. */
export function lengthOf(value: unknown, name: string): number {
  const list = objectOf(value)[name];
  if (Array.isArray(list)) return list.length;
  return numberIn(list, 'length') ?? 0;
}

/** Whether an answer has an `error` that says something. */
export function refuses(body: unknown): boolean {
  const { error } = objectOf(body);
  return error !== undefined && error !== null && error !== 0 && error !== '';
}

/** The peer's own words of a refusal, in brackets after a blank; empty when it gives none. */
export function wordsOf(body: unknown): string {
  const { error } = objectOf(body);
  const number =
    typeof error === 'number' || typeof error === 'string'
      ? [`error ${String(error).slice(0, textLimit)}`]
      : [];
  const text = textIn(body, 'errorText');
  const words = [...number, ...(text === undefined ? [] : [`"${text}"`])];
  return words.length === 0 ? '' : ` (${words.join(', ')})`;
}

/** Whether a text is a placeholder for a secret. */
export function isMasked(text: string): boolean {
  return text.startsWith('‹');
}

/** Host and port of a URL; the text itself when it is none. */
export function hostOf(url: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\/([^/?#]+)/i.exec(url)?.[1]?.replace(/^.*@/, '') ?? url;
}

/** Words as a person lists them: `a`, `a or b`, `a, b or c`. */
export function anyOf(words: readonly string[], conjunction = 'or'): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} ${conjunction} ${last}`;
}

/** Seconds with one decimal. */
export function duration(ms: number): string {
  return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
}
