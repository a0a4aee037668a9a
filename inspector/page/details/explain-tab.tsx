import { useMemo } from 'preact/hooks';
import type { TraceRecord } from '../../../runtime/trace-records.js';
import { changesOf, view } from '../../model/record-view.js';
import type { Explanation } from '../../model/explain/index.js';
import { explain } from '../../model/explain/index.js';
import { Icon } from '../icon.js';
import type { TabProps } from './tab-props.js';
import { SeqLink } from './seq-link.js';

/** What a message is for, who must answer, how its proof is made and whether it was right. */
export function ExplainTab({ store, record }: TabProps) {
  const { document } = store;
  const explanation = useMemo(() => explain(document.records, record), [document, document.version, record]);
  if (explanation === undefined) return <p class="record-purpose">{kindText(record)}</p>;
  const { purpose, answeredBy, expected, timeout, formula, members, source } = explanation;
  return (
    <div class="explain">
      <p class="record-purpose">{purpose}</p>
      <dl class="explain-facts">
        {answeredBy !== '' && (
          <>
            <dt>Who answers</dt>
            <dd>{answeredBy}</dd>
          </>
        )}
        {expected.length > 0 && (
          <>
            <dt>Next</dt>
            <dd class="explain-next">
              {expected.map((mt) => (
                <Expected key={mt} store={store} record={record} mt={mt} />
              ))}
            </dd>
          </>
        )}
        {timeout !== undefined && (
          <>
            <dt>Waits</dt>
            <dd>{timeout}</dd>
          </>
        )}
      </dl>
      {formula !== undefined && <FormulaBox store={store} formula={formula} />}
      {members.length > 0 && (
        <>
          <h3>Members</h3>
          <dl class="explain-members">
            {members.map(({ name, meaning }) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{meaning}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      <p class="explain-source muted">{source}</p>
    </div>
  );
}

/** A message that should come next: a link when it came. */
function Expected({ store, record, mt }: TabProps & { readonly mt: string }) {
  const answer = laterMessage(store, record, mt);
  return answer === undefined ? (
    <span class="badge">{mt}</span>
  ) : (
    <button
      type="button"
      class="badge explain-came"
      title={`It came: record ${answer}`}
      onClick={() => {
        store.select(answer);
      }}
    >
      {mt} <span class="record-seq">{answer}</span>
    </button>
  );
}

/** How far an answer is looked for. */
const lookAhead = 2000;

function laterMessage({ document }: TabProps['store'], record: TraceRecord, mt: string): number | undefined {
  const start = document.positionOf(record.seq) + 1;
  const isOnWire = record.kind === 'message';
  for (const other of document.records.slice(start, start + lookAhead)) {
    if (other.kind !== 'message' && other.kind !== 'post') continue;
    if (other.mt !== mt || other.run !== record.run) continue;
    if (isOnWire && other.kind === 'message' && other.lane !== record.lane) continue;
    return other.seq;
  }
  return undefined;
}

function FormulaBox({
  store,
  formula,
}: {
  readonly store: TabProps['store'];
  readonly formula: NonNullable<Explanation['formula']>;
}) {
  const { text, inputs, verdict } = formula;
  return (
    <section class="formula" aria-label="How it is proved">
      <h3>How it is proved</h3>
      <pre class="formula-text">{text}</pre>
      <dl class="formula-inputs">
        {inputs.map(({ name, value, from }) => (
          <div key={name}>
            <dt>
              {name}
              {from !== undefined && <SeqLink store={store} seq={from} />}
            </dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
      {verdict === undefined ? (
        <p class="muted">Not checked by the program that was recorded.</p>
      ) : (
        <p class={verdict.ok ? 'good' : 'bad'}>
          <Icon name={verdict.ok ? 'check' : 'cross'} size={14} />{' '}
          {verdict.ok ? 'It fits.' : 'It does not fit.'} {verdict.reason ?? ''}{' '}
          <SeqLink store={store} seq={verdict.seq} />
        </p>
      )}
    </section>
  );
}

/** What a record that carries no known message is. */
function kindText(record: TraceRecord): string {
  switch (record.kind) {
    case 'transition':
      return changesOf(view(record)).some(({ isState }) => isState)
        ? `${record.lane} entered another state; Start is its next message. Cause shows which message led to it and which other ways there were.`
        : `${record.lane} went on to another phase of the same state. Cause shows which message led to it.`;
    case 'socket':
      return {
        connecting: 'The socket begins to connect. What is sent before it is open waits.',
        open: 'The socket is open.',
        close:
          'The socket is closed. Its automatons get EOF and stop unless they ask for another connection.',
        error: 'The connection failed; the error says why.',
      }[record.what];
    case 'message':
      return record.mt === undefined
        ? 'What came is no message, so no automaton saw it.'
        : 'A message that this version of the page cannot explain. Payload shows what it carried.';
    case 'post':
      return 'A post goes from one automaton to others in the same program, without a socket.';
    case 'undelivered':
      return 'Nobody got this message; the record says why.';
    case 'deliver':
      return {
        handled: `${record.lane} took the message in ${record.state}.`,
        discarded: `${record.lane} has no transition for this message in ${record.state}, so it was dropped.`,
        refused: `${record.lane} does not accept this message from there, so it was dropped.`,
      }[record.outcome];
    case 'timer':
      return `A timer of ${record.delayMs} ms was ${record.what}${record.state === undefined ? '' : ` in ${record.state}`}.`;
    case 'explain':
      return `${record.rule} was checked where the secret is known: ${record.verdict}. Payload shows with what; the secret itself is never written.`;
    case 'snapshot':
      return `What ${record.lane} knew after its step. The State screen shows how it changed.`;
    case 'dead':
      return `${record.lane} stopped: ${record.why}.`;
    case 'automaton':
      return `${record.lane} starts.`;
    case 'note':
      return record.note === 'run'
        ? 'A run begins: its automatons start in this order.'
        : 'A notice that an automaton sent to the program.';
    case 'end':
      return `The run ended: ${record.outcome}.`;
    case 'drop':
      return `${record.count} records are missing here: ${record.why}.`;
    case 'control':
      return 'A person did this.';
    case 'log':
      return 'A line of the log.';
    case 'head':
      return 'The trace begins here.';
    case 'machine':
      return 'The definition of a machine, without its functions.';
    default:
      return 'A record of a later version; Raw shows it as it is.';
  }
}
