import type { DeliverRecord, TraceRecord } from '../../runtime/trace-records.js';
import type { RecordView } from './record-view.js';
import { textOr, view } from './record-view.js';
import { isStateChange, labelsOf } from './row-labels.js';
import type { TraceDocument } from './trace-document.js';
import { troubleOf } from './trouble.js';

/** How a row is drawn. */
export type RowShape =
  'message' | 'post' | 'state' | 'phase' | 'socket' | 'timer' | 'check' | 'stop' | 'mark' | 'line';

/** Where an arrow ends. `none`: nobody took it. */
export interface RowTarget {
  readonly lane: number;
  readonly outcome: 'handled' | 'discarded' | 'refused' | 'none';
}

/** A record as a row of the ladder. Lanes are places in `TraceDocument.lanes`. */
export interface FlowRow {
  readonly seq: number;
  readonly position: number;
  /** Milliseconds since the trace began. */
  readonly t: number;
  readonly kind: TraceRecord['kind'];
  readonly shape: RowShape;
  /** Where an arrow begins: a server, an automaton, a client; a socket when it is not known whose. */
  readonly from?: number;
  readonly to: readonly RowTarget[];
  /** The lane that the record names: the socket that a message went through, the automaton that moved. */
  readonly lane?: number;
  /** `mt`, or what changed. */
  readonly label: string;
  /** Members in brief. */
  readonly detail: string;
  /** The whole row as a sentence, for terminals and screen readers. Not made fit for a terminal. */
  readonly text: string;
  readonly isTrouble: boolean;
  /** What is wrong, in a sentence. */
  readonly trouble?: string;
  /** Silence since the record before, in milliseconds. */
  readonly gapMs: number;
}

/** The row of a record that is in the document. */
export function flowRow(document: TraceDocument, record: TraceRecord): FlowRow {
  const { seq, t, kind } = record;
  const position = document.positionOf(seq);
  const before = document.records[position - 1];
  const trouble = document.isTrouble(seq) ? troubleOf(record, document.deliveriesOf(seq)) : undefined;
  return {
    seq,
    position,
    t,
    kind,
    ...placeOf(document, record),
    ...labelsOf(record, trouble),
    isTrouble: trouble !== undefined,
    ...(trouble !== undefined && { trouble }),
    gapMs: before === undefined ? 0 : Math.max(0, t - before.t),
  };
}

/**
 * Whether a record has a row of its own unless everything is asked for. Deliveries are part of their message's
 * row, snapshots of their transition's.
 */
export function isPrincipal(record: TraceRecord, document: TraceDocument): boolean {
  const { kind, what, outcome, origin, mt, cause } = view(record);
  switch (kind) {
    case 'head':
    case 'machine':
    case 'automaton':
    case 'snapshot':
      return false;
    case 'timer':
      return what === 'fired';
    case 'deliver':
      if (origin === 'runtime') return outcome === 'handled' && mt !== 'Start';
      // Its message is missing, so nothing else tells of it.
      return typeof cause === 'number' && document.positionOf(cause) === -1;
    default:
      return true;
  }
}

/** The automaton whose step led to a record: the first one along its causes. */
export function automatonBehind(document: TraceDocument, record: TraceRecord): string | undefined {
  let { cause } = view(record);
  for (let hops = 0; hops < 8; hops += 1) {
    const behind = typeof cause === 'number' ? document.bySeq(cause) : undefined;
    if (behind === undefined) return undefined;
    const seen = view(behind);
    if (seen.kind === 'deliver' || seen.kind === 'transition' || seen.kind === 'timer')
      return typeof seen.lane === 'string' ? seen.lane : undefined;
    cause = seen.cause;
  }
  return undefined;
}

type Place = Pick<FlowRow, 'shape' | 'from' | 'to' | 'lane'>;

