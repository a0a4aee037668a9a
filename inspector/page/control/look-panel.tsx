import { useState } from 'preact/hooks';
import type { ControlState } from '../../model/attach-protocol.js';
import type { PageStore } from '../page-store.js';

interface LookPanelProps {
  readonly store: PageStore;
  readonly control: ControlState;
}

interface Looked {
  readonly who: string;
  /** The newest record then. */
  readonly after: number;
  readonly text: string;
}

/** The whole context of an automaton as it is now: masked, but not shortened as records are. */
export function LookPanel({ store, control }: LookPanelProps) {
  const [looked, setLooked] = useState<Looked>();
  const [problem, setProblem] = useState<string>();
  const look = async (run: number, automaton: string): Promise<void> => {
    try {
      const { value } = await store.act({ do: 'look', run, automaton });
      setLooked({
        who: automaton,
        after: store.document.records.at(-1)?.seq ?? 0,
        text: JSON.stringify(value, null, 2),
      });
      setProblem(undefined);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section class="panel control-panel" aria-label="Look into an automaton">
      <h2>Look into an automaton</h2>
      <div class="control-body">
        {control.runs.length === 0 && <p class="muted">No run goes on now.</p>}
        <ul class="control-looks">
          {control.runs.flatMap(({ run, automatons }) =>
            automatons.map(({ nickname, state, phase, status }) => (
              <li key={`${run}/${nickname}`}>
                <button type="button" class="link" onClick={() => void look(run, nickname)}>
                  {nickname}
                </button>
                <span class="muted mono">
                  {status === 'stopped' ? 'stopped' : phase === '' ? state : `${state}.${phase}`}
                </span>
              </li>
            )),
          )}
        </ul>
        {problem !== undefined && (
          <p class="bad" role="alert">
            {problem}
          </p>
        )}
        {looked !== undefined && (
          <>
            <p class="control-label">
              Context of {looked.who} after record {looked.after}, in full
            </p>
            <pre class="control-json" tabIndex={0} aria-label={`Context of ${looked.who}`}>
              {looked.text}
            </pre>
          </>
        )}
      </div>
    </section>
  );
}
