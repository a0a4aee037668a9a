import type { ComponentType } from 'preact';
import { changesOf, textOr, view } from '../../model/record-view.js';
import type { FlowRow, RowTarget } from '../../model/flow-row.js';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import type { LaneLayout } from './lane-layout.js';
import { lineHeight } from './row-places.js';

/** How far an automaton's life has come on a row: its rail is drawn by it. */
export interface Rail {
  readonly centre: number;
  readonly tone: 'begin' | 'on' | 'bad';
}

interface DrawingProps {
  readonly row: FlowRow;
  readonly record: TraceRecord;
  readonly layout: LaneLayout;
  readonly rails: readonly Rail[];
}

const middle = lineHeight / 2;

/** A row between the lanes: arrows, marks and chips. Says nothing to screen readers; the row's label does. */
export function RowDrawing({ row, record, layout, rails }: DrawingProps) {
  return (
    <>
      <svg class="flow-svg" width={layout.width} height={lineHeight} aria-hidden="true">
        {rails.map(({ centre, tone }) => (
          <path key={centre} class={`flow-rail ${tone}`} d={`M${centre} 0V${lineHeight}`} />
        ))}
        {row.shape === 'message' || row.shape === 'post' ? (
          <Arrows row={row} layout={layout} />
        ) : (
          <Mark row={row} record={record} layout={layout} />
        )}
      </svg>
      <Chip row={row} layout={layout} record={record} />
    </>
  );
}

function Arrows({ row, layout }: { readonly row: FlowRow; readonly layout: LaneLayout }) {
  const from = row.from === undefined ? undefined : layout.columns[row.from];
  const via = row.lane === undefined || row.lane === row.from ? undefined : layout.columns[row.lane];
  const tone = `${row.shape}${row.isTrouble ? ' trouble' : ''}`;
  if (from === undefined) return null;
  const ends = row.to.flatMap((target) => {
    const column = layout.columns[target.lane];
    return column === undefined ? [] : [{ target, x: column.centre }];
  });
  return (
    <g class={`flow-arrow ${tone}`}>
      {ends.map(({ target, x }) => (
        <Arrow
          key={target.lane}
          from={from.centre}
          to={x}
          outcome={target.outcome}
          isQuiet={!row.isTrouble}
        />
      ))}
      <circle class="flow-start" cx={from.centre} cy={middle} r={ends.length === 0 ? 4 : 2.75} />
      {via !== undefined && <circle class="flow-via" cx={via.centre} cy={middle} r="2.25" />}
    </g>
  );
}

function Arrow({
  from,
  to,
  outcome,
  isQuiet,
}: {
  readonly from: number;
  readonly to: number;
  readonly outcome: RowTarget['outcome'];
  readonly isQuiet: boolean;
}) {
  if (from === to) return <circle class="flow-start" cx={from} cy={middle} r="4" />;
  const side = to > from ? 1 : -1;
  if (outcome === 'handled')
    return (
      <>
        <path d={`M${from} ${middle}H${to - side * 6}`} />
        <path class="flow-head" d={`M${to - side} ${middle}l${-side * 7} -4v8z`} />
      </>
    );
  return (
    <g class={isQuiet ? 'quiet' : ''}>
      <path d={`M${from} ${middle}H${to - side * 5}`} />
      <path class="flow-cross" d={`M${to - 4} ${middle - 4}l8 8m0 -8l-8 8`} />
    </g>
  );
}

interface MarkProps {
  readonly record: TraceRecord;
  readonly x: number;
  /** Class of its colour; empty when nothing is wrong. */
  readonly trouble: string;
}

function Mark({ row, record, layout }: Omit<DrawingProps, 'rails'>) {
  const column = row.lane === undefined ? undefined : layout.columns[row.lane];
  if (column === undefined) return null;
  const Shape = marks[row.shape] ?? Point;
  return <Shape record={record} x={column.centre} trouble={row.isTrouble ? ' trouble' : ''} />;
}

const marks: Readonly<Partial<Record<FlowRow['shape'], ComponentType<MarkProps>>>> = {
  state: ({ x, trouble }) => <circle class={`flow-dot state${trouble}`} cx={x} cy={middle} r="5" />,
  phase: ({ x, trouble }) => <circle class={`flow-dot phase${trouble}`} cx={x} cy={middle} r="4" />,
  stop: ({ x, trouble }) => (
    <rect class={`flow-dot stop${trouble}`} x={x - 4.5} y={middle - 4.5} width="9" height="9" rx="1.5" />
  ),
  timer: ({ x, trouble }) => (
    <g class={`flow-clock${trouble}`}>
      <circle cx={x} cy={middle} r="6" />
      <path d={`M${x} ${middle - 3.5}v3.5l2.5 1.5`} />
    </g>
  ),
  check: ({ record, x, trouble }) =>
    view(record).verdict === 'ok' ? (
      <path class="flow-check" d={`M${x - 5} ${middle}l3.5 4l6 -8`} />
    ) : (
      <path class={`flow-cross${trouble}`} d={`M${x - 4} ${middle - 4}l8 8m0 -8l-8 8`} />
    ),
  socket: ({ record, x, trouble }) => {
    const what = textOr(view(record).what, 'error');
    return <path class={`flow-plug is-${what}${trouble}`} d={(plugs.get(what) ?? plugClosed)(x)} />;
  },
};

function Point({ x, trouble }: MarkProps) {
  return <circle class={`flow-dot mark${trouble}`} cx={x} cy={middle} r="2.5" />;
}

/** The socket's line begins at its bar when it connects, and ends there when it is closed. */
const plugs: ReadonlyMap<string, (x: number) => string> = new Map([
  ['connecting', (x) => `M${x - 6} ${middle}h12M${x} ${middle}v${middle}`],
  ['open', (x) => `M${x - 6} ${middle - 2}h12M${x - 6} ${middle + 2}h12M${x} ${middle + 2}V${lineHeight}`],
]);
const plugClosed = (x: number): string => `M${x - 6} ${middle}h12M${x} 0v${middle}`;

/** The new state or phase, written on the automaton's line. */
function Chip({ row, record, layout }: Omit<DrawingProps, 'rails'>) {
  if (row.shape !== 'state' && row.shape !== 'phase') return null;
  const column = row.lane === undefined ? undefined : layout.columns[row.lane];
  if (column === undefined) return null;
  const paths = changesOf(view(record))
    .map(({ to }) => to ?? '')
    .filter((path) => path !== '');
  const text =
    row.shape === 'state' ? paths.join(' ') : paths.map((path) => path.split('.').at(-1)).join(' ');
  // The side with more room.
  const rightWidth = layout.width - column.centre;
  const isRight = rightWidth >= column.centre;
  const place = {
    [isRight ? 'left' : 'right']: `${(isRight ? column.centre : rightWidth) + 9}px`,
    maxWidth: `${Math.max(rightWidth, column.centre) - 12}px`,
  };
  return (
    <span class={`flow-chip ${row.shape}${row.isTrouble ? ' trouble' : ''}`} style={place} aria-hidden="true">
      {text}
    </span>
  );
}
