import { encode } from '../runtime/exact-json.js';
import type { TraceRecord } from '../runtime/trace-records.js';
import type { CliOutput } from './io.js';

/**
 * A record as JSON, as it is written in a trace. At a terminal the characters that JSON leaves as they are, and that
 * would steer it, are written as their codes: what the JSON says is the same.
 */
export function jsonLine(record: TraceRecord, { isTTY }: Pick<CliOutput, 'isTTY'>): string {
  const line = encode(record);
  if (isTTY !== true) return line;
  return line.replace(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
