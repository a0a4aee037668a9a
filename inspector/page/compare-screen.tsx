import { useMemo, useState } from 'preact/hooks';
import { ComparedSteps } from './compare/compared-steps.js';
import { SecondPicker } from './compare/second-picker.js';
import { secondTraceOf, setSecondTrace } from './compare/second-trace.js';
import { StepDetail } from './compare/step-detail.js';
import type { TraceDocument } from '../model/trace-document.js';
import type { TraceRecord } from '../../runtime/trace-records.js';
import { compare } from '../model/compare.js';
import type { StoreProps } from './use-store.js';
import { useStore } from './use-store.js';

/** Two recordings side by side, the first difference on top. */
export function CompareScreen({ store }: StoreProps) {
  useStore(store);
  const [, redraw] = useState(0);
  const [onlyDifferences, setOnlyDifferences] = useState(false);
  const [isSwapped, setIsSwapped] = useState(false);
  const [chosen, setChosen] = useState<number>();
  const [compared, setCompared] = useState(store.document.length);
  const second = secondTraceOf(store);
  const { document } = store;
  const comparison = useMemo(() => {
    if (second === undefined) return undefined;
    return isSwapped ? compare(second.document, document) : compare(document, second.document);
    // A live recording is compared again when somebody asks for it: aligning costs too much for each record.
  }, [document, second, isSwapped, compared]);

  const forget = (): void => {
    setSecondTrace(store, undefined);
    setChosen(undefined);
    redraw((count) => count + 1);
  };
  if (second === undefined || comparison === undefined)
    return (
      <div class="screen">
        <SecondPicker
          title={store.source.title}
          onOpen={(opened) => {
            setSecondTrace(store, opened);
            setCompared(document.length);
            redraw((count) => count + 1);
          }}
        />
      </div>
    );
  const { divergence, steps } = comparison;
  const left = isSwapped ? second : { document, title: store.source.title };
  const right = isSwapped ? { document, title: store.source.title } : second;
  const current = chosen ?? divergence?.at ?? 0;
  const step = steps[current];
  const differing = steps.filter(({ same }) => !same).length;
  const select = (index: number): void => {
    setChosen(index);
    const own = isSwapped ? steps[index]?.right : steps[index]?.left;
    if (own !== undefined) store.select(own);
  };
  const newer = document.length - compared;
  return (
    <div class="compare">
      <h1 class="hidden-text">Compare</h1>
      <header class="compare-head">
        <div
          class={`compare-verdict ${divergence === undefined ? 'compare-same' : 'compare-differ'}`}
          role="status"
        >
          <p>
            <strong>{divergence === undefined ? '=' : '≠'}</strong>{' '}
            {divergence === undefined
              ? 'Both recordings did the same, step by step.'
              : `${divergence.sentence} ${differing === 1 ? 'One step differs' : `${differing} of ${steps.length} steps differ`}.`}
          </p>
          {divergence !== undefined && (
            <button
              type="button"
              onClick={() => {
                select(divergence.at);
              }}
            >
              Go to it
            </button>
          )}
        </div>
        <div class="compare-tools">
          <label class="check">
            <input
              type="checkbox"
              checked={onlyDifferences}
              onChange={(event) => {
                setOnlyDifferences(event.currentTarget.checked);
              }}
            />
            Only differences
          </label>
          <button
            type="button"
            onClick={() => {
              setIsSwapped(!isSwapped);
              setChosen(undefined);
            }}
          >
            ⇄ Swap
          </button>
          <button type="button" onClick={forget}>
            Another recording
          </button>
          {newer > 0 && (
            <button
              type="button"
              onClick={() => {
                setCompared(document.length);
              }}
            >
              Compare again: {newer} records have come
            </button>
          )}
        </div>
      </header>
      {second.notice !== undefined && <p class="warn compare-notice">{second.notice}</p>}
      <div class="compare-titles" aria-hidden="true">
        <span />
        <span>lane</span>
        <span class="clip">left: {left.title}</span>
        <span class="clip">right: {right.title}</span>
      </div>
      <ComparedSteps
        comparison={comparison}
        onlyDifferences={onlyDifferences}
        current={current}
        onSelect={select}
      />
      {step !== undefined && (
        <StepDetail
          left={recordOf(
            left.document,
            step.left ?? (current === divergence?.at ? divergence.left : undefined),
          )}
          right={recordOf(
            right.document,
            step.right ?? (current === divergence?.at ? divergence.right : undefined),
          )}
        />
      )}
    </div>
  );
}

function recordOf(document: TraceDocument, seq: number | undefined): TraceRecord | undefined {
  return seq === undefined ? undefined : document.bySeq(seq);
}
