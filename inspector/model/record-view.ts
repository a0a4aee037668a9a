import type { TraceRecord } from '../../runtime/trace-records.js';

/**
 * A record as it may really be: a file can come from a later version, from another program, or from somebody
 * who means harm, so no member has a type before it was looked at.
 */
export interface RecordView {
  readonly seq?: unknown;
  readonly t?: unknown;
  readonly kind?: unknown;
  readonly run?: unknown;
  readonly lane?: unknown;
  readonly cause?: unknown;
  readonly cut?: unknown;
  readonly hash?: unknown;
  readonly id?: unknown;
  readonly machine?: unknown;
  readonly definition?: unknown;
  readonly socket?: unknown;
  readonly why?: unknown;
  readonly output?: unknown;
  readonly error?: unknown;
  readonly what?: unknown;
  readonly url?: unknown;
  readonly code?: unknown;
  readonly reason?: unknown;
  readonly dir?: unknown;
  readonly length?: unknown;
  readonly mt?: unknown;
  readonly body?: unknown;
  readonly text?: unknown;
  readonly to?: unknown;
  readonly origin?: unknown;
  readonly outcome?: unknown;
  readonly state?: unknown;
  readonly taken?: unknown;
  readonly changes?: unknown;
  readonly value?: unknown;
  readonly status?: unknown;
  readonly context?: unknown;
  readonly patch?: unknown;
  readonly delayMs?: unknown;
  readonly rule?: unknown;
  readonly inputs?: unknown;
  readonly verdict?: unknown;
  readonly detail?: unknown;
  readonly category?: unknown;
  readonly source?: unknown;
  readonly note?: unknown;
  readonly data?: unknown;
  readonly count?: unknown;
  readonly dropped?: unknown;
  readonly versions?: unknown;
  readonly redaction?: unknown;
  readonly start?: unknown;
}

/** The record, its members not yet looked at. */
export function view(record: TraceRecord): RecordView {
  return record;
}

/** Whether a value has members: an object that is neither `null` nor a list. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list as it may be, of anything; empty when the value is none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text, or what stands for it when the value is none. */
export function textOr(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}

/** The number, or what stands for it when the value is none. */
export function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
}

/** One step from a state or phase to another, as far as it is one. */
export interface ChangeView {
  readonly isState: boolean;
  readonly from?: string;
  readonly to?: string;
}

/** The changes that a transition record names. */
export function changesOf(record: RecordView): ChangeView[] {
  return listOf(record.changes)
    .filter(isObject)
    .map(({ what, from, to }) => ({
      isState: what === 'state',
      ...(typeof from === 'string' && { from }),
      ...(typeof to === 'string' && { to }),
    }));
}

/** State and phase in one text, `Initial.awaitingChallenge`, parallel regions in brackets; empty for what is none. */
export function pathOfValue(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (!isObject(value) || depth > 64) return '';
  const paths = Object.entries(value).map(([name, nested]) => {
    const rest = pathOfValue(nested, depth + 1);
    return rest === '' ? name : `${name}.${rest}`;
  });
  return paths.length === 1 ? (paths[0] ?? '') : paths.length === 0 ? '' : `(${paths.join(' ')})`;
}
