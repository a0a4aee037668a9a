/** One line of the log, and the lines behind it that have no stamp of their own. */
export interface PhpLogLine {
  /** Milliseconds on the calendar of whoever wrote it, of no time zone. */
  readonly stamp: number;
  /** Milliseconds since the line before and since the first, as the line says; less exact than the stamp. */
  readonly sinceLineMs: number;
  readonly sinceFirstMs: number;
  readonly category: string;
  readonly source: string;
  readonly text: string;
  /** Its line in the file, from 1. */
  readonly line: number;
  /** What followed up to the next line of the log: the rest of the text, or what else was printed. */
  readonly others: readonly string[];
}

/**
 * Date (newer `20.11.2026`, older `07/09/18`: month first), time with four decimals, seconds since the line before
 * and since the first, category, source, colon.
 */
const head =
  /(?<date>\d{2}\.\d{2}\.\d{4}|\d{2}\/\d{2}\/\d{2}) (?<hour>\d{2}):(?<minute>\d{2}):(?<second>\d{2}\.\d{1,6}) +(?<sinceLine>-?\d+\.\d+) +(?<sinceFirst>-?\d+\.\d+) +(?<category>[A-Za-z]\w*) +(?<source>\S[^\n]*?):(?: {1,2}|$)/;

/** The log as a browser saved it: `->` became `-&gt;`. */
const escapedArrow = /(?:\b(?:sent|posting [^\s&]*)-&gt;|\breceived&lt;-)/;

/** What came before the first line of the log, and the lines. */
export function* phpLogLines(text: string): Generator<PhpLogLine | { readonly others: readonly string[] }> {
  const isEscaped = escapedArrow.test(text);
  let current: Omit<PhpLogLine, 'others'> | undefined;
  let others: string[] = [];
  for (const { text: physical, line: number } of physicalLines(text)) {
    const line = isEscaped ? decodeEntities(physical) : physical;
    const match = head.exec(line);
    if (match?.groups === undefined) {
      others.push(line);
      continue;
    }
    // Output without a line's end may stand before the stamp; tags around it are the page's.
    const before = withoutTags(line.slice(0, match.index));
    if (before.trim() !== '') others.push(before);
    if (current !== undefined || others.length > 0)
      yield current === undefined ? { others } : { ...current, others };
    current = lineOf(match.groups, line.slice(match.index + match[0].length), number);
    others = [];
  }
  if (current !== undefined || others.length > 0)
    yield current === undefined ? { others } : { ...current, others };
}

/** Ends of lines are CR LF, LF, CR, and `<br>` where a line of the log ends there, which begins no line of the file. */
function* physicalLines(text: string): Generator<{ text: string; line: number }> {
  const end = /\r\n|\n|\r|<br ?\/?>(?=\s*(?:$|[\r\n]|\d{2}[./]\d{2}[./]\d{2}))/g;
  let start = 0;
  let line = 1;
  for (let match = end.exec(text); match !== null; match = end.exec(text)) {
    yield { text: text.slice(start, match.index), line };
    start = end.lastIndex;
    if (!match[0].startsWith('<')) line += 1;
  }
  if (start < text.length) yield { text: text.slice(start), line };
}

function lineOf(
  groups: Readonly<Record<string, string>>,
  rest: string,
  line: number,
): Omit<PhpLogLine, 'others'> {
  const { date = '', hour, minute, second, sinceLine, sinceFirst, category = '', source = '' } = groups;
  const parts = date.split(/[./]/).map(Number);
  const [first = 1, middle = 1, last = 1970] = parts;
  const isNewer = date.includes('.');
  // The older form has the month first, unless that is none.
  const [day, month] = isNewer || first > 12 ? [first, middle] : [middle, first];
  const year = isNewer ? last : 2000 + last;
  const midnight = Date.UTC(year, month - 1, day);
  return {
    stamp: midnight + ((Number(hour) * 60 + Number(minute)) * 60 + Number(second)) * 1000,
    sinceLineMs: Number(sinceLine) * 1000,
    sinceFirstMs: Number(sinceFirst) * 1000,
    category,
    source,
    line,
    text: rest.replace(/(?:\s*<\/?(?:pre|br|p|body|html)\b[^<>]*>)+\s*$/i, ''),
  };
}

function withoutTags(text: string): string {
  return text.replace(/<\/?[a-z][^<>]*>/gi, '');
}

const entities: Readonly<Record<string, string>> = {
  quot: '"',
  apos: "'",
  lt: '<',
  gt: '>',
  nbsp: ' ',
  amp: '&',
};

/** Undoes HTML's escapes, once. */
export function decodeEntities(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|(quot|apos|lt|gt|nbsp|amp));/gi,
    (all, ...parts: string[]) => {
      const [decimal, hex, name] = parts;
      if (name !== undefined) return entities[name.toLowerCase()] ?? all;
      const code = decimal === undefined ? parseInt(hex ?? '', 16) : Number(decimal);
      return code <= 0x10ffff ? String.fromCodePoint(code) : all;
    },
  );
}
