import { TraceDocument } from '../inspector/model/trace-document.js';
import type { TraceRecord } from '../runtime/trace-records.js';
import { readTrace } from '../services/trace-reader.js';

/** Records that are looked at together. */
export const recordLimit = 100_000;
/** And their size in the file, in characters. */
const sizeLimit = 50 * 2 ** 20;

/** Most records on top that say how a trace ends: `drop`, and the `end` of each run. */
const endLimit = 1000;

/** Which part of a large trace is wanted: numbers of records. */
interface Part {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** What has been read. */
interface LoadedTrace {
  readonly document: TraceDocument;
  /** Whether something of the file is not in it, so that it does not tell how things ended. */
  readonly isPart: boolean;
}

interface Limits {
  readonly records: number;
  readonly characters: number;
}

/**
 * Reads a trace. Of one that is too large as much as may be kept: from `from` on, with what says who took part;
 * a note tells how to see the rest.
 * @throws TraceFileError `TRACE_FILE_UNREADABLE`, `TRACE_INVALID`
 */
export async function loadTrace(
  path: string,
  { from = 1, to = Infinity }: Part,
  onNote: (note: string) => void,
  limits: Limits = { records: recordLimit, characters: sizeLimit },
): Promise<LoadedTrace> {
  let kept: TraceRecord[] = [];
  let characters = 0;
  let isLeaner = false;
  let isCutOff = false;
  let line = 0;
  let firstLine = 1;
  const onLine = (length: number): void => {
    line += 1;
    characters += length;
  };
  const isFull = (): boolean => kept.length >= limits.records || characters > limits.characters;
  for await (const record of readTrace(path, { onNote, onLine })) {
    if (isFull() && !isLeaner && from > 1) {
      isLeaner = true;
      const before = kept.length;
      const ended = new Set(
        kept.filter(({ kind, seq }) => kind === 'end' && seq < from).map(({ run }) => run),
      );
      kept = kept.filter((one) => one.seq >= from || (isFrame(one) && !isPlayerOf(one, ended)));
      characters *= kept.length / Math.max(1, before);
    }
    if (record.seq < from) firstLine = line + 1;
    if (isLeaner && record.seq > to) break;
    if (isLeaner && record.seq < from) {
      characters = Math.min(characters, limits.characters);
      if (record.kind === 'end') kept = kept.filter((one) => !isPlayerOf(one, new Set([record.run])));
      if (!isFrame(record)) continue;
    }
    // A recording that reached its cap is as long as what is kept here, and these come on top.
    const isOnTop =
      (record.kind === 'drop' || record.kind === 'end') && kept.length < limits.records + endLimit;
    if (isFull() && !isOnTop) {
      isCutOff = true;
      const last = kept.at(-1)?.seq ?? 0;
      onNote(tooLarge(last, [firstLine, line - 1], limits, kept.length >= limits.records));
      break;
    }
    kept.push(record);
  }
  return { document: TraceDocument.of(kept), isPart: isLeaner || isCutOff };
}

const frameKinds: ReadonlySet<string> = new Set(['head', 'machine', 'automaton', 'socket', 'end']);

/** Whether a record says who takes part and which runs are over, without which no other is understood. */
export function isFrame({ kind }: TraceRecord): boolean {
  return frameKinds.has(kind);
}

/** Whether a record tells of an automaton of one of these runs. */
function isPlayerOf({ kind, run }: TraceRecord, runs: ReadonlySet<number | undefined>): boolean {
  return kind === 'automaton' && runs.has(run);
}

function tooLarge(
  lastSeq: number,
  [first, last]: readonly [number, number],
  limits: Limits,
  isByCount: boolean,
): string {
  const size = isByCount
    ? `more than ${limits.records.toLocaleString('en')} records`
    : `more than ${Math.round(limits.characters / 2 ** 20)} MiB`;
  const looked = `The trace has ${size}; lines ${first} to ${last} of the file are looked at.`;
  return lastSeq === last
    ? `${looked} For what follows add --from ${last + 1}.`
    : `${looked} Its records are not numbered as its lines are, so what follows cannot be chosen; cut the file.`;
}
