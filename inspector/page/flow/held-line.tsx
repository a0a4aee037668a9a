import { useEffect, useState } from 'preact/hooks';
import { seconds } from '../../model/text.js';
import { Icon } from '../icon.js';
import type { StoreProps } from '../use-store.js';

const edgeTexts = {
  in: 'takes',
  out: 'sends',
  post: 'takes the post',
  timer: 'takes its timer',
  engine: 'takes',
} as const;

/** What stands still while the run is held. */
export function HeldLine({ store }: StoreProps) {
  const { control } = store;
  const heldFor = useSecondsSince(control?.isHeld === true ? (control.heldSince ?? 0) : undefined);
  if (control?.isHeld !== true) return null;
  const pending = control.runs.flatMap((run) => (run.pending === undefined ? [] : [run.pending]));
  const first = pending[0];
  return (
    <p class="flow-held" role="status">
      <Icon name="pause" size={14} />
      <span>
        {first === undefined ? (
          'Held: the next act will wait for you.'
        ) : (
          <>
            Held before {first.automaton} {edgeTexts[first.edge]} <b>{first.mt}</b>.
          </>
        )}
      </span>
      <span class="muted" aria-live="off" title="The limits of the peers go on running meanwhile.">
        {control.heldSince === undefined ? '' : `since ${seconds(control.heldSince)} s`}
        {heldFor > 0 && `, for ${heldFor} s`}
      </span>
      <span class="muted flow-held-keys">
        <kbd>.</kbd> one step, <kbd>Space</kbd> go on
      </span>
    </p>
  );
}

/** Whole seconds since `start` became what it is, by this page's clock; 0 while it is undefined. */
function useSecondsSince(start: number | undefined): number {
  const [passed, setPassed] = useState(0);
  useEffect(() => {
    setPassed(0);
    if (start === undefined) return undefined;
    const from = performance.now();
    const timer = setInterval(() => {
      setPassed(Math.floor((performance.now() - from) / 1000));
    }, 1000);
    return () => {
      clearInterval(timer);
    };
  }, [start]);
  return passed;
}
