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
      <span class="muted">
        <kbd>.</kbd> one step, <kbd>Space</kbd> go on
      </span>
    </p>
  );
}
