import type { TraceRecord } from '../../runtime/trace-records.js';
import { automatonBehind } from './flow-row.js';
import type { QueryWord } from './query-words.js';
import { changesOf, listOf, pathOfValue, textOr, view } from './record-view.js';
import { containing, glob, searchFor } from './text-search.js';
import type { TraceDocument } from './trace-document.js';
import { hasError } from './trouble.js';

/** Whether a record is meant by a word. */
export type TermTest = (document: TraceDocument, record: TraceRecord) => boolean;

/** A word's test, or why it has none. */
export type Term = { readonly test: TermTest } | { readonly problem: string };

/** Makes the tests of the named words; every name that a query knows. */
export const termMakers: Readonly<Record<string, (word: QueryWord) => Term>> = {
  mt: ({ value }) => onMt(value),
  lane: onLane,
  dir: ({ value }) => oneOf('dir', ['in', 'out'], value, directionOf),
  state: onState,
  kind: ({ value }) => {
    const isMeant = glob(value);
    return { test: (_document, { kind }) => isMeant(kind) };
  },
  run: (word) =>
    onNumber(word, 'the number of a run, e.g. run:2', 1, (_document, record) => view(record).run),
  seq: (word) => onNumber(word, 'the number of a record, e.g. seq>100', 1, (_document, { seq }) => seq),
  t: (word) => onTime(word, 'seconds since the start, e.g. t>1.5s', (_document, { t }) => t),
  gap: (word) => onTime(word, 'a number of milliseconds, e.g. gap>500ms', silenceBefore),
  origin: ({ value }) => oneOf('origin', ['wire', 'post', 'runtime'], value, originOf),
  ctx: ({ value }) => onContext(value),
  has: ({ value }) => onProperty(value),
};

function directionOf(document: TraceDocument, record: TraceRecord): unknown {
  return record.kind === 'message' ? document.directionOf(record) : undefined;
}

/** Free text: in all names and values of the record. */
export function freeText(text: string): Term {
  const isIn = searchFor(text);
  return { test: (_document, record) => isIn(record) };
}

function onMt(value: string): Term {
  const isMeant = glob(value);
  return {
    test: (_document, record) => {
      const { mt } = view(record);
      return typeof mt === 'string' && isMeant(mt);
    },
  };
}

/** Every lane that has to do with the record: whose it is, who sent it, who got it, the server behind a socket. */
function onLane(word: QueryWord): Term {
  const isPart = naming(word);
  const known = new Map<string, boolean>();
  const isMeant = (name: unknown): boolean => {
    if (typeof name !== 'string') return false;
    let answer = known.get(name);
    if (answer === undefined) known.set(name, (answer = isPart(name)));
    return answer;
  };
  return {
    test: (document, record) => {
      const { kind, lane, source, to } = view(record);
      if (isMeant(lane) || isMeant(source) || (typeof to === 'string' && to !== '*' && isMeant(to)))
        return true;
      if (kind !== 'message' && kind !== 'post' && kind !== 'socket') return false;
      if (kind !== 'post' && isMeant(document.serverOf(textOr(lane, ''))?.name)) return true;
      if (kind === 'message' && isMeant(automatonBehind(document, record))) return true;
      if (kind !== 'post' && isMeant(document.clientOf(textOr(lane, ''))?.name)) return true;
      return document.deliveriesOf(record.seq).some((delivery) => isMeant(view(delivery).lane));
    },
  };
}

function onState(word: QueryWord): Term {
  const isNamed = naming(word);
  const isWithin = glob(`${word.value}.*`);
  const isPart = (path: string): boolean => isNamed(path) || (word.isQuoted && isWithin(path));
  // Of parallel states each region's path counts for itself.
  const isIn = (path: unknown): boolean =>
    typeof path === 'string' && (isPart(path) || (path.startsWith('(') && pathsIn(path).some(isPart)));
  return {
    test: (document, record) => {
      const seen = view(record);
      switch (seen.kind) {
        case 'transition':
          return (
            changesOf(seen).some(({ from, to }) => isIn(from) || isIn(to)) || isIn(pathOfValue(seen.value))
          );
        case 'snapshot':
          return isIn(pathOfValue(seen.value));
        case 'message':
        case 'post':
          return document.deliveriesOf(record.seq).some((delivery) => isIn(view(delivery).state));
        default:
          return isIn(seen.state);
      }
    },
  };
}