function placeOf(document: TraceDocument, record: TraceRecord): Place {
  const seen = view(record);
  switch (seen.kind) {
    case 'message':
      return document.directionOf(record) === 'out' ? outgoing(document, record) : incoming(document, record);
    case 'post':
      return posted(document, record);
    case 'undelivered':
      return undelivered(document, seen);
    case 'log':
      return at('line', anyLane(document, seen.source));
    case 'socket':
      return at('socket', document.lane('socket', textOr(seen.lane, ''))?.index);
    case 'control':
    case 'drop':
    case 'end':
    case 'head':
    case 'machine':
      return at('line', undefined);
    case 'note':
      return seen.note === 'run' ? at('line', undefined) : at('mark', anyLane(document, seen.lane));
    default:
      return at(shapeOf(record), anyLane(document, seen.lane));
  }
}

function shapeOf(record: TraceRecord): RowShape {
  switch (view(record).kind) {
    case 'transition':
      return isStateChange(record) ? 'state' : 'phase';
    case 'timer':
      return 'timer';
    case 'explain':
      return 'check';
    case 'dead':
      return 'stop';
    default:
      return 'mark';
  }
}

function at(shape: RowShape, lane: number | undefined): Place {
  return { shape, to: [], ...(lane !== undefined && { lane }) };
}

function incoming(document: TraceDocument, record: TraceRecord): Place {
  const name = textOr(view(record).lane, '');
  const socket = document.lane('socket', name)?.index;
  const from = document.serverOf(name)?.index ?? socket;
  const taken = targets(document, document.deliveriesOf(record.seq));
  const client = document.clientOf(name)?.index;
  const to =
    taken.length > 0 || socket === undefined
      ? taken
      : [
          client === undefined
            ? { lane: socket, outcome: 'none' as const }
            : { lane: client, outcome: 'handled' as const },
        ];
  return {
    shape: 'message',
    ...(from !== undefined && { from }),
    to,
    ...(socket !== undefined && { lane: socket }),
  };
}

function outgoing(document: TraceDocument, record: TraceRecord): Place {
  const name = textOr(view(record).lane, '');
  const socket = document.lane('socket', name)?.index;
  const sender = automatonBehind(document, record);
  const from =
    (sender === undefined ? document.clientOf(name) : document.lane('automaton', sender))?.index ?? socket;
  const to = document.serverOf(name)?.index ?? socket;
  return {
    shape: 'message',
    ...(from !== undefined && { from }),
    to: to === undefined ? [] : [{ lane: to, outcome: 'handled' }],
    ...(socket !== undefined && { lane: socket }),
  };
}

function posted(document: TraceDocument, record: TraceRecord): Place {
  const { lane, to: wanted } = view(record);
  const from = anyLane(document, lane);
  const taken = targets(document, document.deliveriesOf(record.seq));
  const missed = taken.length > 0 || wanted === '*' ? undefined : anyLane(document, wanted);
  return {
    shape: 'post',
    ...(from !== undefined && { from, lane: from }),
    // Without deliveries it is only known whom it was for.
    to:
      missed === undefined ? taken : [{ lane: missed, outcome: document.tellsOfSteps ? 'none' : 'handled' }],
  };
}

function undelivered(document: TraceDocument, { lane, to: wanted }: RecordView): Place {
  const from = anyLane(document, lane);
  const target = wanted === '*' ? undefined : anyLane(document, wanted);
  const isToSocket = target !== undefined && document.lanes[target]?.kind === 'socket';
  return {
    shape: isToSocket ? 'message' : 'post',
    ...(from !== undefined && { from, lane: from }),
    to: target === undefined ? [] : [{ lane: target, outcome: 'none' }],
  };
}

function targets(document: TraceDocument, deliveries: readonly DeliverRecord[]): RowTarget[] {
  const list: RowTarget[] = [];
  for (const delivery of deliveries) {
    const lane = document.lane('automaton', textOr(view(delivery).lane, ''))?.index;
    if (lane === undefined) continue;
    const { outcome } = view(delivery);
    list.push({ lane, outcome: outcome === 'handled' || outcome === 'refused' ? outcome : 'discarded' });
  }
  return list;
}

/** An automaton's lane, or else a socket's. */
function anyLane(document: TraceDocument, name: unknown): number | undefined {
  if (typeof name !== 'string') return undefined;
  return (document.lane('automaton', name) ?? document.lane('socket', name))?.index;
}
