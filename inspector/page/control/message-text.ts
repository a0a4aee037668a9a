import type { AnyMessage } from '../../../runtime/message.js';
import type { TraceDocument } from '../../model/trace-document.js';

/** A text that somebody typed: the message that it is, or a sentence about what is wrong with it. */
export type CheckedMessage =
  | { readonly message: AnyMessage; readonly problem?: undefined }
  | { readonly problem: string; readonly message?: undefined };

/** Reads a message as the protocol has them: one JSON object with a text `mt`. */
export function checkMessage(text: string): CheckedMessage {
  if (text.trim() === '') return { problem: 'Write a message: a JSON object with a member "mt".' };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return {
      problem: `This is not JSON: ${error instanceof Error ? placed(error.message, text) : 'unreadable'}.`,
    };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: 'A message is a JSON object, like {"mt": "CheckBuild"}.' };
  if (!isMessage(value))
    return { problem: 'A message needs a member "mt" with its type as text, like {"mt": "CheckBuild"}.' };
  return { message: value };
}

function isMessage(value: object): value is AnyMessage {
  return 'mt' in value && typeof value.mt === 'string' && value.mt !== '';
}

/** The parser's words, with line and column where it says only how many characters went well. */
function placed(said: string, text: string): string {
  const plain = said.replace(/\.$/, '').replace(/ in JSON(?= at position)/, '');
  const position = /at position (\d+)(?: \(line \d+ column \d+\))?/.exec(plain);
  if (position === null) return plain;
  const before = text.slice(0, Number(position[1])).split('\n');
  const place = `in line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  return plain.replace(position[0], place);
}

/** What is in place of a secret in a masked trace. */
const placeholder = /‹[^‹›]*›/;

/** The names of members that hold a placeholder: it would be sent as it stands. */
export function placeholdersIn(value: unknown, path = ''): string[] {
  if (typeof value === 'string') return placeholder.test(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    placeholdersIn(inner, path === '' ? name : `${path}.${name}`),
  );
}

/** A message of this type to begin with: the last one of the trace, else only its type. */
export function templateOf(document: TraceDocument, mt: string): string {
  const { records } = document;
  for (let at = records.length - 1; at >= 0; at -= 1) {
    const record = records[at];
    if (record?.kind !== 'message' && record?.kind !== 'post') continue;
    if (record.mt === mt && typeof record.body === 'object' && record.body !== null)
      return JSON.stringify(record.body, null, 2);
  }
  return JSON.stringify({ mt }, null, 2);
}

/** Types of the messages that passed, the most recent first. */
export function knownTypes(
  document: TraceDocument,
  isWanted: (lane: string, way: 'in' | 'out' | 'post') => boolean,
): string[] {
  const types = new Set<string>();
  for (const record of document.records.toReversed()) {
    if (record.kind === 'message' && record.mt !== undefined && isWanted(record.lane, record.dir))
      types.add(record.mt);
    if (record.kind === 'post' && isWanted(record.lane, 'post')) types.add(record.mt);
  }
  return [...types];
}
