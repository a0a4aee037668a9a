import type { TraceRecord } from '../../../runtime/trace-records.js';
import { diffJson } from '../../model/json-diff.js';

interface StepDetailProps {
  readonly left: TraceRecord | undefined;
  readonly right: TraceRecord | undefined;
}

/** Members that every record has of its own. */
const ownMembers = new Set(['seq', 't', 'run', 'kind', 'lane', 'cause', 'cut', 'hash', 'length']);

/** Both records of a step, and what differs in what they hold. */
export function StepDetail({ left, right }: StepDetailProps) {
  const changes =
    left === undefined || right === undefined ? [] : diffJson(contentOf(left), contentOf(right)).slice(0, 30);
  return (
    <div class="compare-detail" aria-label="The selected step" role="region" tabIndex={0}>
      <Half title="Left" record={left} />
      <Half title="Right" record={right} />
      {changes.length > 0 && (
        <div class="compare-changes">
          <h2 class="overline">Values that differ</h2>
          <table class="data">
            <thead>
              <tr>
                <th scope="col">member</th>
                <th scope="col">left</th>
                <th scope="col">right</th>
              </tr>
            </thead>
            <tbody>
              {changes.map(({ path, before, after }) => (
                <tr key={path}>
                  <td class="mono">{path}</td>
                  <td class="mono">{short(before)}</td>
                  <td class="mono">{short(after)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

function Half({ title, record }: { readonly title: string; readonly record: TraceRecord | undefined }) {
  return (
    <div class="compare-half">
      <h2 class="overline">
        {title}
        {record !== undefined && ` · record ${record.seq} · ${(record.t / 1000).toFixed(3)} s`}
      </h2>
      {record === undefined ? (
        <p class="muted">Nothing of the kind.</p>
      ) : (
        <pre>{JSON.stringify(contentOf(record), null, 2)}</pre>
      )}
    </div>
  );
}

function contentOf(record: TraceRecord): unknown {
  if ('body' in record && record.body !== undefined) return record.body;
  return Object.fromEntries(Object.entries(record).filter(([name]) => !ownMembers.has(name)));
}

function short(value: unknown): string {
  if (value === undefined) return '–';
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
