import type { TraceRecord } from '../../../runtime/trace-records.js';
import { view } from '../../model/record-view.js';
import type { TraceDocument } from '../../model/trace-document.js';
import type { TabProps } from './tab-props.js';
import { JsonTree } from './json-tree.js';

/** What the record carried. */
export function PayloadTab({ store, record }: TabProps) {
  const { cut } = record;
  return (
    <>
      <JsonTree value={payloadOf(store, record)} label="Payload" />
      {cut !== undefined && cut.length > 0 && (
        <section class="record-note">
          <h3>Masked or shortened</h3>
          <p>
            These were replaced before they were recorded. A placeholder in ‹ › tells class, length and a
            mark; equal secrets have equal marks.
          </p>
          <ul>
            {cut.map((path) => (
              <li key={path}>
                <code>{path}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

/** The part of a record that is not said elsewhere already. */
function payloadOf({ document }: TabProps['store'], record: TraceRecord): unknown {
  if (record.kind === 'transition' || record.kind === 'snapshot') {
    const track = document.automaton(record.run ?? 0, record.lane);
    const snapshot = record.kind === 'snapshot' ? record.seq : snapshotAfter(document, record);
    return track === undefined ? record.value : document.contextAt(track, snapshot);
  }
  const { body, inputs, definition } = view(record);
  const { seq: _seq, t: _t, run: _run, cause: _cause, cut: _cut, ...rest } = record;
  return body ?? inputs ?? definition ?? rest;
}

/** A transition is followed by the snapshot of its step, which has the same cause. */
function snapshotAfter(document: TraceDocument, record: TraceRecord): number {
  const siblings = record.cause === undefined ? [] : document.effectsOf(record.cause);
  return siblings.find((seq) => seq > record.seq && document.bySeq(seq)?.kind === 'snapshot') ?? record.seq;
}
