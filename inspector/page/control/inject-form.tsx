import { useState } from 'preact/hooks';
import type { ControlState, Injection, RunView } from '../../model/attach-protocol.js';
import type { PageStore } from '../page-store.js';
import { RecordLink } from '../parts/record-link.js';
import { takesFrom } from './choices.js';
import { checkMessage, knownTypes, placeholdersIn, templateOf } from './message-text.js';

type Kind = Injection['kind'];

const kinds: readonly { readonly kind: Kind; readonly title: string; readonly hint: string }[] = [
  {
    kind: 'receive',
    title: 'As if from the peer',
    hint: 'The automatons of the socket get it as if it had arrived',
  },
  { kind: 'send', title: 'To the peer', hint: 'It goes over the socket as if an automaton had sent it' },
  { kind: 'post', title: 'As a post', hint: 'One automaton gets it, or all' },
];

interface InjectFormProps {
  readonly store: PageStore;
  readonly control: ControlState;
}

type Answer = { readonly seq: number | undefined } | { readonly problem: string };

/** Sends a message by hand, made from what the present state accepts. */
export function InjectForm({ store, control }: InjectFormProps) {
  const [kind, setKind] = useState<Kind>('receive');
  const [runNumber, setRunNumber] = useState<number>();
  const [chosen, setChosen] = useState('');
  const [text, setText] = useState('');
  const [answer, setAnswer] = useState<Answer>();

  const run = control.runs.find((one) => one.run === runNumber) ?? control.runs[0];
  if (run === undefined)
    return (
      <section class="panel control-panel" aria-label="Send by hand">
        <h2>Send by hand</h2>
        <p class="control-body muted">No run goes on now, so there is nobody to send to.</p>
      </section>
    );
  const sockets = socketsOf(run);
  const receivers = kind === 'post' ? run.automatons.map(({ nickname }) => nickname) : sockets;
  const receiver = receivers.includes(chosen) ? chosen : kind === 'post' ? '' : (receivers[0] ?? '');
  const concerned = run.automatons.filter(({ nickname, socket }) =>
    kind === 'post' ? receiver === '' || nickname === receiver : socket === receiver,
  );
  const origin = kind === 'post' ? 'post' : 'wire';
  const accepted = [
    ...new Set(
      concerned.flatMap(({ nickname, accepts }) =>
        accepts.filter((mt) => takesFrom(store.document, nickname, mt, origin)),
      ),
    ),
  ];
  const offered =
    kind === 'send'
      ? knownTypes(store.document, (lane, way) => way === 'out' && lane === receiver)
      : accepted;
  const checked = text === '' ? undefined : checkMessage(text);
  const message = checked?.message;
  const masked = message === undefined ? [] : placeholdersIn(message);
  const isUnexpected = kind !== 'send' && message !== undefined && !accepted.includes(message.mt);

  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { message: sent, problem } = checkMessage(text);
    if (sent === undefined) {
      setAnswer({ problem });
      return;
    }
    const injection: Injection =
      kind === 'post'
        ? { kind, message: sent, ...(receiver === '' ? {} : { to: receiver }) }
        : { kind, socket: receiver, message: sent };
    try {
      const { seq } = await store.act({ do: 'inject', run: run.run, injection });
      setAnswer({ seq: seq === 0 ? undefined : seq });
    } catch (error) {
      setAnswer({ problem: error instanceof Error ? error.message : String(error) });
    }
  };
  return (
    <section class="panel control-panel" aria-label="Send by hand">
      <h2>Send by hand</h2>
      <form
        class="control-body control-form"
        onSubmit={(event) => void send(event)}
        aria-label="Send a message by hand"
      >
        <div class="control-kinds" role="group" aria-label="Which way">
          {kinds.map((one) => (
            <button
              key={one.kind}
              type="button"
              class="toggle"
              aria-pressed={kind === one.kind}
              title={one.hint}
              onClick={() => {
                setKind(one.kind);
                setChosen('');
              }}
            >
              {one.title}
            </button>
          ))}
        </div>
        {control.runs.length > 1 && (
          <label>
            <span>Run</span>
            <select
              value={String(run.run)}
              onChange={(event) => {
                setRunNumber(Number(event.currentTarget.value));
              }}
            >
              {control.runs.map((one) => (
                <option key={one.run} value={String(one.run)}>
                  {one.run}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          <span>{kind === 'post' ? 'To automaton' : 'Socket'}</span>
          <select
            value={receiver}
            onChange={(event) => {
              setChosen(event.currentTarget.value);
            }}
          >
            {kind === 'post' && <option value="">all</option>}
            {receivers.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        {kind !== 'send' && <Places concerned={concerned} />}
        <div
          class="control-offers"
          role="group"
          aria-label={kind === 'send' ? 'Messages sent before' : 'Messages that are accepted now'}
        >
          <span class="control-label">{kind === 'send' ? 'Sent before' : 'Accepted now'}</span>
          {offered.length === 0 && <span class="muted">{kind === 'send' ? 'nothing' : 'none'}</span>}
          {offered.map((mt) => (
            <button
              key={mt}
              type="button"
              class="toggle"
              aria-pressed={message?.mt === mt}
              onClick={() => {
                setText(templateOf(store.document, mt));
                setAnswer(undefined);
              }}
            >
              {mt}
            </button>
          ))}
        </div>
        <label>
          <span>Message</span>
          <textarea
            class="mono"
            rows={10}
            spellcheck={false}
            value={text}
            placeholder={'{"mt": "…"}'}
            aria-invalid={checked?.problem !== undefined}
            aria-describedby="inject-problem"
            onInput={(event) => {
              setText(event.currentTarget.value);
              setAnswer(undefined);
            }}
          />
        </label>
        <div id="inject-problem" class="control-notes">
          {checked?.problem !== undefined && <p class="bad">{checked.problem}</p>}
          {masked.length > 0 && (
            <p class="warn">
              {masked.join(', ')} {masked.length === 1 ? 'holds a placeholder' : 'hold placeholders'} in place
              of a secret; write the real value, or it is sent as it stands.
            </p>
          )}
          {isUnexpected && (
            <p class="warn">No automaton takes {message.mt} in its present state: it will be discarded.</p>
          )}
        </div>
        <div class="control-buttons">
          <button type="submit" class="primary" disabled={message === undefined}>
            Send
          </button>
          <span role="status">
            {answer !== undefined && 'problem' in answer && <span class="bad">{answer.problem}</span>}
            {answer !== undefined && 'seq' in answer && (
              <span class="good">
                ✓ Done.{' '}
                {answer.seq !== undefined && (
                  <>
                    It made record <RecordLink store={store} seq={answer.seq} />
                  </>
                )}
              </span>
            )}
          </span>
        </div>
      </form>
    </section>
  );
}

function Places({ concerned }: { readonly concerned: RunView['automatons'] }) {
  return (
    <ul class="control-places">
      {concerned.map(({ nickname, state, phase, status }) => (
        <li key={nickname}>
          {nickname}{' '}
          <span class="muted mono">
            {status === 'running' ? (phase === '' ? state : `${state}.${phase}`) : status}
          </span>
        </li>
      ))}
    </ul>
  );
}

function socketsOf({ automatons }: RunView): string[] {
  return [...new Set(automatons.flatMap(({ socket }) => (socket === undefined ? [] : [socket])))];
}
