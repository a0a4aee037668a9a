import type { TraceRecord } from '../../../runtime/trace-records.js';

/** A record in a few words, for links to it. */
export function recordTitle(record: TraceRecord): string {
  switch (record.kind) {
    case 'message':
      return `${record.mt ?? 'no message'} ${record.dir === 'in' ? 'from the peer' : 'to the peer'}`;
    case 'post':
      return `post ${record.mt} to ${record.to === '*' ? 'all' : record.to}`;
    case 'undelivered':
      return `${record.mt} reached nobody`;
    case 'deliver':
      return `${record.mt} ${record.outcome} by ${record.lane}`;
    case 'transition':
      return `${record.lane} → ${record.changes.map(({ to }) => to ?? '(left)').join(', ')}`;
    case 'explain':
      return `${record.rule}: ${record.verdict}`;
    case 'socket':
      return `${record.lane} ${record.what}`;
    case 'timer':
      return `timer ${record.what}`;
    case 'control':
      return record.what;
    case 'dead':
      return `${record.lane} stopped: ${record.why}`;
    case 'automaton':
      return `${record.lane} starts`;
    case 'end':
      return `run ended: ${record.outcome}`;
    case 'note':
      return `note ${record.note}`;
    case 'log':
      return record.text;
    case 'head':
    case 'machine':
    case 'snapshot':
    case 'drop':
      return record.kind;
    default:
      // A kind of a later version.
      return 'record';
  }
}
