import type { TraceRecord } from '../runtime/trace-records.js';
import type { Style } from './style.js';
import { fit, printable } from '../inspector/model/text.js';

/** What a rail stands for. A socket and an automaton of the same name are two. */
type LaneKind = 'socket' | 'automaton';

interface LaneInfo {
  readonly kind: LaneKind;
  readonly name: string;
  note: string;
  socket: string | undefined;
}

/** Columns of one rail. */
const railWidth = 3;
/** Columns that number, time and mark take before the rails. */
export const marginWidth = 17;
/** Columns kept for the text at least. */
const textWidth = 40;

/**
 * The rails of a ladder: each socket, and right of it the automatons on it. When there are more than fit, the
 * last rail stands for all others.
 */
export class LadderLanes {
  readonly #lanes: LaneInfo[];
  readonly #rails = new Map<string, number>();
  readonly count: number;
  /** Lanes without a rail of their own. */
  readonly shared: number;

  constructor(records: readonly TraceRecord[], width: number) {
    this.#lanes = inOrder(collect(records));
    const room = Math.max(2, Math.floor((width - marginWidth - textWidth) / railWidth));
    this.count = Math.min(this.#lanes.length, room);
    this.shared = this.#lanes.length > room ? this.#lanes.length - room + 1 : 0;
    this.#lanes.forEach(({ kind, name }, at) => {
      this.#rails.set(keyOf(kind, name), Math.min(at, this.count - 1));
    });
  }

  /** Columns of all rails. */
  get width(): number {
    return this.count * railWidth;
  }

  rail(kind: LaneKind, name: string): number | undefined {
    return this.#rails.get(keyOf(kind, name));
  }

  /** Whether the lane's name must be said, because its rail is not its own. */
  isShared(kind: LaneKind, name: string): boolean {
    return this.shared > 0 && this.rail(kind, name) === this.count - 1;
  }

  /** A staircase that leads each name to its rail. */
  *heading(style: Style): Iterable<string> {
    const margin = ' '.repeat(marginWidth);
    for (let at = 0; at < this.count; at += 1) {
      const lane = this.#lanes[at];
      if (lane === undefined) continue;
      const isOthers = this.shared > 0 && at === this.count - 1;
      const name = isOthers ? `${this.shared} others` : printable(lane.name);
      const note = isOthers ? '' : printable(lane.note);
      yield `${margin}${'│  '.repeat(at)}┌ ${style.accent(name)}${note === '' ? '' : style.dim(`  ${fit(note, 60)}`)}`;
    }
  }

  /** The rails with some of their characters replaced. */
  draw(
    marks: ReadonlyMap<number, string>,
    line?: { readonly from: number; readonly to: number; readonly dash: string },
  ): string {
    let drawn = '';
    for (let at = 0; at < this.count; at += 1) {
      const isInside = line !== undefined && at >= line.from && at < line.to;
      const crosses = line !== undefined && at > line.from && at < line.to;
      drawn += marks.get(at) ?? (crosses ? '┼' : '│');
      drawn += isInside ? line.dash.repeat(railWidth - 1) : ' '.repeat(railWidth - 1);
    }
    return drawn;
  }
}

function keyOf(kind: LaneKind, name: string): string {
  return `${kind} ${name}`;
}

function collect(records: readonly TraceRecord[]): Map<string, LaneInfo> {
  const lanes = new Map<string, LaneInfo>();
  const add = (kind: LaneKind, name: string): LaneInfo => {
    const key = keyOf(kind, name);
    const lane = lanes.get(key) ?? { kind, name, note: '', socket: undefined };
    lanes.set(key, lane);
    return lane;
  };
  for (const record of records) {
    if (record.kind === 'automaton') {
      const lane = add('automaton', record.lane);
      lane.socket = record.socket;
      if (record.id !== undefined && record.id !== record.lane) lane.note = record.id;
      if (record.socket !== undefined) add('socket', record.socket);
    } else if (record.kind === 'socket') {
      const lane = add('socket', record.lane);
      if (record.url !== undefined) lane.note = record.url;
    } else if (record.kind === 'message') {
      add('socket', record.lane);
    } else if (record.kind === 'deliver' || record.kind === 'transition') {
      add('automaton', record.lane);
    }
  }
  return lanes;
}

/** Each socket with its automatons beside it, so that arrows are short. */
function inOrder(lanes: ReadonlyMap<string, LaneInfo>): LaneInfo[] {
  const all = [...lanes.values()];
  const ordered = new Set<LaneInfo>();
  for (const lane of all) {
    if (ordered.has(lane)) continue;
    const socket = lane.kind === 'socket' ? lane.name : lane.socket;
    if (socket === undefined) {
      ordered.add(lane);
      continue;
    }
    const own = lanes.get(keyOf('socket', socket));
    if (own !== undefined) ordered.add(own);
    for (const other of all) if (other.kind === 'automaton' && other.socket === socket) ordered.add(other);
  }
  return [...ordered];
}
