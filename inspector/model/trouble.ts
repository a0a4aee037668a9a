import { nobodyElse } from '../../runtime/trace.js';
import type { DeliverRecord, TraceRecord } from '../../runtime/trace-records.js';
import type { RecordView } from './record-view.js';
import { numberOr, textOr, view } from './record-view.js';
import { errorText, failureOf } from './text.js';

/**
 * What is wrong with what a record tells, in a sentence without a full stop; undefined when nothing is. A
 * message that nobody took is trouble; a broadcast that nobody took is not, for it goes to everybody, whom it
 * concerns and whom not.
 * @param deliveries the records that say what became of it
 */
export function troubleOf(record: TraceRecord, deliveries: readonly DeliverRecord[]): string | undefined {
  const seen = view(record);
  const lane = textOr(seen.lane, '?');
  const because = typeof seen.reason === 'string' ? `: ${seen.reason}` : '';
  switch (seen.kind) {
    case 'message':
    case 'post':
      if (isNoMessage(seen))
        return `what ${seen.dir === 'out' ? 'the client sent' : 'came'} on ${lane} is no message${because}`;
      return mayBeUntaken(seen) ? untaken(seen, deliveries) : undefined;
    case 'undelivered': {
      if (seen.why === nobodyElse) return undefined;
      const to = seen.to === '*' ? 'anybody' : textOr(seen.to, '?');
      return `${textOr(seen.mt, '?')} from ${lane} did not reach ${to}: ${textOr(seen.why, '?')}`;
    }
    case 'socket':
      return seen.what === 'error' ? `socket ${lane} failed: ${failureOf(seen)}` : undefined;
    case 'explain':
      if (seen.verdict !== 'mismatch') return undefined;
      return `${lane}: ${textOr(seen.rule, '?')} does not match${because}`;
    case 'dead': {
      const failure = failureOf(seen);
      if (failure !== '') return `${lane} failed: ${failure}`;
      return seen.why === 'finished' ? undefined : `${lane} has stopped: ${textOr(seen.why, '?')}`;
    }
    case 'log':
      return seen.category === 'error' ? `${textOr(seen.source, '?')}: ${textOr(seen.text, '')}` : undefined;
    case 'drop':
      return `${seen.count === 1 ? 'a record is' : `${numberOr(seen.count, 0)} records are`} missing: ${textOr(seen.why, '?')}`;
    case 'end':
      if (seen.outcome === 'finished') return undefined;
      return `run ${numberOr(seen.run, 0)} ended: ${textOr(seen.outcome, '?')}`;
    default:
      return undefined;
  }
}

/** Whether it is trouble when nobody takes the message. */
export function mayBeUntaken({ kind, dir, to }: RecordView): boolean {
  return kind === 'message' ? dir === 'in' : kind === 'post' && to !== '*';
}

/** Whether it is a text that could not be understood. */
export function isNoMessage({ kind, mt }: RecordView): boolean {
  return kind === 'message' && typeof mt !== 'string';
}

/** Whether an error stands in the record: its own, in its output, or in the message's body. */
export function hasError(record: TraceRecord): boolean {
  const { error, output, body, kind, category } = view(record);
  if (kind === 'log') return category === 'error';
  return failureOf({ error, output }) !== '' || errorText(bodyError(body)) !== '';
}

function bodyError(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return undefined;
  const { error, errorText: text } = body as { readonly error?: unknown; readonly errorText?: unknown };
  if (typeof text === 'string') return text;
  return typeof error === 'number' ? (error === 0 ? undefined : `error ${error}`) : error;
}

function untaken({ mt }: RecordView, deliveries: readonly DeliverRecord[]): string | undefined {
  if (deliveries.length === 0 || deliveries.some(({ outcome }) => outcome === 'handled')) return undefined;
  const list = deliveries.slice(0, 2).map((delivery) => {
    const { lane, outcome, state } = view(delivery);
    return `${textOr(outcome, '?')} by ${textOr(lane, '?')} in ${textOr(state, '?')}`;
  });
  const more = deliveries.length > 2 ? ` and ${deliveries.length - 2} more` : '';
  return `${textOr(mt, '?')} ${list.join(', ')}${more}`;
}
