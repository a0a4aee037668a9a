import type { TraceRecord } from '../../runtime/trace-records.js';
import { nobodyElse } from '../../runtime/trace.js';

/** One thing that happened, as far as another recording of the same flow should have it too. */
export interface CompareStep {
  readonly seq: number;
  /** Socket or automaton; one of each may have the same name. */
  readonly laneKind: 'socket' | 'automaton' | 'run';
  readonly lane: string;
  /** What kind of step it is: two of one slot that say different things stand for each other. */
  readonly slot: string;
  /** The step for people, and what must be equal: nothing that differs from login to login, such as nonces and times. */
  readonly label: string;
}

/** The step that a record is; undefined for what follows from others, or differs by nature. */
export function compareStepOf(record: TraceRecord): CompareStep | undefined {
  const { seq } = record;
  switch (record.kind) {
    case 'message': {
      const way = record.dir === 'in' ? 'received' : 'sent';
      return step(seq, 'socket', record.lane, `${way} ${record.mt ?? 'no message'}`, verdictIn(record.body));
    }
    case 'socket': {
      if (record.what === 'connecting' || record.what === 'open')
        return step(seq, 'socket', record.lane, record.what);
      return step(seq, 'socket', record.lane, 'closed', ` with code ${String(record.code ?? 'unknown')}`);
    }
    case 'post':
      return step(
        seq,
        'automaton',
        record.lane,
        `posted ${record.mt} to ${record.to}`,
        verdictIn(record.body),
      );
    case 'undelivered':
      if (record.why === nobodyElse) return undefined;
      return step(seq, 'automaton', record.lane, `${record.mt} reached nobody`);
    case 'deliver':
      // Who took a post is told by the state it leads to; who did not is what one looks for.
      if (record.outcome === 'handled' && record.mt !== 'Timeout' && record.mt !== 'EOF') return undefined;
      if (record.outcome !== 'handled' && record.origin === 'post') return undefined;
      return step(seq, 'automaton', record.lane, `${record.mt} ${record.outcome} in ${record.state}`);
    case 'transition': {
      const places = record.changes.map(({ to }) => to ?? 'nowhere');
      return step(seq, 'automaton', record.lane, 'went', ` to ${places.join(', ')}`);
    }
    case 'explain':
      return step(seq, 'automaton', record.lane, record.rule, `: ${record.verdict}`);
    case 'timer':
      if (record.what !== 'fired' || record.lane === undefined) return undefined;
      return step(seq, 'automaton', record.lane, `timer of ${record.delayMs} ms fired`);
    case 'dead':
      return step(seq, 'automaton', record.lane, 'stopped', `: ${record.why}${failureCodeIn(record.output)}`);
    case 'end':
      return step(seq, 'run', 'run', 'run ended', `: ${record.outcome}`);
    case 'head':
    case 'machine':
    case 'automaton':
    case 'snapshot':
    case 'control':
    case 'log':
    case 'note':
    case 'drop':
      return undefined;
    default:
      // A kind of a later version.
      return undefined;
  }
}

function step(
  seq: number,
  laneKind: CompareStep['laneKind'],
  lane: string,
  slot: string,
  rest = '',
): CompareStep {
  return { seq, laneKind, lane, slot, label: `${slot}${rest}` };
}

/** The members by which a peer says yes or no. */
function verdictIn(body: unknown): string {
  if (typeof body !== 'object' || body === null) return '';
  const said = ['ok', 'error', 'errorText'].flatMap((name) => {
    const value = (body as Readonly<Record<string, unknown>>)[name];
    if (typeof value === 'object' && value !== null) return [failureCodeIn({ error: value }).trim() || name];
    return value === undefined ? [] : [`${name}=${JSON.stringify(value)}`];
  });
  return said.length === 0 ? '' : ` (${said.join(', ')})`;
}

function failureCodeIn(output: unknown): string {
  if (typeof output !== 'object' || output === null || !('error' in output)) return '';
  const { error } = output;
  if (typeof error !== 'object' || error === null || !('code' in error)) return '';
  return typeof error.code === 'string' ? ` ${error.code}` : '';
}
