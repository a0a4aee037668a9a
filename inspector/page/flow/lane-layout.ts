import type { Lane, TraceDocument } from '../../model/trace-document.js';
import { laneKey } from '../row-filter.js';

/** A lane as a column of the ladder; lengths in CSS pixels. */
export interface LaneColumn {
  readonly lane: Lane;
  readonly key: string;
  readonly left: number;
  readonly width: number;
  readonly centre: number;
  readonly isHidden: boolean;
}

/** Columns that belong together: a server, its sockets, their automatons. */
export interface LaneGroup {
  readonly name: string;
  readonly left: number;
  readonly width: number;
}

export interface LaneLayout {
  readonly columns: readonly LaneColumn[];
  readonly groups: readonly LaneGroup[];
  readonly width: number;
  /** Columns are too narrow for their names, which are slanted then. */
  readonly isSlanted: boolean;
  /** Height of the names. */
  readonly headHeight: number;
}

const hiddenWidth = 12;
const narrowWidth = 28;
const automatonWidth = { least: 44, most: 150 } as const;
/** An automaton's name and state need this much to stand straight. */
const straightWidth = 88;
/** Room that the text beside the ladder keeps: this much, or this part. */
const textWidth = { least: 270, share: 0.36 } as const;

/** Whether the lane's name is written above it, and what it is or where it stands. */
export function isNamed({ kind }: Lane): boolean {
  return kind === 'automaton' || kind === 'client';
}

/** Shares the room between the lanes: automatons get most, for their states are written on them. */
export function layoutLanes(
  document: TraceDocument,
  hidden: ReadonlySet<string>,
  roomWidth: number,
): LaneLayout {
  const lanes = document.lanes.map((lane) => {
    const key = laneKey(lane);
    return { lane, key, isHidden: hidden.has(key) };
  });
  const automatons = lanes.filter(({ lane, isHidden }) => !isHidden && isNamed(lane)).length;
  const others = lanes.reduce(
    (sum, { lane, isHidden }) => sum + (isHidden ? hiddenWidth : isNamed(lane) ? 0 : narrowWidth),
    0,
  );
  const text = Math.max(textWidth.least, roomWidth * textWidth.share);
  const share = automatons === 0 ? 0 : Math.floor((roomWidth - text - others) / automatons);
  const wide = Math.max(automatonWidth.least, Math.min(automatonWidth.most, share));
  let left = 0;
  const columns = lanes.map(({ lane, key, isHidden }): LaneColumn => {
    const width = isHidden ? hiddenWidth : isNamed(lane) ? wide : narrowWidth;
    const column = { lane, key, left, width, centre: Math.round(left + width / 2) + 0.5, isHidden };
    left += width;
    return column;
  });
  const isSlanted = automatons > 0 && wide < straightWidth;
  return {
    columns,
    groups: groupsOf(document, columns),
    width: left,
    isSlanted,
    headHeight: isSlanted ? 92 : 58,
  };
}

function groupsOf(document: TraceDocument, columns: readonly LaneColumn[]): LaneGroup[] {
  const groups: LaneGroup[] = [];
  for (const { lane, left, width } of columns) {
    const socket = isNamed(lane) ? lane.socket : lane.kind === 'socket' ? lane.name : undefined;
    const server = socket === undefined ? undefined : document.serverOf(socket)?.name;
    const name = lane.kind === 'server' ? lane.name : (server ?? socket ?? '');
    const last = groups.at(-1);
    if (last !== undefined && last.name === name)
      groups[groups.length - 1] = { ...last, width: last.width + width };
    else groups.push({ name, left, width });
  }
  return groups;
}
