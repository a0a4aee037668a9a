import type { TraceRecord } from '../../runtime/trace-records.js';
import { isPrincipal } from './flow-row.js';
import type { Term, TermTest } from './query-terms.js';
import { freeText, termMakers } from './query-terms.js';
import type { QueryWord } from './query-words.js';
import { splitQuery } from './query-words.js';
import type { TraceDocument } from './trace-document.js';

export { queryWord } from './query-words.js';

/** A query line that has been understood: docs/trace.md, "Searching". */
export interface Query {
  /** All of these must hold, each by one of its tests. */
  readonly conditions: readonly { readonly tests: readonly TermTest[]; readonly isNegated: boolean }[];
  /** Whether it asks for records that have no row of their own otherwise: `kind:`, `ctx:`, `seq:`, `origin:runtime`. */
  readonly asksForDetails: boolean;
}

/** Words that may stand with a comparison. */
const comparable: ReadonlySet<string> = new Set(['seq', 't', 'gap']);
/** Words that name records which are mostly parts of other records' rows. */
const detailed: ReadonlySet<string> = new Set(['kind', 'ctx', 'seq']);

/**
 * Understands a query line. All words must hold; of several with the same name, as in `mt:Login mt:LoginResult`,
 * one. What is not understood is left out of the query and named.
 */
export function parseQuery(text: string): { query: Query; problems: readonly string[] } {
  const { words, problems } = splitQuery(text);
  const conditions: { tests: TermTest[]; isNegated: boolean }[] = [];
  const alternatives = new Map<string, TermTest[]>();
  let asksForDetails = false;
  for (const word of words) {
    const term = termOf(word, problems);
    if (term === undefined) continue;
    if ('problem' in term) {
      problems.push(`${word.source}: ${term.problem}.`);
      continue;
    }
    if (word.name !== undefined && detailed.has(word.name) && word.sign === ':' && !word.isNegated)
      asksForDetails = true;
    const key = word.sign === ':' && !word.isNegated ? word.name : undefined;
    const others = key === undefined ? undefined : alternatives.get(key);
    if (others !== undefined) {
      others.push(term.test);
      continue;
    }
    const tests = [term.test];
    if (key !== undefined) alternatives.set(key, tests);
    conditions.push({ tests, isNegated: word.isNegated });
  }
  return { query: { conditions, asksForDetails }, problems };
}

/** Whether a record of the document is meant by the query. An empty query means every record. */
export function matches(query: Query, document: TraceDocument, record: TraceRecord): boolean {
  return query.conditions.every(
    ({ tests, isNegated }) => tests.some((test) => test(document, record)) !== isNegated,
  );
}

/** Whether a record is shown: it is meant, and has a row of its own, or the query or `all` asks for those that have none. */
export function isShown(query: Query, document: TraceDocument, record: TraceRecord, all = false): boolean {
  return (all || query.asksForDetails || isPrincipal(record, document)) && matches(query, document, record);
}

function termOf(word: QueryWord, problems: string[]): Term | undefined {
  const { name, sign, value, source } = word;
  if (name === undefined || sign === undefined) return value === '' ? undefined : freeText(value);
  const make = Object.hasOwn(termMakers, name) ? termMakers[name] : undefined;
  if (make === undefined) {
    // An address is a text like any other.
    if (!value.startsWith('//') && sign === ':') problems.push(unknownName(word));
    return freeText(source.slice(word.isNegated ? 1 : 0));
  }
  if (sign !== ':' && !comparable.has(name)) return { problem: `write ${name}: with a colon` };
  if (value === '') return { problem: `say what to look for after ${name}${sign}` };
  return make(word);
}

function unknownName({ name = '', source }: QueryWord): string {
  const names = Object.keys(termMakers).map((one) => `${one}:`);
  return `${source}: ${name}: is no word of a query (${names.join(', ')}); to search for the text, write "${source}" in quotes.`;
}
