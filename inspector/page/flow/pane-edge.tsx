import type { PaneWidths } from './pane-widths.js';
import { paneLimits, within } from './pane-widths.js';

/** How far a key moves an edge, in CSS pixels. */
const stepWidth = 24;

interface PaneEdgeProps {
  readonly side: keyof PaneWidths;
  /** Read to those who hear the page. */
  readonly label: string;
  readonly width: number;
  readonly resize: (width: number) => void;
}

/** The edge of a side pane: it is dragged, or moved with the arrow keys; a double click or Home takes it back. */
export function PaneEdge({ side, label, width, resize }: PaneEdgeProps) {
  const { least, most } = paneLimits[side];
  const sign = side === 'left' ? 1 : -1;
  const shown = (edge: Element): number => {
    const pane = side === 'left' ? edge.previousElementSibling : edge.nextElementSibling;
    return pane?.getBoundingClientRect().width ?? width;
  };
  return (
    <div
      class="flow-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-valuemin={least}
      aria-valuemax={most}
      aria-valuenow={within(side, width)}
      tabIndex={0}
      onPointerDown={({ currentTarget, pointerId }) => {
        currentTarget.setPointerCapture(pointerId);
      }}
      onPointerMove={({ currentTarget, buttons, clientX }) => {
        if (buttons !== 1) return;
        const edge = currentTarget.getBoundingClientRect().left;
        resize(within(side, shown(currentTarget) + sign * (clientX - edge)));
      }}
      onDblClick={() => {
        resize(0);
      }}
      onKeyDown={(event) => {
        const by = { ArrowRight: stepWidth, ArrowLeft: -stepWidth }[event.key];
        if (by === undefined && event.key !== 'Home') return;
        event.preventDefault();
        resize(by === undefined ? 0 : within(side, shown(event.currentTarget) + sign * by));
      }}
    />
  );
}
