import { fit, printable } from '../inspector/model/text.js';
import type { Lane, TraceDocument } from '../inspector/model/trace-document.js';
import type { Style } from './style.js';

/** Columns of one rail. */
const railWidth = 3;
/** Columns that number, time and mark take before the rails. */
export const marginWidth = 17;
/** Columns kept for the text at least. */
const textWidth = 40;

/**
 * The rails of a ladder: each socket with its automatons beside it; servers have none, for a terminal is narrow.
 * When there are more than fit, the last rail stands for all others.
 */
export class LadderLanes {
  readonly #lanes: readonly Lane[];
  readonly #rails = new Map<number, number>();
  readonly count: number;
  /** Lanes without a rail of their own. */
  readonly shared: number;

  constructor(document: TraceDocument, width: number) {
    this.#lanes = document.lanes.filter(({ kind }) => kind !== 'server');
    const room = Math.max(2, Math.floor((width - marginWidth - textWidth) / railWidth));
    this.count = Math.min(this.#lanes.length, room);
    this.shared = this.#lanes.length > room ? this.#lanes.length - room + 1 : 0;
    this.#lanes.forEach(({ index }, at) => {
      this.#rails.set(index, Math.min(at, this.count - 1));
    });
  }

  /** Columns of all rails. */
  get width(): number {
    return this.count * railWidth;
  }

  /** The rail of a lane, by the lane's index; a server has none. */
  rail(lane: number | undefined): number | undefined {
    return lane === undefined ? undefined : this.#rails.get(lane);
  }

  /** Whether the lane's name must be said, because its rail is not its own. */
  isShared(lane: number | undefined): boolean {
    return this.shared > 0 && this.rail(lane) === this.count - 1;
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

  /** Whether another set of rails looks the same, so that its heading need not be said again. */
  isLike(other: LadderLanes): boolean {
    const names = ({ kind, name }: Lane): string => `${kind} ${name}`;
    return this.#lanes.map(names).join('\n') === other.#lanes.map(names).join('\n');
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
