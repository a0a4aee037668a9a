import type { Box, BoxRow } from '../../charts/index.js';

/** What is lit in a chart: the same drawing for each place of the cursor. */
export interface Lit {
  readonly active: ReadonlySet<string>;
  /** `id`s of the transition made last; of several when the trace does not tell which of them it was. */
  readonly last: readonly string[];
  readonly selected: string | undefined;
}

interface StateBoxProps {
  readonly state: Box;
  readonly lit: Lit;
  readonly onSelect: (path: string) => void;
  /** The one state that the Tab key reaches; arrow keys go on from it. */
  readonly tabStop: string;
}

/** A state with its rows and, inside, its nested states. */
export function StateBox({ state, lit, onSelect, tabStop }: StateBoxProps) {
  const isActive = lit.active.has(state.path);
  const isSelected = lit.selected === state.path;
  const classes = [
    'boxes-state',
    `boxes-${state.type}`,
    isActive ? 'boxes-active' : '',
    isSelected ? 'boxes-selected' : '',
  ];
  return (
    <section class={classes.join(' ')} data-path={state.path}>
      <button
        type="button"
        class="boxes-name"
        data-state={state.path}
        aria-pressed={isSelected}
        tabIndex={state.path === tabStop ? 0 : -1}
        onClick={() => {
          onSelect(state.path);
        }}
      >
        {state.isInitial && (
          <span class="boxes-initial" title="initial state">
            ▸<span class="hidden-text">initial state </span>
          </span>
        )}
        <span class="boxes-title">{state.name}</span>
        {kindMark(state) !== '' && <span class="boxes-kind">{kindMark(state)}</span>}
        {state.tags.map((tag) => (
          <span key={tag} class="boxes-tag">
            {tag}
          </span>
        ))}
        {isActive && <span class="boxes-here">● here</span>}
      </button>
      {rowsOf(state).map(({ what, text }) => (
        <p key={what} class="boxes-row">
          <span class="boxes-word">{what}</span> {text}
        </p>
      ))}
      {state.rows.length > 0 && (
        <ul class="boxes-transitions">
          {state.rows.map((row) => (
            <TransitionRow key={row.id} row={row} last={lit.last} />
          ))}
        </ul>
      )}
      {state.children.length > 0 && (
        <div class={state.type === 'parallel' ? 'boxes-regions' : 'boxes-children'}>
          {state.children.map((child) => (
            <StateBox key={child.path} state={child} lit={lit} onSelect={onSelect} tabStop={tabStop} />
          ))}
        </div>
      )}
    </section>
  );
}

interface TransitionRowProps {
  readonly row: BoxRow;
  readonly last?: readonly string[];
}

/** `LoginResult [isAccepted] → awaitingApps / accept`. */
export function TransitionRow({ row, last = [] }: TransitionRowProps) {
  const { id, event, guard, actions, targets, isOtherwise } = row;
  const isLast = last.includes(id);
  return (
    <li class={isLast ? 'boxes-transition boxes-last' : 'boxes-transition'}>
      <span class="boxes-event">{event}</span>
      {guard !== undefined && (
        <span class="boxes-guard">[{guard === 'inline' ? 'a guard without a name' : guard}]</span>
      )}
      {guard === undefined && isOtherwise && <span class="boxes-guard">otherwise</span>}
      <span class="boxes-target">
        {targets.length === 0 ? '↺ stays' : `→ ${targets.map(({ text }) => text).join(', ')}`}
      </span>
      {actions.length > 0 && <span class="boxes-actions">/ {actions.join(', ')}</span>}
      {isLast && <span class="boxes-mark">{last.length > 1 ? '◂ last, or its like' : '◂ last'}</span>}
    </li>
  );
}

function kindMark(state: Box): string {
  if (state.type === 'final') return '◎ final';
  if (state.type === 'parallel') return '∥ parallel';
  if (state.type === 'history') return 'H history';
  return '';
}

function rowsOf(state: Box): { what: string; text: string }[] {
  const rows: { what: string; text: string }[] = [];
  if (state.entry.length > 0) rows.push({ what: 'on entry', text: state.entry.join(', ') });
  if (state.exit.length > 0) rows.push({ what: 'on exit', text: state.exit.join(', ') });
  if (state.invokes.length > 0) rows.push({ what: 'runs', text: state.invokes.join(', ') });
  return rows;
}
