import { useState } from 'preact/hooks';
import type { TraceDocument } from '../model/trace-document.js';
import type { RerunReport } from '../model/rerun/rerun.js';
import { Report } from './rerun/report.js';
import { preload } from './lazy.js';
import type { StoreProps } from './use-store.js';
import { useStore } from './use-store.js';

interface Kept {
  readonly report: RerunReport;
  /** How long the recording was then. */
  readonly length: number;
}

/** Brings the machines along, so it comes after everything else. */
const loadRerun = () => import('../model/rerun/rerun.js');
preload(loadRerun);

/** Reports stay while other screens are looked at. */
const reports = new WeakMap<TraceDocument, Kept>();

/** Runs the recording once more through the machines of this version, and says what became of it. */
export function RerunScreen({ store }: StoreProps) {
  useStore(store);
  const { document } = store;
  const [isRunning, setIsRunning] = useState(false);
  const [problem, setProblem] = useState<string>();
  const kept = reports.get(document);

  const start = async (): Promise<void> => {
    setIsRunning(true);
    setProblem(undefined);
    const { length } = document;
    try {
      // The machines and XState come with it, so it is fetched only now.
      const { rerun } = await loadRerun();
      reports.set(document, { report: await rerun(document), length });
    } catch (error) {
      setProblem(
        `The re-run broke off: ${error instanceof Error ? error.message : String(error)} The recording is as it was.`,
      );
    }
    setIsRunning(false);
  };
  return (
    <div class="screen">
      <div class="screen-body rerun">
        <h1>Run the recording again</h1>
        <p>
          What came from outside (messages of peers, connections, timers) is fed to the machines of this
          version, in the recorded order, on a clock that stands still in between. Nothing is sent anywhere.
          You learn whether they would do the same today, and if not, what is the first thing that differs.
        </p>
        <p class="rerun-buttons">
          <button type="button" class="primary" disabled={isRunning} onClick={() => void start()}>
            {kept === undefined ? 'Run again' : 'Run once more'}
          </button>
          {isRunning && (
            <span role="status" class="muted">
              Running through {document.length.toLocaleString('en')} records…
            </span>
          )}
          {!isRunning && kept !== undefined && kept.length < document.length && (
            <span class="muted">{document.length - kept.length} records have come since.</span>
          )}
        </p>
        {isRunning && <progress class="rerun-progress" aria-label="Re-run" />}
        {problem !== undefined && (
          <p class="bad" role="alert">
            {problem}
          </p>
        )}
        {!isRunning && kept !== undefined && <Report store={store} report={kept.report} />}
      </div>
    </div>
  );
}
