import { Component } from 'preact';
import { flowRow } from '../../model/flow-row.js';
import { seconds } from '../../model/text.js';
import type { TraceDocument } from '../../model/trace-document.js';
import type { LaneLayout } from './lane-layout.js';
import { RowDrawing } from './row-drawing.js';
import type { Rail } from './row-drawing.js';
import { rowLabel } from './row-label.js';
import { lineHeight } from './row-places.js';

interface LadderRowProps {
  readonly document: TraceDocument;
  /** Grows when what rows look like may have changed. */
  readonly version: number;
  readonly layout: LaneLayout;
  readonly seq: number;
  /** Line of the list it stands on. */
  readonly line: number;
  /** Its number among the rows, from 1. */
  readonly place: number;
  readonly isSelected: boolean;
  readonly isPinned: boolean;
  /** Whether the diagnosis names it as what shows the failure. */
  readonly isEvidence: boolean;
  /** What it is to the selected row. */
  readonly relation: 'cause' | 'effect' | '';
}

/** One record as one line. It is drawn again only when something about it has changed. */
export class LadderRow extends Component<LadderRowProps> {
  override shouldComponentUpdate(next: LadderRowProps): boolean {
    const now = this.props;
    return (
      next.seq !== now.seq ||
      next.line !== now.line ||
      next.isSelected !== now.isSelected ||
      next.isPinned !== now.isPinned ||
      next.isEvidence !== now.isEvidence ||
      next.relation !== now.relation ||
      next.layout !== now.layout ||
      next.version !== now.version ||
      next.document !== now.document
    );
  }

  override render({
    document,
    layout,
    seq,
    line,
    place,
    isSelected,
    isPinned,
    isEvidence,
    relation,
  }: LadderRowProps) {
    const record = document.bySeq(seq);
    if (record === undefined) return null;
    const row = flowRow(document, record);
    const classes = ['flow-row', `is-${row.shape}`, relation];
    if (isSelected) classes.push('selected');
    if (isPinned) classes.push('pinned');
    if (row.isTrouble || isEvidence) classes.push('trouble');
    const text =
      row.trouble !== undefined && row.shape !== 'state' && row.shape !== 'phase' ? row.trouble : '';
    return (
      <div
        id={`row-${seq}`}
        role="row"
        class={classes.join(' ')}
        style={{ transform: `translateY(${line * lineHeight}px)` }}
        aria-rowindex={place}
        aria-selected={isSelected}
        aria-label={`${rowLabel(document, row)}${isEvidence ? ', shows the failure' : ''}`}
        data-seq={seq}
      >
        <span role="gridcell" class="flow-seq">
          {seq}
        </span>
        <span role="gridcell" class="flow-time">
          {seconds(row.t)}
        </span>
        <span role="gridcell" class="flow-ladder" style={{ width: `${layout.width}px` }}>
          <RowDrawing row={row} record={record} layout={layout} rails={railsAt(document, layout, record)} />
        </span>
        <span role="gridcell" class="flow-text">
          {(row.isTrouble || isEvidence) && (
            <span class="flow-alert" aria-hidden="true">
              !
            </span>
          )}
          {row.shape === 'post' && <span class="flow-kind">post</span>}
          <b>{row.label}</b>
          {text !== '' && text !== row.detail && <em>{text}</em>}
          <span class="flow-members">{row.detail}</span>
        </span>
      </div>
    );
  }
}

/** Which automatons lived when a record was made, and how they did. */
function railsAt(
  document: TraceDocument,
  layout: LaneLayout,
  { seq, run }: { readonly seq: number; readonly run?: number },
): Rail[] {
  const rails: Rail[] = [];
  for (const { lane, centre, isHidden } of layout.columns) {
    if (lane.kind !== 'automaton' || isHidden || run === undefined) continue;
    const track = document.automaton(run, lane.name);
    if (track === undefined || track.firstSeq > seq || (track.lastSeq ?? Infinity) < seq) continue;
    const { path } = document.stateAt(track, seq);
    const state = path.split('.')[0] ?? '';
    rails.push({
      centre,
      tone: /fail/i.test(path) ? 'bad' : state === 'Initial' || state === '' ? 'begin' : 'on',
    });
  }
  return rails;
}
