import { Icon } from './icon.js';
import type { Connection } from './page-types.js';
import type { StoreProps } from './use-store.js';

const connectionTexts: Readonly<Record<Connection, { readonly text: string; readonly tone: string }>> = {
  file: { text: 'recording', tone: '' },
  connecting: { text: 'connecting…', tone: '' },
  live: { text: 'live', tone: 'good' },
  lost: { text: 'connection lost', tone: 'bad' },
  ended: { text: 'program ended', tone: 'warn' },
};

/** What is looked at, whether more may come, and how secrets were treated. */
export function SourceLine({ store }: StoreProps) {
  const { source, connection, document } = store;
  const { text, tone } = connectionTexts[connection];
  const isEmpty = document.length === 0 && connection === 'file';
  return (
    <div class="shell-source">
      <strong class="clip" title={source.title}>
        {source.title === '' ? 'pbx-automata' : source.title}
      </strong>
      {!isEmpty && (
        <span class={`badge ${tone}`}>
          {connection === 'live' && <span class="shell-pulse" aria-hidden="true" />}
          {text}
        </span>
      )}
      {!isEmpty && <Secrets policy={source.redaction} />}
      {store.isAside && (
        <button
          type="button"
          class="quiet"
          title={`Show ${store.process?.title ?? 'the program'} again, in place of this recording`}
          onClick={() => {
            store.backToProcess();
          }}
        >
          Back to live
        </button>
      )}
    </div>
  );
}

function Secrets({ policy }: { readonly policy: string }) {
  if (policy === 'revealed')
    return (
      <span
        class="badge bad"
        title="Passwords and keys stand in this recording as they are. Do not pass it on."
      >
        <Icon name="alert" size={13} /> Private: secrets are readable
      </span>
    );
  if (policy === 'sample')
    return (
      <span class="badge" title="The simulator makes up its secrets; none of them opens anything.">
        sample secrets<span class="hidden-text"> of the simulator</span>
      </span>
    );
  return (
    <span
      class="shell-masked"
      title="Secrets are masked: a placeholder shows class and length, and equal secrets look equal."
    >
      <Icon name="lock" size={13} />
      <span class="hidden-text">Secrets are masked</span>
    </span>
  );
}
