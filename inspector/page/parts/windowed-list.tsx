import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

interface WindowedListProps {
  readonly count: number;
  /** Every row is this high, in CSS pixels; it stands in the style sheet too. */
  readonly rowHeight: number;
  readonly label: string;
  /** Index of the row that is looked at; scrolled into view when it changes. -1: none. */
  readonly current: number;
  readonly onMove: (index: number) => void;
  readonly row: (index: number) => ComponentChildren;
}

const rowsBeyond = 8;

/** A list of any length of which only the visible rows exist; arrow keys, Page, Home and End move in it. */
export function WindowedList({ count, rowHeight, label, current, onMove, row }: WindowedListProps) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 600 });

  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = (): void => {
      setView({ top: element.scrollTop, height: element.clientHeight });
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, []);

  useEffect(() => {
    const element = box.current;
    if (element === null || current < 0) return;
    const top = current * rowHeight;
    const bottom = top + rowHeight - element.clientHeight;
    const isNear = top > element.scrollTop - 4 * rowHeight && bottom < element.scrollTop + 4 * rowHeight;
    if (!isNear) element.scrollTop = top - element.clientHeight / 3;
    else if (top < element.scrollTop) element.scrollTop = top;
    else if (bottom > element.scrollTop) element.scrollTop = bottom;
  }, [current, rowHeight]);

  const first = Math.max(0, Math.floor(view.top / rowHeight) - rowsBeyond);
  const last = Math.min(count, Math.ceil((view.top + view.height) / rowHeight) + rowsBeyond);
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = moveBy(event.key, current, count, Math.floor(view.height / rowHeight));
    if (target === undefined) return;
    event.preventDefault();
    onMove(target);
  };
  return (
    <div
      ref={box}
      class="part-window"
      role="grid"
      aria-label={label}
      aria-rowcount={count}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onScroll={(event) => {
        setView({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight });
      }}
    >
      <Spacer height={first * rowHeight} />
      {Array.from({ length: Math.max(0, last - first) }, (_, offset) => row(first + offset))}
      <Spacer height={Math.max(0, count - last) * rowHeight} />
    </div>
  );
}

function Spacer({ height }: { readonly height: number }) {
  return <div role="presentation" style={{ height: `${height}px` }} />;
}

function moveBy(key: string, current: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const within = (index: number): number => Math.min(count - 1, Math.max(0, index));
  if (key === 'ArrowDown') return within(current + 1);
  if (key === 'ArrowUp') return within(current - 1);
  if (key === 'PageDown') return within(current + page);
  if (key === 'PageUp') return within(current - page);
  if (key === 'Home') return 0;
  if (key === 'End') return count - 1;
  return undefined;
}
