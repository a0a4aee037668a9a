import type { ControlState } from '../../model/attach-protocol.js';
import type { PageStore } from '../page-store.js';
import { BreakpointForm } from './breakpoint-form.js';
import { breakpointText } from './words.js';

interface BreakpointsPanelProps {
  readonly store: PageStore;
  readonly control: ControlState;
  readonly act: (command: Parameters<PageStore['act']>[0]) => void;
}

/** What holds the run by itself, how often it has, and a form for more. */
export function BreakpointsPanel({ store, control, act }: BreakpointsPanelProps) {
  const { breakpoints } = control;
  return (
    <section class="panel control-panel" aria-label="Breakpoints">
      <h2>Breakpoints</h2>
      <div class="control-body">
        {breakpoints.length === 0 ? (
          <p class="muted">None. A breakpoint holds everything as soon as its condition is met.</p>
        ) : (
          <ul class="control-breakpoints">
            {breakpoints.map(({ id, breakpoint, hits }) => (
              <li key={id}>
                <span>{breakpointText(breakpoint)}</span>
                <span class={hits > 0 ? 'badge warn' : 'badge'}>
                  {hits === 0 ? 'not met' : hits === 1 ? 'met once' : `met ${hits} times`}
                </span>
                <button
                  type="button"
                  class="quiet"
                  aria-label={`Remove breakpoint: ${breakpointText(breakpoint)}`}
                  title="Remove"
                  onClick={() => {
                    act({ do: 'removeBreakpoint', breakpointId: id });
                  }}
                >
                  ×
                </button>
              </li>
            ))}
          </ul>
        )}
        <BreakpointForm
          store={store}
          control={control}
          onAdd={(breakpoint) => {
            act({ do: 'addBreakpoint', breakpoint });
          }}
        />
      </div>
    </section>
  );
}
