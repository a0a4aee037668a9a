import type { Box, Chart } from '../../charts/index.js';
import { rootBoxOf } from './boxes.js';

interface MiniChartProps {
  readonly chart: Chart;
  readonly active: ReadonlySet<string>;
  /** Where the last transition came from. */
  readonly left: string | undefined;
}

/** The same boxes as small as they can be read: only names, the present state lit. */
export function MiniChart({ chart, active, left }: MiniChartProps) {
  return (
    <div class="mini">
      {rootBoxOf(chart).children.map((state) => (
        <MiniState key={state.path} state={state} active={active} left={left} />
      ))}
    </div>
  );
}

interface MiniStateProps {
  readonly state: Box;
  readonly active: ReadonlySet<string>;
  readonly left: string | undefined;
}

function MiniState({ state, active, left }: MiniStateProps) {
  const isActive = active.has(state.path);
  const classes = [
    state.children.length > 0 ? 'mini-group' : 'mini-state',
    isActive ? 'mini-active' : '',
    state.path === left ? 'mini-left' : '',
    state.type === 'final' ? 'mini-final' : '',
  ];
  return (
    <div class={classes.join(' ')} data-path={state.path}>
      <span class="mini-name">
        {state.isInitial && <span aria-hidden="true">▸</span>}
        {state.name}
        {isActive && state.children.length === 0 && <span class="mini-dot"> ●</span>}
        {isActive && <span class="hidden-text"> (present state)</span>}
        {state.path === left && !isActive && <span class="hidden-text"> (left last)</span>}
      </span>
      {state.children.length > 0 && (
        <div class={state.type === 'parallel' ? 'mini-regions' : 'mini-children'}>
          {state.children.map((child) => (
            <MiniState key={child.path} state={child} active={active} left={left} />
          ))}
        </div>
      )}
    </div>
  );
}
