import type { TraceRecord } from './trace-records.js';

/** The text of a line without the mark that some editors put before a file's first. */
export function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

type MemberType = 'string' | 'number' | 'array';

/** What whoever shows a record relies on. */
const required: Readonly<Record<string, Readonly<Record<string, MemberType>>>> = {
  machine: { hash: 'string' },
  automaton: { lane: 'string' },
  dead: { lane: 'string', why: 'string' },
  socket: { lane: 'string', what: 'string' },
  message: { lane: 'string', dir: 'string', length: 'number' },
  post: { lane: 'string', to: 'string', mt: 'string' },
  undelivered: { lane: 'string', to: 'string', mt: 'string', why: 'string' },
  deliver: { lane: 'string', origin: 'string', mt: 'string', outcome: 'string', state: 'string' },
  transition: { lane: 'string', changes: 'array' },
  snapshot: { lane: 'string', status: 'string' },
  timer: { what: 'string', delayMs: 'number' },
  explain: { lane: 'string', rule: 'string', verdict: 'string' },
  control: { what: 'string' },
  log: { category: 'string', source: 'string', text: 'string' },
  note: { note: 'string' },
  drop: { count: 'number', why: 'string' },
  end: { outcome: 'string' },
};

/** Whether a value is a record that can be shown. Kinds and members that nobody knows are welcome. */
export function isTraceRecord(value: unknown): value is TraceRecord {
  return faultOfRecord(value) === undefined;
}

/** Why a value is no record, to be said after "Line 7 is left out: "; undefined when it is one. */
export function faultOfRecord(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'it is not a JSON object';
  const record = value as Readonly<Record<string, unknown>>;
  if (typeof record['kind'] !== 'string') return 'it has no kind';
  const members = { seq: 'number', t: 'number', ...required[record['kind']] } as const;
  for (const [name, type] of Object.entries(members)) {
    const actual = Array.isArray(record[name]) ? 'array' : typeof record[name];
    if (actual !== type) return `its member ${name} is no ${type}`;
  }
  return undefined;
}
