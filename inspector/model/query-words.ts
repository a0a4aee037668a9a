/** What a named word compares with. */
export type QuerySign = ':' | '>' | '<' | '>=' | '<=';

/** A piece of a query line: `-lane:"PBX automaton"`, `gap>500ms`, `"a phrase"`. */
export interface QueryWord {
  /** As it was typed. */
  readonly source: string;
  readonly isNegated: boolean;
  /** What stands before the sign, in small letters; absent for free text. */
  readonly name?: string;
  readonly sign?: QuerySign;
  /** Without its quotes. */
  readonly value: string;
  readonly isQuoted: boolean;
}

const nameAndSign = /([a-z]+)(:|>=|<=|>|<)/iy;
/** A quote within quotes has a backslash before it. */
const quoted = /"((?:[^"\\]|\\.)*)("?)/y;
const plain = /\S*/y;
const space = /\s*/y;

/** Cuts a query line into its words. */
export function splitQuery(text: string): { words: QueryWord[]; problems: string[] } {
  const words: QueryWord[] = [];
  const problems: string[] = [];
  let at = textAt(space, text, 0).length;
  while (at < text.length) {
    const start = at;
    const isNegated = text[at] === '-';
    if (isNegated) at += 1;
    nameAndSign.lastIndex = at;
    const [both = '', name, sign] = nameAndSign.exec(text) ?? [];
    at += both.length;
    const isQuoted = text[at] === '"';
    quoted.lastIndex = at;
    const [whole = '', inner = '', end] = isQuoted ? (quoted.exec(text) ?? []) : [textAt(plain, text, at)];
    at += whole.length;
    const source = text.slice(start, at);
    if (isQuoted && end === '') problems.push(`${source}: the quote has no end; write "…" around the text.`);
    words.push({
      source,
      isNegated,
      ...(name !== undefined && isSign(sign) && { name: name.toLowerCase(), sign }),
      value: isQuoted ? inner.replace(/\\(.)/g, '$1') : whole,
      isQuoted,
    });
    at += textAt(space, text, at).length;
  }
  return { words, problems };
}

/** A word of a query line that has this value, whatever stands in it. */
export function queryWord(name: string, value: string): string {
  return `${name}:"${value.replace(/["\\]/g, '\\$&')}"`;
}

function textAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function isSign(sign: string | undefined): sign is QuerySign {
  return sign !== undefined;
}
