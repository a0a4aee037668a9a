import type { DeliverRecord, TraceRecord, TransitionRecord } from '../../../runtime/trace-records.js';
import { flowRow } from '../../model/flow-row.js';
import type { StoreProps } from '../use-store.js';
import type { TabProps } from './tab-props.js';
import { SeqLink } from './seq-link.js';
import { Ways } from './ways.js';

/** What led here, what it led to, and which other ways there were. */
export function CauseTab({ store, record }: TabProps) {
  const { document } = store;
  const causes = document.causesOf(record.seq);
  const effects = document.effectsOf(record.seq);
  const steps = stepsOf(store, record);
  return (
    <div class="cause">
      <h3>What led here</h3>
      {causes.length === 0 ? (
        <p class="muted">{rootText(record)}</p>
      ) : (
        <ol class="cause-chain">
          {causes.toReversed().map((cause) => (
            <li key={cause.seq}>
              <Linked store={store} record={cause} />
            </li>
          ))}
          <li class="cause-here">
            <Linked store={store} record={record} />
          </li>
        </ol>
      )}
      {effects.length > 0 && (
        <>
          <h3>What it led to</h3>
          <Effects store={store} seqs={effects} level={0} />
        </>
      )}
      {steps.map((step) => (
        <Ways key={step.seq} store={store} step={step} />
      ))}
    </div>
  );
}

function rootText(record: TraceRecord): string {
  return record.kind === 'message' && record.dir === 'in'
    ? 'It came from the peer; what led to it happened there.'
    : 'Nothing that was recorded.';
}

function Linked({ store, record }: StoreProps & { readonly record: TraceRecord }) {
  const { label } = flowRow(store.document, record);
  const lane =
    record.kind === 'message' ? `${record.dir === 'in' ? 'from' : 'to'} ${record.lane}` : (record.lane ?? '');
  return (
    <SeqLink store={store} seq={record.seq}>
      {label} <span class="muted">{record.kind === 'deliver' ? `${record.outcome} by ${lane}` : lane}</span>
    </SeqLink>
  );
}

/** Deepest level of effects that is shown at once. */
const deepest = 3;
const mostEffects = 30;

function Effects({
  store,
  seqs,
  level,
}: StoreProps & { readonly seqs: readonly number[]; readonly level: number }) {
  const { document } = store;
  const shown = seqs.filter((seq) => document.bySeq(seq)?.kind !== 'snapshot').slice(0, mostEffects);
  if (shown.length === 0) return null;
  return (
    <ul class={level === 0 ? 'cause-effects' : 'cause-effects inner'}>
      {shown.map((seq) => {
        const record = document.bySeq(seq);
        const further = document.effectsOf(seq);
        return record === undefined ? null : (
          <li key={seq}>
            <Linked store={store} record={record} />
            {level < deepest && further.length > 0 && (
              <Effects store={store} seqs={further} level={level + 1} />
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** The steps that the record is, has or came from: deliveries, and what an automaton did without one. */
function stepsOf(
  { document }: TabProps['store'],
  record: TraceRecord,
): readonly (DeliverRecord | TransitionRecord)[] {
  if (record.kind === 'deliver') return [record];
  if (record.kind === 'message' || record.kind === 'post') {
    const own = document.deliveriesOf(record.seq);
    if (own.length > 0)
      return own.length > 4 ? own.filter(({ outcome }) => outcome === 'handled').slice(0, 4) : own;
  }
  if (record.kind !== 'transition') return [];
  const cause = record.cause === undefined ? undefined : document.bySeq(record.cause);
  return [cause?.kind === 'deliver' ? cause : record];
}
