import type { Diagnosis } from '../inspector/model/diagnosis/index.js';
import type { TraceRecord } from '../runtime/trace-records.js';
import { members, seconds } from '../inspector/model/text.js';
import { sentenceOf } from './exit-codes.js';
import type { Observation } from './observation.js';
import type { Terminal } from './terminal.js';

/** Longest part of a record that is shown. */
const shownLength = 160;

type Watched = Pick<Observation, 'records' | 'file'>;

const explanations = new WeakMap<Error, string>();

/**
 * Says why a command failed, below its errors: the root cause, the record that shows it, what to do. What the
 * errors' own sentences say already is not said again.
 */
export async function sayWhy(
  observation: Watched,
  errors: readonly Error[],
  terminal: Terminal,
): Promise<void> {
  const why = await whyOf(observation, errors);
  if (why !== '') terminal.say(why);
}

/** The same for an error that is still to be reported; `explanationOf` gives it to who reports. */
export async function explainLater(observation: Watched, error: unknown): Promise<void> {
  if (!(error instanceof Error)) return;
  const why = await whyOf(observation, [error]);
  if (why !== '') explanations.set(error, why);
}

/** Why this error came about; empty when nothing is known. */
export function explanationOf(error: unknown): string {
  return error instanceof Error ? (explanations.get(error) ?? '') : '';
}

async function whyOf(observation: Watched, errors: readonly Error[]): Promise<string> {
  // Only a command that has failed needs it.
  const { diagnose } = await import('../inspector/model/diagnosis/index.js');
  const { newestRecords } = await import('../inspector/model/logins.js');
  const { TraceDocument } = await import('../inspector/model/trace-document.js');
  const records = observation.records();
  return whyText(records, diagnose(newestRecords(TraceDocument.of(records))), errors, observation.file);
}

/** @internal The text of `sayWhy`. @param file the recording, if there is one */
export function whyText(
  records: readonly TraceRecord[],
  { findings }: Diagnosis,
  errors: readonly Error[],
  file?: string,
): string {
  const cause = findings.find(({ severity }) => severity === 'failure');
  if (cause === undefined) return '';
  const bySeq = (seq: number): TraceRecord | undefined => records.find((record) => record.seq === seq);
  const shown = cause.evidence.flatMap((seq) => bySeq(seq) ?? []);
  const [record] = shown;
  const isSaid = shown.some((one) => 'output' in one && errors.some((error) => tells(one.output, error)));
  const place =
    record === undefined
      ? []
      : [`  Seen in record ${record.seq} (${seconds(record.t)} s): ${recordText(record)}.`];
  const isAdvised = isSaid && errors.some((error) => advises(sentenceOf(error), cause.advice));
  const lines = [
    ...(isSaid ? [] : [`Why: ${cause.sentence}`]),
    ...place,
    ...(isAdvised ? [] : [`  Do: ${cause.advice}`]),
  ];
  const more =
    file === undefined
      ? '--trace FILE records it, --inspect shows it.'
      : `recorded in ${file}: pbx-automata replay ${quoted(file)}`;
  return [...lines, `  More: docs/${cause.doc}; ${more}`].join('\n');
}

/** Part of an advice's words that an error's sentence has when it says the same. */
const samePart = 0.7;

/** Whether an error's own sentence says already what to do. */
function advises(sentence: string, advice: string): boolean {
  const said = new Set(wordsOf(sentence));
  const wanted = wordsOf(advice);
  return wanted.filter((word) => said.has(word)).length >= samePart * wanted.length;
}

/** The words that carry the meaning. */
function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z]{4,}/g) ?? [];
}

/** As a shell takes it. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

/** Whether the output that a record shows has this very error. */
function tells(output: unknown, { message }: Error): boolean {
  if (typeof output !== 'object' || output === null || !('error' in output)) return false;
  const { error } = output;
  return typeof error === 'object' && error !== null && 'message' in error && error.message === message;
}

/** The code of an error as it is recorded; its sentence stands in the command's own error. */
function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** A record in a line. */
function recordText(record: TraceRecord): string {
  const text = whatIs(record);
  return text.length > shownLength ? `${text.slice(0, shownLength)}…` : text;
}

function whatIs(record: TraceRecord): string {
  switch (record.kind) {
    case 'message':
      return record.mt === undefined
        ? `a text that is no message, on ${record.lane}`
        : [record.mt, members(record.body), record.dir === 'in' ? 'from' : 'to', record.lane]
            .filter((part) => part !== '')
            .join(' ');
    case 'socket':
      return [`socket ${record.lane}: ${record.what}`, record.code, codeOf(record.error)]
        .filter((part) => part !== undefined)
        .join(' ');
    case 'explain':
      return `${record.rule}: ${record.verdict}${record.reason === undefined ? '' : `, ${record.reason}`}`;
    case 'transition':
      return `${record.lane} came to ${record.changes.map(({ to }) => to ?? '').join(' ')}`;
    case 'deliver':
      return `${record.mt} ${record.outcome} by ${record.lane} in ${record.state}`;
    case 'dead':
      return `${record.lane} stopped: ${record.why}`;
    case 'post':
    case 'undelivered':
      return `${record.mt} ${record.kind === 'post' ? 'posted' : 'not delivered'} by ${record.lane} to ${record.to}`;
    case 'head':
    case 'machine':
    case 'automaton':
    case 'snapshot':
    case 'timer':
    case 'control':
    case 'log':
    case 'note':
    case 'drop':
    case 'end':
      return record.lane === undefined ? record.kind : `${record.kind} of ${record.lane}`;
  }
}
