import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { seconds } from '../../model/text.js';
import { placeOf } from '../places.js';
import type { StoreProps } from '../use-store.js';
import { LadderRow } from './ladder-row.js';
import { LaneHeads } from './lane-heads.js';
import type { LaneLayout } from './lane-layout.js';
import { layoutLanes } from './lane-layout.js';
import type { Line } from './row-places.js';
import { lineHeight, RowPlaces } from './row-places.js';

/** Lines drawn above and below what is seen, so that scrolling shows no holes. */
const linesBeyond = 8;
/** Width of number and time, in CSS pixels; flow.css says it too. */
const marginWidth = 104;
/** Least width of a row's text, in CSS pixels; flow.css says it too. */
const textRoom = 160;

/** Ladder and log in one list: a record is a row, and only the rows that are seen exist. */
export function LadderList({ store }: StoreProps) {
  const box = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 900, height: 600 });
  const [top, setTop] = useState(0);
  const { document, cursor, cursorRow = 0, rowSeqs, selected, pinned } = store;
  const { hiddenLanes } = store.settings;
  const { lanes } = document;
  const layout = useMemo(
    () => layoutLanes(document, hiddenLanes, size.width - marginWidth),
    [document, lanes, hiddenLanes, size.width],
  );
  const { headHeight } = layout;
  const places = useMemo(() => new RowPlaces(document, rowSeqs), [document, rowSeqs]);
  const related = useMemo(() => relationsOf(store), [document, document.version, cursor]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const observer = new ResizeObserver(() => {
      setSize({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  const index = placeOf(rowSeqs, cursorRow);
  const cursorLine = rowSeqs[index] === cursorRow ? places.lineOf(index) : -1;
  useEffect(() => {
    const element = box.current;
    if (element === null || cursorLine < 0) return;
    // The names of the lanes cover the first lines.
    const room = element.clientHeight - headHeight;
    const at = cursorLine * lineHeight;
    const above = element.scrollTop - at + lineHeight;
    const below = at + 2 * lineHeight - element.scrollTop - room;
    // What is near is scrolled to, with a row beside it; what is far comes to where the eye is.
    if (Math.max(above, below) > 5 * lineHeight) element.scrollTop = at - room / 3;
    else if (above > 0) element.scrollTop -= above;
    else if (below > 0) element.scrollTop += below;
  }, [cursorLine, size.height, headHeight]);

  const seen = Math.ceil(size.height / lineHeight);
  // A list that has become shorter is drawn from its end before the browser says that it has scrolled.
  const upper = Math.max(0, Math.min(Math.floor(top / lineHeight), places.count - seen));
  const first = Math.max(0, upper - linesBeyond);
  const last = Math.min(places.count, upper + seen + 1 + linesBeyond);
  const lines: { readonly line: number; readonly what: Line }[] = [];
  for (let line = first; line < last; line += 1) {
    const what = places.at(line);
    if (what !== undefined) lines.push({ line, what });
  }

  return (
    <div
      ref={box}
      class={`flow-list${layout.width + marginWidth + textRoom > size.width ? ' crowded' : ''}`}
      role="grid"
      aria-label="Ladder: what happened, in order"
      aria-rowcount={rowSeqs.length}
      aria-activedescendant={cursorLine >= first && cursorLine < last ? `row-${cursorRow}` : undefined}
      tabIndex={0}
      onScroll={({ currentTarget }) => {
        // Whole lines: between them nothing changes.
        setTop(Math.floor(currentTarget.scrollTop / lineHeight) * lineHeight);
      }}
      onKeyDown={(event) => {
        const by = moves(Math.floor((size.height - headHeight) / lineHeight)).get(event.key);
        const seq =
          by === undefined ? undefined : rowSeqs[Math.max(0, Math.min(rowSeqs.length - 1, index + by))];
        if (seq === undefined) return;
        event.preventDefault();
        store.select(seq);
      }}
      onClick={({ target }) => {
        const row = target instanceof Element ? target.closest('[data-seq]') : null;
        if (row !== null) store.select(Number(row.getAttribute('data-seq')));
      }}
    >
      <LaneHeads
        document={document}
        layout={layout}
        seq={cursor}
        run={selected?.run ?? document.runs[0]?.run}
      />
      <div class="flow-lines" role="rowgroup" style={{ height: `${places.count * lineHeight}px` }}>
        <LaneLines layout={layout} height={last * lineHeight - first * lineHeight} top={first * lineHeight} />
        {lines.map(({ line, what }) =>
          what.kind === 'gap' ? (
            <Silence key={`gap ${what.index}`} line={line} gapMs={what.gapMs} />
          ) : (
            <LadderRow
              key={what.seq}
              document={document}
              version={document.version}
              layout={layout}
              seq={what.seq}
              line={line}
              place={what.index + 1}
              isSelected={what.seq === cursorRow}
              isEvidence={store.evidence.has(what.seq)}
              isPinned={what.seq === pinned}
              relation={related.get(what.seq) ?? ''}
            />
          ),
        )}
      </div>
    </div>
  );
}

function moves(page: number): ReadonlyMap<string, number> {
  return new Map([
    ['ArrowDown', 1],
    ['ArrowUp', -1],
    ['PageDown', page],
    ['PageUp', -page],
    ['Home', -Infinity],
    ['End', Infinity],
  ]);
}

/** Faint lines behind all rows that are drawn. */
function LaneLines({
  layout,
  top,
  height,
}: {
  readonly layout: LaneLayout;
  readonly top: number;
  readonly height: number;
}) {
  return (
    <svg
      class="flow-lanes"
      width={layout.width}
      height={height}
      style={{ transform: `translateY(${top}px)` }}
      aria-hidden="true"
    >
      {layout.columns.map(({ key, centre, lane }) => (
        <path key={key} class={lane.kind} d={`M${centre} 0V${height}`} />
      ))}
    </svg>
  );
}

/** Nothing happened for a while. */
function Silence({ line, gapMs }: { readonly line: number; readonly gapMs: number }) {
  return (
    <div class="flow-gap" aria-hidden="true" style={{ transform: `translateY(${line * lineHeight}px)` }}>
      <span>
        {gapMs >= 10_000 ? (gapMs / 1000).toFixed(0) : Number(seconds(gapMs)).toFixed(1)} s of silence
      </span>
    </div>
  );
}

/** The records that led to the selected one, and those it led to. */
function relationsOf({ document, cursor }: StoreProps['store']): ReadonlyMap<number, 'cause' | 'effect'> {
  const related = new Map<number, 'cause' | 'effect'>();
  for (const { seq } of document.causesOf(cursor)) related.set(seq, 'cause');
  const queue = [...document.effectsOf(cursor)];
  while (queue.length > 0 && related.size < 200) {
    const seq = queue.shift();
    if (seq === undefined || related.has(seq)) continue;
    related.set(seq, 'effect');
    queue.push(...document.effectsOf(seq));
  }
  return related;
}