/** What stands in quotes is the whole name, with `*` and `?`; else it may have more around it. */
function naming({ value, isQuoted }: QueryWord): (name: string) => boolean {
  return isQuoted ? glob(value) : containing(value);
}

/** `(a.b c)`: the paths of parallel regions. */
function pathsIn(path: string): string[] {
  return path.split(/[() ]+/).filter((part) => part !== '');
}

/** The snapshots that touch a context member; asked of the whole document once for each of its versions. */
function onContext(value: string): Term {
  let known:
    { readonly document: TraceDocument; readonly version: number; readonly seqs: Set<number> } | undefined;
  return {
    test: (document, { seq, kind }) => {
      if (kind !== 'snapshot') return false;
      if (known?.document !== document || known.version !== document.version) {
        const seqs = document.automatons.flatMap((track) => document.touching(track, value));
        known = { document, version: document.version, seqs: new Set(seqs) };
      }
      return known.seqs.has(seq);
    },
  };
}

const properties: Readonly<Record<string, TermTest>> = {
  mismatch: (_document, record) => view(record).verdict === 'mismatch',
  discard: (document, record) => {
    if (record.kind === 'deliver') return record.outcome !== 'handled';
    if (record.kind !== 'message' && record.kind !== 'post') return false;
    return document.deliveriesOf(record.seq).some(({ outcome }) => outcome !== 'handled');
  },
  problem: (document, { seq }) => document.isTrouble(seq),
  cut: (_document, record) => listOf(view(record).cut).length > 0,
  undelivered: (_document, { kind }) => kind === 'undelivered',
  error: (_document, record) => hasError(record),
};

function onProperty(value: string): Term {
  const names = Object.keys(properties);
  const name = names.find((one) => one === value.toLowerCase());
  const test = name === undefined ? undefined : properties[name];
  return test === undefined
    ? { problem: `write one of ${names.map((one) => `has:${one}`).join(', ')}` }
    : { test };
}

function oneOf(
  name: string,
  values: readonly string[],
  value: string,
  read: (document: TraceDocument, record: TraceRecord) => unknown,
): Term {
  const wanted = values.find((one) => one === value.toLowerCase());
  if (wanted === undefined)
    return { problem: `write one of ${values.map((one) => `${name}:${one}`).join(', ')}` };
  return { test: (document, record) => read(document, record) === wanted };
}

function originOf(document: TraceDocument, record: TraceRecord): unknown {
  const { kind, origin } = view(record);
  if (kind === 'message') return document.directionOf(record) === 'in' ? 'wire' : undefined;
  return kind === 'post' ? 'post' : origin;
}

function silenceBefore(document: TraceDocument, record: TraceRecord): number {
  const before = document.records[document.positionOf(record.seq) - 1];
  return before === undefined ? 0 : record.t - before.t;
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, '': 1 };

function onTime(
  word: QueryWord,
  example: string,
  read: (document: TraceDocument, record: TraceRecord) => number,
): Term {
  const [, , unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|min)$/i.exec(word.value) ?? [];
  const number = word.value.slice(0, word.value.length - unit.length);
  return onNumber({ ...word, value: number }, example, units[unit.toLowerCase()] ?? 1, read);
}

function onNumber(
  { value, sign = ':' }: QueryWord,
  example: string,
  factor: number,
  read: (document: TraceDocument, record: TraceRecord) => unknown,
): Term {
  if (!/^\d+(\.\d+)?$/.test(value)) return { problem: `give ${example}` };
  const limit = Number(value) * factor;
  const compare = comparisons[sign];
  return {
    test: (document, record) => {
      const number = read(document, record);
      return typeof number === 'number' && compare(number, limit);
    },
  };
}

const comparisons: Readonly<
  Record<NonNullable<QueryWord['sign']>, (left: number, right: number) => boolean>
> = {
  ':': (left, right) => left === right,
  '>': (left, right) => left > right,
  '<': (left, right) => left < right,
  '>=': (left, right) => left >= right,
  '<=': (left, right) => left <= right,
};
