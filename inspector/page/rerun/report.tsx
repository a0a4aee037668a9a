import type { RerunReport } from '../../model/rerun/rerun.js';
import { compareWith } from '../compare/second-trace.js';
import type { PageStore } from '../page-store.js';
import { RecordLink } from '../parts/record-link.js';

interface ReportProps {
  readonly store: PageStore;
  readonly report: RerunReport;
}

const verdicts = {
  same: { mark: '✓', title: 'The same', style: 'rerun-same' },
  differs: { mark: '≠', title: 'Something differs', style: 'rerun-differs' },
  impossible: { mark: '–', title: 'Cannot be run again', style: 'rerun-impossible' },
} as const;

const shownChecks = 12;

/** What became of a re-run, and what can be done with it. */
export function Report({ store, report }: ReportProps) {
  const { outcome, sentence, divergence, checksFromRecord, skipped, records } = report;
  const { mark, title, style } = verdicts[outcome];
  const name = `${store.source.title === '' ? 'recording' : store.source.title}, re-run`;
  return (
    <section class="rerun-report" aria-label="Report">
      <div class={`rerun-verdict ${style}`} role="status">
        <h2>
          <span aria-hidden="true">{mark}</span> {title}
        </h2>
        <p>{sentence}</p>
      </div>
      {divergence !== undefined && (
        <table class="data rerun-table">
          <thead>
            <tr>
              <td />
              <th scope="col">first difference</th>
              <th scope="col">record</th>
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">recorded</th>
              <td>{divergence.expected}</td>
              <td>
                {divergence.seq === undefined ? (
                  <span class="muted">none</span>
                ) : (
                  <RecordLink store={store} seq={divergence.seq} />
                )}
              </td>
            </tr>
            <tr>
              <th scope="row">re-run</th>
              <td>{divergence.actual}</td>
              <td>
                {divergence.rerunSeq === undefined ? (
                  <span class="muted">none</span>
                ) : (
                  `${divergence.rerunSeq} of the new trace`
                )}
              </td>
            </tr>
          </tbody>
        </table>
      )}
      {records.length > 0 && (
        <div class="rerun-buttons">
          <button
            type="button"
            onClick={() => {
              compareWith(store, records, name);
            }}
          >
            Compare with the recording
          </button>
          <button
            type="button"
            onClick={() => {
              store.openRecords(records, name);
            }}
          >
            Open the new trace
          </button>
          <span class="muted">{records.length} records</span>
        </div>
      )}
      {checksFromRecord.length > 0 && (
        <div>
          <h3>Checks taken from the recording</h3>
          <p class="muted">
            Secrets are not in a recording, so these digests could not be computed again; their recorded
            verdicts were used.
          </p>
          <ul class="part-list">
            {checksFromRecord.slice(0, shownChecks).map((seq) => (
              <li key={seq}>
                <RecordLink store={store} seq={seq} />
              </li>
            ))}
            {checksFromRecord.length > shownChecks && (
              <li class="muted">and {checksFromRecord.length - shownChecks} more</li>
            )}
          </ul>
        </div>
      )}
      {skipped.length > 0 && (
        <div>
          <h3>What could not be done again</h3>
          <ul class="part-list">
            {skipped.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
