import type { Box, Chart } from '../../charts/index.js';
import { boxesOf } from '../../charts/index.js';
import type { Lit } from './state-box.js';
import { StateBox, TransitionRow } from './state-box.js';

const known = new WeakMap<Chart, Box>();

/** The boxes of a chart, made once. */
export function rootBoxOf(chart: Chart): Box {
  const box = known.get(chart) ?? boxesOf(chart);
  known.set(chart, box);
  return box;
}

interface BoxesProps {
  readonly chart: Chart;
  readonly lit: Lit;
  readonly onSelect: (path: string) => void;
}

/** The Boxes view: nested boxes with a row for each transition. It needs no layout engine and reads aloud in order. */
export function Boxes({ chart, lit, onSelect }: BoxesProps) {
  const root = rootBoxOf(chart);
  const deepest = [...lit.active].at(-1);
  return (
    <div
      class="boxes"
      role="group"
      aria-label={`States of ${chart.id}. Arrow keys go from state to state, Enter selects one.`}
      onKeyDown={moveFocus}
    >
      {root.rows.length > 0 && (
        <ul class="boxes-transitions boxes-anywhere">
          <li class="boxes-word">in every state</li>
          {root.rows.map((row) => (
            <TransitionRow key={row.id} row={row} last={lit.last} />
          ))}
        </ul>
      )}
      <div class={root.type === 'parallel' ? 'boxes-regions' : 'boxes-children'}>
        {root.children.map((state) => (
          <StateBox
            key={state.path}
            state={state}
            lit={lit}
            onSelect={onSelect}
            tabStop={lit.selected ?? deepest ?? root.children[0]?.path ?? ''}
          />
        ))}
      </div>
    </div>
  );
}

/** Arrow keys: the state before or after, in reading order. */
function moveFocus(event: KeyboardEvent): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0 || !(event.currentTarget instanceof HTMLElement)) return;
  const names = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-state]')];
  const index = names.findIndex((name) => name === document.activeElement);
  const next = names[index + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
