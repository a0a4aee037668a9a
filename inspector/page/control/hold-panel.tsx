import { useEffect, useRef, useState } from 'preact/hooks';
import type { ControlEdge, ControlState, PendingView } from '../../model/attach-protocol.js';
import type { PageStore } from '../page-store.js';
import { clockText, edges, edgeText } from './words.js';

interface HoldPanelProps {
  readonly store: PageStore;
  readonly control: ControlState;
  readonly act: (command: Parameters<PageStore['act']>[0]) => void;
}

/** Holds, steps and resumes; shows what stands still. */
export function HoldPanel({ store, control, act }: HoldPanelProps) {
  const { isHeld } = control;
  const [chosen, setChosen] = useState<ReadonlySet<ControlEdge>>(new Set(edges.map(({ edge }) => edge)));
  const elapsedMs = useHeldMs(store, control);
  const shown = isHeld ? new Set(control.edges) : chosen;
  const toggle = (edge: ControlEdge): void => {
    const next = new Set(shown);
    if (!next.delete(edge)) next.add(edge);
    setChosen(next);
    if (!isHeld) return;
    if (next.size === 0) act({ do: 'resume' });
    else act({ do: 'hold', edges: [...next] });
  };
  const pending = control.runs.filter((run) => run.pending !== undefined);
  return (
    <section class="panel control-panel" aria-label="Hold and step">
      <h2>Hold and step</h2>
      <div class="control-body">
        <p class={`control-stand${isHeld ? ' control-held' : ''}`} role="status">
          <span class="control-lamp" aria-hidden="true">
            {isHeld ? '❚❚' : '▶'}
          </span>
          <strong>{isHeld ? 'Held' : 'Running'}</strong>
          {isHeld && <span class="control-clock">{clockText(elapsedMs)}</span>}
        </p>
        {isHeld && (
          <p class="warn control-limits">
            The peer’s own limits go on running: a PBX that waits too long closes the connection.
          </p>
        )}
        <div class="control-buttons">
          {isHeld ? (
            <button
              type="button"
              class="primary"
              onClick={() => {
                act({ do: 'resume' });
              }}
            >
              Resume <kbd>Space</kbd>
            </button>
          ) : (
            <button
              type="button"
              class="primary"
              disabled={chosen.size === 0}
              onClick={() => {
                act({ do: 'hold', edges: [...chosen] });
              }}
            >
              Hold <kbd>Space</kbd>
            </button>
          )}
          <button
            type="button"
            disabled={!isHeld}
            onClick={() => {
              act({ do: 'step' });
            }}
          >
            Step one <kbd>.</kbd>
          </button>
        </div>
        <fieldset class="control-edges">
          <legend>What is held</legend>
          {edges.map(({ edge, title, hint }) => (
            <label key={edge} class="check" title={hint}>
              <input
                type="checkbox"
                checked={shown.has(edge)}
                onChange={() => {
                  toggle(edge);
                }}
              />
              {title}
            </label>
          ))}
        </fieldset>
        {pending.map(({ run, pending: act1 }) =>
          act1 === undefined ? null : (
            <Pending
              key={run}
              run={run}
              hasOthers={control.runs.length > 1}
              pending={act1}
              onStep={() => {
                act({ do: 'step', run });
              }}
            />
          ),
        )}
        {isHeld && pending.length === 0 && (
          <p class="muted">Nothing stands still yet: the next thing that passes will be held here.</p>
        )}
      </div>
    </section>
  );
}

interface PendingProps {
  readonly run: number;
  readonly hasOthers: boolean;
  readonly pending: PendingView;
  readonly onStep: () => void;
}

function Pending({ run, hasOthers, pending, onStep }: PendingProps) {
  const { automaton, edge, mt, body } = pending;
  return (
    <div class="control-pending" role="group" aria-label={`Pending: ${mt}`}>
      <p>
        <strong>{automaton}</strong> stands still before {edgeText(edge)}:
      </p>
      <p class="control-mt">
        {mt}
        {hasOthers && (
          <>
            <span class="badge">run {run}</span>
            <button type="button" onClick={onStep}>
              Step this run
            </button>
          </>
        )}
      </p>
      {body !== undefined && (
        <pre class="control-json" tabIndex={0} aria-label={`Body of ${mt}`}>
          {JSON.stringify(body, null, 2)}
        </pre>
      )}
    </div>
  );
}

const tickMs = 500;

/** How long it has been held: by the trace's clock when the page learned of it, by the page's since. */
function useHeldMs(store: PageStore, { isHeld, heldSince }: ControlState): number {
  const begun = useRef<{ since: number | undefined; at: number } | undefined>(undefined);
  const [, tick] = useState(0);
  if (!isHeld) begun.current = undefined;
  else if (begun.current === undefined || begun.current.since !== heldSince) {
    const newest = store.document.records.at(-1)?.t ?? 0;
    begun.current = { since: heldSince, at: performance.now() - Math.max(0, newest - (heldSince ?? newest)) };
  }
  useEffect(() => {
    if (!isHeld) return;
    const timer = setInterval(() => {
      tick((count) => count + 1);
    }, tickMs);
    return () => {
      clearInterval(timer);
    };
  }, [isHeld]);
  return begun.current === undefined ? 0 : performance.now() - begun.current.at;
}
