import type {
  DeliverRecord,
  SnapshotRecord,
  TraceRecord,
  TransitionRecord,
} from '../../../runtime/trace-records.js';
import { diffJson } from '../../model/json-diff.js';
import { view } from '../../model/record-view.js';
import { ChangeList } from './change-list.js';
import type { TabProps } from './tab-props.js';
import { SeqLink } from './seq-link.js';

/** What the automaton's step changed in what it knows, or what differs from the pinned record. */
export function DiffTab({ store, record }: TabProps) {
  const { document, pinned } = store;
  const other = pinned === undefined || pinned === record.seq ? undefined : document.bySeq(pinned);
  if (other !== undefined) {
    const changes = diffJson(bodyOf(other), bodyOf(record));
    return (
      <>
        <p class="record-lead">
          Against the pinned record <SeqLink store={store} seq={other.seq} />
        </p>
        <ChangeList changes={changes} none="Both carry the same." />
      </>
    );
  }
  const touched = [record.seq, ...document.effectsOf(record.seq)].map((seq) => document.bySeq(seq));
  const lanes = new Set(touched.flatMap((one) => (one !== undefined && isStep(one) ? [one.lane] : [])));
  if (lanes.size === 0)
    return (
      <p class="record-lead muted">
        No automaton changed by this record. Pin one (d) and select another to see what differs.
      </p>
    );
  return (
    <>
      {[...lanes].map((lane) => {
        const track = document.automaton(record.run ?? 0, lane);
        if (track === undefined) return null;
        const before = document.contextAt(track, record.seq - 1);
        const after = document.contextAt(track, lastOfStep(store, record.seq, lane));
        return (
          <section key={lane}>
            <h3 class="record-lane">{lane}</h3>
            <ChangeList changes={diffJson(before ?? {}, after ?? {})} none="It knows what it knew before." />
          </section>
        );
      })}
    </>
  );
}

type StepRecord = DeliverRecord | TransitionRecord | SnapshotRecord;

/** Whether a record tells of an automaton's step. */
function isStep(record: TraceRecord): record is StepRecord {
  return record.kind === 'deliver' || record.kind === 'transition' || record.kind === 'snapshot';
}

/** What two records are compared by: what they carried, where they led. */
function bodyOf(record: TraceRecord): unknown {
  const { body, value } = view(record);
  return body ?? value ?? record;
}

/** The last snapshot of the automaton among what the record led to, directly or through its delivery. */
function lastOfStep({ document }: TabProps['store'], seq: number, lane: string): number {
  const record = document.bySeq(seq);
  const siblings = record?.cause === undefined ? [] : document.effectsOf(record.cause);
  const effects = document.effectsOf(seq);
  const inner = effects.flatMap((effect) => document.effectsOf(effect));
  const snapshots = [...siblings, ...effects, ...inner].filter((one) => {
    const other = document.bySeq(one);
    return one >= seq && other?.kind === 'snapshot' && other.lane === lane;
  });
  return snapshots[0] ?? seq;
}
