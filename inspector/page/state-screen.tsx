import { useMemo, useState } from 'preact/hooks';
import { ChangeList } from './details/change-list.js';
import { JsonTree } from './details/json-tree.js';
import { SeqLink } from './details/seq-link.js';
import { diffJson } from '../model/json-diff.js';
import { seconds } from '../model/text.js';
import type { AutomatonTrack } from '../model/trace-document.js';
import type { StoreProps } from './use-store.js';
import { useStore } from './use-store.js';

/** What an automaton knows at the cursor, what its last step changed, and which records touched a member. */
export function StateScreen({ store }: StoreProps) {
  const version = useStore(store);
  const { document, cursor, pinned, track } = store;
  const [path, setPath] = useState<string>();
  const [isAgainstPin, setAgainstPin] = useState(false);
  const base =
    track === undefined
      ? undefined
      : isAgainstPin && pinned !== undefined
        ? pinned
        : stepBefore(store, track);
  const changes = useMemo(
    () =>
      track === undefined
        ? []
        : diffJson(
            base === undefined ? {} : (document.contextAt(track, base) ?? {}),
            document.contextAt(track, cursor) ?? {},
          ),
    [document, version, track, base, cursor],
  );
  if (track === undefined) return <p class="empty">No automaton has started in this recording.</p>;
  const at = document.stateAt(track, cursor);
  const context = document.contextAt(track, cursor);
  const choose = (member: string): void => {
    setPath(member === path ? undefined : member);
  };
  return (
    <div class="state-screen">
      <aside class="state-side" aria-label="Automatons">
        <h3>Automatons</h3>
        <AutomatonList store={store} track={track} />
      </aside>
      <section class="state-context" aria-label={`Context of ${track.nickname}`}>
        <header>
          <h1>{track.nickname}</h1>
          <p class="muted">
            {at.status === 'none' ? 'not started yet' : at.path} at record{' '}
            <SeqLink store={store} seq={cursor} />, {seconds(store.selected?.t ?? 0)} s
          </p>
        </header>
        {context === undefined ? (
          <p class="muted">
            Nothing is known of it here: it had not started. Go on with j, or{' '}
            <FirstLink store={store} track={track} />
          </p>
        ) : (
          <JsonTree
            value={context}
            label="Context"
            choose={choose}
            chosen={path}
            changed={new Set(changes.map((change) => change.path))}
          />
        )}
      </section>
      <aside class="state-changes" aria-label="What changed">
        <header class="state-against">
          <h2>What changed</h2>
          <span role="group" aria-label="Compared with">
            <button
              type="button"
              class="toggle"
              aria-pressed={!isAgainstPin || pinned === undefined}
              onClick={() => {
                setAgainstPin(false);
              }}
            >
              step before
            </button>
            <button
              type="button"
              class="toggle"
              aria-pressed={isAgainstPin && pinned !== undefined}
              disabled={pinned === undefined}
              title={pinned === undefined ? 'Pin a record first (d)' : `Record ${pinned}`}
              onClick={() => {
                setAgainstPin(true);
              }}
            >
              pinned{pinned === undefined ? '' : ` ${pinned}`}
            </button>
          </span>
        </header>
        <ChangeList changes={changes} none="Nothing." choose={choose} />
        <Touching store={store} track={track} path={path} />
      </aside>
    </div>
  );
}

function AutomatonList({ store, track }: StoreProps & { readonly track: AutomatonTrack }) {
  const { document, cursor } = store;
  const hasRuns = document.runs.length > 1;
  return (
    <ul>
      {document.automatons.map((one) => {
        const { status, path } = document.stateAt(one, cursor);
        return (
          <li key={`${one.run} ${one.nickname}`}>
            <button
              type="button"
              class="flow-card"
              aria-pressed={one.run === track.run && one.nickname === track.nickname}
              onClick={() => {
                store.setAutomaton(one.nickname);
                if (store.selected?.run !== one.run) store.select(one.lastSeq ?? one.firstSeq);
              }}
            >
              <span class="flow-card-text">
                <b class="clip">{one.nickname}</b>
                <span class="muted">
                  {hasRuns && `run ${one.run} · `}
                  {status === 'none' ? 'not started yet' : path}
                </span>
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/** The number of the record before the automaton's last snapshot: what it knew before its last step. */
function stepBefore({ document, cursor }: StoreProps['store'], track: AutomatonTrack): number | undefined {
  for (let at = document.positionOf(cursor); at >= 0; at -= 1) {
    const record = document.records[at];
    if (record?.kind === 'snapshot' && record.lane === track.nickname && record.run === track.run)
      return record.seq - 1;
  }
  return undefined;
}

function FirstLink({ store, track }: StoreProps & { readonly track: AutomatonTrack }) {
  return (
    <SeqLink store={store} seq={track.firstSeq}>
      go to where it starts
    </SeqLink>
  );
}

/** Most records that are listed. */
const mostTouching = 300;

function Touching({
  store,
  track,
  path,
}: StoreProps & { readonly track: AutomatonTrack; readonly path: string | undefined }) {
  if (path === undefined)
    return <p class="muted state-hint">Click a member to see every record that touched it.</p>;
  const seqs = store.document.touching(track, path);
  return (
    <section class="state-touching">
      <h3>
        Records touching <code>{path}</code>
      </h3>
      <ol>
        {seqs.slice(0, mostTouching).map((seq) => (
          <li key={seq}>
            <SeqLink store={store} seq={seq}>
              {causeText(store, seq)}
            </SeqLink>
          </li>
        ))}
      </ol>
      {seqs.length > mostTouching && <p class="muted">and {seqs.length - mostTouching} more</p>}
      {seqs.length === 0 && <p class="muted">None; it is as it was at the start.</p>}
    </section>
  );
}

/** The message whose step it was. */
function causeText({ document }: StoreProps['store'], seq: number): string {
  const cause = document.causesOf(seq).find(({ kind }) => kind === 'deliver' || kind === 'automaton');
  const t = seconds(document.bySeq(seq)?.t ?? 0);
  return cause?.kind === 'deliver' ? `${t} s, by ${cause.mt}` : `${t} s, when it started`;
}
