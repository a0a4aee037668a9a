import { useMemo } from 'preact/hooks';
import type { DeliverRecord, TraceRecord } from '../../../runtime/trace-records.js';
import { chartOf } from '../../charts/chart.js';
import type { Chart, ChartTransition } from '../../charts/chart-types.js';
import { candidateTransitions, takenTransition } from '../../charts/transitions.js';
import { flowRow } from '../../model/flow-row.js';
import type { StoreProps } from '../use-store.js';
import type { TabProps } from './tab-props.js';
import { SeqLink } from './seq-link.js';

/** What led here, what it led to, and which other ways there were. */
export function CauseTab({ store, record }: TabProps) {
  const { document } = store;
  const causes = document.causesOf(record.seq);
  const effects = document.effectsOf(record.seq);
  const deliveries = stepsOf(store, record);
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
      {deliveries.map((delivery) => (
        <Ways key={delivery.seq} store={store} delivery={delivery} />
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

/** The deliveries that the record is, has or came from. */
function stepsOf({ document }: TabProps['store'], record: TraceRecord): readonly DeliverRecord[] {
  if (record.kind === 'deliver') return [record];
  if (record.kind === 'message' || record.kind === 'post') {
    const own = document.deliveriesOf(record.seq);
    if (own.length > 0)
      return own.length > 4 ? own.filter(({ outcome }) => outcome === 'handled').slice(0, 4) : own;
  }
  const cause = record.cause === undefined ? undefined : document.bySeq(record.cause);
  return record.kind === 'transition' && cause?.kind === 'deliver' ? [cause] : [];
}

/** The transitions that the automaton could have made for this message where it stood, in the order it looks at them. */
function Ways({ store, delivery }: StoreProps & { readonly delivery: DeliverRecord }) {
  const { document } = store;
  const hash = document.automaton(delivery.run ?? 0, delivery.lane)?.machineHash;
  const definition = hash === undefined ? undefined : document.machine(hash)?.definition;
  const chart = useMemo(
    () => (definition === undefined ? undefined : chartOf(definition, hash)),
    [definition, hash],
  );
  if (chart === undefined) return null;
  const candidates = candidateTransitions(chart, delivery.state, delivery.mt).filter(
    ({ descriptor }) => descriptor !== '*',
  );
  const isHandled = delivery.outcome === 'handled';
  // Of one way only, no comparison is needed.
  const only = candidates.length === 1 ? candidates[0] : undefined;
  const taken = isHandled ? (only ?? takenOf(store, chart, delivery)) : undefined;
  return (
    <section class="ways">
      <h3>
        Ways for {delivery.mt} in {delivery.state}
      </h3>
      <p class="muted">
        {delivery.lane} looks at them from top to bottom and takes the first whose guard says yes.
      </p>
      {candidates.length === 0 && <p class="bad">None: {delivery.mt} is not waited for in this state.</p>}
      {isHandled && taken === undefined && candidates.length > 0 && (
        <p class="muted">The recording does not tell which of these it was; what it led to, above, may.</p>
      )}
      <ol>
        {candidates.map((way) => (
          <Way key={way.id} way={way} isTaken={way.id === taken?.id} isKnown={taken !== undefined} />
        ))}
      </ol>
    </section>
  );
}

function takenOf(
  { document }: TabProps['store'],
  chart: Chart,
  delivery: DeliverRecord,
): ChartTransition | undefined {
  const moved = document
    .effectsOf(delivery.seq)
    .map((seq) => document.bySeq(seq))
    .find((record) => record?.kind === 'transition');
  const to = moved?.kind === 'transition' ? moved.changes.at(-1)?.to : delivery.state;
  return takenTransition(chart, delivery.state, delivery.mt, to ?? delivery.state);
}

function Way({
  way,
  isTaken,
  isKnown,
}: {
  readonly way: ChartTransition;
  readonly isTaken: boolean;
  readonly isKnown: boolean;
}) {
  const target = way.targets.length === 0 ? 'stays' : `→ ${way.targets.join(', ')}`;
  return (
    <li class={isTaken ? 'taken' : ''}>
      <span class="way-mark">{isTaken ? '✓ taken' : isKnown ? 'not taken' : ''}</span>
      <span>
        <b>{target}</b>
        {way.guard === undefined ? (
          <span class="muted"> without condition</span>
        ) : (
          <span>
            {' '}
            if <code>{way.guard}</code>
          </span>
        )}
        {way.actions.length > 0 && <span class="muted way-actions">{way.actions.join(', ')}</span>}
      </span>
    </li>
  );
}
