import { useEffect, useState } from 'preact/hooks';
import type { Finding } from '../model/diagnosis/index.js';
import { seconds } from '../model/text.js';
import { Icon } from './icon.js';
import type { StoreProps } from './use-store.js';

const looks = {
  fine: { tone: 'good', icon: 'check' },
  failed: { tone: 'bad', icon: 'alert' },
  going: { tone: 'quiet', icon: 'wait' },
  held: { tone: 'quiet', icon: 'pause' },
  unfinished: { tone: 'warn', icon: 'wait' },
  empty: { tone: 'quiet', icon: 'wait' },
} as const;

/** How often a judgement that time alone can change is made again, in milliseconds. */
const refreshMs = 1000;
/** A recording as long as this is judged anew only when records come: it takes long. */
const refreshedLength = 20_000;

/** On top of every screen: what went wrong, the record that shows it, what to do. */
export function DiagnosisBanner({ store }: StoreProps) {
  const [isOpen, setOpen] = useState(false);
  const { verdict, sentence, findings } = store.diagnosis;
  const { tone, icon } = looks[verdict];
  const isTimed = store.connection === 'live' && (verdict === 'going' || verdict === 'unfinished');
  useEffect(() => {
    if (!isTimed) return undefined;
    const timer = setInterval(() => {
      if (store.document.length < refreshedLength) store.diagnoseAgain();
    }, refreshMs);
    return () => {
      clearInterval(timer);
    };
  }, [isTimed, store]);
  const first = findings[0];
  const others = findings.slice(1);
  return (
    <section class={`diagnosis ${tone}`} aria-label="Diagnosis">
      <span class="diagnosis-mark">
        <Icon name={icon} />
        {/* The other sentences say it themselves. */}
        {verdict === 'failed' && <span class="hidden-text">Failed:</span>}
      </span>
      <div class="diagnosis-text">
        <p>
          <strong>{sentence}</strong>
        </p>
        {first !== undefined && <p class="diagnosis-advice">{adviceOf(first, sentence)}</p>}
        {isOpen && (
          <ul class="diagnosis-more">
            {others.map((finding) => (
              <li key={`${finding.id} ${finding.evidence.join(' ')}`}>
                <span>
                  {finding.sentence} <span class="diagnosis-advice">{finding.advice}</span>
                </span>
                <ShowRecord store={store} finding={finding} />
              </li>
            ))}
          </ul>
        )}
      </div>
      <span class="diagnosis-acts">
        {store.logins.length > 1 && <LoginPicker store={store} />}
        {others.length > 0 && (
          <button
            type="button"
            class="quiet"
            aria-expanded={isOpen}
            onClick={() => {
              setOpen(!isOpen);
            }}
          >
            {isOpen ? 'Less' : `${others.length} more`}
          </button>
        )}
        {first !== undefined && <ShowRecord store={store} finding={first} isMain />}
      </span>
    </section>
  );
}

/** A program may log in again and again; the newest login is judged, unless another one is chosen. */
function LoginPicker({ store }: StoreProps) {
  const { logins, login } = store;
  return (
    <label class="diagnosis-login">
      Login{' '}
      <select
        value={login?.id}
        onChange={({ currentTarget }) => {
          store.setLogin(currentTarget.value);
        }}
      >
        {logins.map(({ id, title, firstSeq }, at) => (
          <option key={id} value={id}>
            {`${at + 1} of ${logins.length}, ${seconds(store.document.bySeq(firstSeq)?.t ?? 0)} s: ${title}`}
          </option>
        ))}
      </select>
    </label>
  );
}

function adviceOf({ sentence, advice }: Finding, shown: string): string {
  return shown.includes(sentence) ? advice : `${sentence} ${advice}`;
}

function ShowRecord({
  store,
  finding,
  isMain = false,
}: StoreProps & { readonly finding: Finding; readonly isMain?: boolean }) {
  const seq = finding.evidence[0];
  if (seq === undefined) return null;
  return (
    <button
      type="button"
      class={isMain ? 'diagnosis-show' : 'link'}
      onClick={() => {
        store.setScreen('flow');
        store.select(seq);
      }}
    >
      Show record {seq}
    </button>
  );
}
