import { useMemo } from 'preact/hooks';
import type { DeliverRecord, TransitionRecord } from '../../../runtime/trace-records.js';
import { stateAtPath } from '../../charts/active.js';
import { chartOf } from '../../charts/chart.js';
import type { Chart, ChartTransition } from '../../charts/chart-types.js';
import { takenOf } from '../../charts/taken.js';
import { candidateTransitions } from '../../charts/transitions.js';
import type { StoreProps } from '../use-store.js';

type Step = DeliverRecord | TransitionRecord;

/** The transitions that the automaton could have made in a step, in the order it looks at them, and which it made. */
export function Ways({ store, step }: StoreProps & { readonly step: Step }) {
  const { document } = store;
  const hash = document.automaton(step.run ?? 0, step.lane)?.machineHash;
  const definition = hash === undefined ? undefined : document.machine(hash)?.definition;
  const chart = useMemo(
    () => (definition === undefined ? undefined : chartOf(definition, hash)),
    [definition, hash],
  );
  if (chart === undefined) return null;
  const candidates = step.kind === 'deliver' ? candidatesFor(chart, step) : [];
  const taken = takenOf(chart, step, placeAfter(store, step));
  return (
    <section class="ways">
      {step.kind === 'deliver' && <WaysOf delivery={step} candidates={candidates} taken={taken} />}
      <WaysAfter
        chart={chart}
        taken={taken.filter(({ id }) => !candidates.some((way) => way.id === id))}
        isFirst={step.kind !== 'deliver'}
      />
    </section>
  );
}

function candidatesFor(chart: Chart, { state, mt }: DeliverRecord): ChartTransition[] {
  return candidateTransitions(chart, state, mt).filter(({ descriptor }) => descriptor !== '*');
}

interface WaysOfProps {
  readonly delivery: DeliverRecord;
  readonly candidates: readonly ChartTransition[];
  readonly taken: readonly ChartTransition[];
}

function WaysOf({ delivery, candidates, taken }: WaysOfProps) {
  const { lane, mt, outcome, state } = delivery;
  const ids = taken.map(({ id }) => id);
  const isKnown = candidates.some(({ id }) => ids.includes(id));
  return (
    <>
      <h3>
        Ways for {mt} in {state}
      </h3>
      <p class="muted">{lane} looks at them from top to bottom and takes the first whose guard says yes.</p>
      {candidates.length === 0 && <p class="bad">None: {mt} is not waited for in this state.</p>}
      {outcome === 'handled' && !isKnown && candidates.length > 0 && (
        <p class="muted">The recording does not tell which of these it was; what it led to, above, may.</p>
      )}
      <ol>
        {candidates.map((way) => (
          <Way key={way.id} way={way} isTaken={ids.includes(way.id)} isKnown={isKnown} />
        ))}
      </ol>
    </>
  );
}

/** Most that are shown of what follows by itself. */
const mostFollowing = 20;

interface WaysAfterProps {
  readonly chart: Chart;
  readonly taken: readonly ChartTransition[];
  readonly isFirst: boolean;
}

/** What was taken without a message, each with those of its state that were looked at as well. */
function WaysAfter({ chart, taken, isFirst }: WaysAfterProps) {
  return taken.slice(0, mostFollowing).map((one, at) => {
    const place = one.source === '' ? chart.id : one.source;
    const event = one.event === '' ? '' : ` (${one.event})`;
    const alike = stateAtPath(chart, one.source)?.transitions ?? [];
    const rivals = alike.filter(({ descriptor }) => descriptor === one.descriptor);
    return (
      <>
        <h3 key={`${at} title`}>
          {isFirst && at === 0 ? 'Without a message' : 'Then at once'}, in {place}
          {event}
        </h3>
        <ol key={at}>
          {rivals.map((way) => (
            <Way key={way.id} way={way} isTaken={way === one} isKnown />
          ))}
        </ol>
      </>
    );
  });
}

/** State and phase that a delivery led to. */
function placeAfter({ document }: StoreProps['store'], step: Step): string | undefined {
  const moved = document
    .effectsOf(step.seq)
    .map((seq) => document.bySeq(seq))
    .find((record) => record?.kind === 'transition');
  return moved?.kind === 'transition' ? moved.changes.at(-1)?.to : undefined;
}

interface WayProps {
  readonly way: ChartTransition;
  readonly isTaken: boolean;
  readonly isKnown: boolean;
}

function Way({ way, isTaken, isKnown }: WayProps) {
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
