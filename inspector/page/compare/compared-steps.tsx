import { useMemo } from 'preact/hooks';
import type { ComparedStep, Comparison } from '../../model/compare.js';
import { WindowedList } from '../parts/windowed-list.js';

interface ComparedStepsProps {
  readonly comparison: Comparison;
  readonly onlyDifferences: boolean;
  /** Index in `comparison.steps` of the step that is looked at. */
  readonly current: number;
  readonly onSelect: (index: number) => void;
}

/** Height of a row, as in compare.css. */
const rowHeight = 24;

/** The steps of both recordings, side by side. */
export function ComparedSteps({ comparison, onlyDifferences, current, onSelect }: ComparedStepsProps) {
  const { steps } = comparison;
  const shown = useMemo(
    () => steps.flatMap((step, index) => (onlyDifferences && step.same ? [] : [index])),
    [steps, onlyDifferences],
  );
  if (shown.length === 0)
    return (
      <p class="empty">
        {onlyDifferences ? 'No step differs.' : 'Neither recording has a step that could be compared.'}
      </p>
    );
  const at = shown.indexOf(current);
  return (
    <WindowedList
      count={shown.length}
      rowHeight={rowHeight}
      label="Steps of both recordings"
      current={at}
      onMove={(next) => {
        const index = shown[next];
        if (index !== undefined) onSelect(index);
      }}
      row={(place) => {
        const index = shown[place];
        const step = index === undefined ? undefined : steps[index];
        if (index === undefined || step === undefined) return null;
        const { left, right, lane, label, rightLabel, same } = step;
        const [mark, meaning] = markOf(step);
        return (
          <div
            key={index}
            role="row"
            aria-rowindex={place + 1}
            aria-selected={index === current}
            class={`compare-row${same ? '' : ' compare-differs'}${index === current ? ' compare-current' : ''}`}
            onClick={() => {
              onSelect(index);
            }}
          >
            <span role="gridcell" class="compare-mark">
              {mark}
              <span class="hidden-text"> {meaning}</span>
            </span>
            <span role="gridcell" class="compare-lane clip" title={lane}>
              {lane}
            </span>
            <Side seq={left} label={label} />
            <Side seq={right} label={rightLabel ?? label} />
          </div>
        );
      }}
    />
  );
}

function markOf({ left, right, same }: ComparedStep): readonly [string, string] {
  if (same) return ['=', 'in both'];
  if (left === undefined) return ['+', 'only right'];
  return right === undefined ? ['−', 'only left'] : ['≠', 'differs'];
}

function Side({ seq, label }: { readonly seq: number | undefined; readonly label: string }) {
  if (seq === undefined)
    return (
      <span role="gridcell" class="compare-side compare-missing">
        <span class="hidden-text">nothing</span>
      </span>
    );
  return (
    <span role="gridcell" class="compare-side clip" title={label}>
      <span class="record-seq">{seq}</span> {label}
    </span>
  );
}
