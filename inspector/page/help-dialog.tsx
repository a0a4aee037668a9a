import { useEffect, useRef } from 'preact/hooks';
import { Legend } from './help/legend.js';
import { QueryWords } from './help/query-words.js';
import { Words } from './help/words.js';
import { keyList } from './keyboard.js';
import type { StoreProps } from './use-store.js';

interface HelpDialogProps extends StoreProps {
  readonly close: () => void;
}

/** The keys, the legend, the words. */
export function HelpDialog({ store, close }: HelpDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  const { versions } = store.document.head ?? {};
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={close}
      onClick={({ target }) => {
        // The ground around the dialog is the dialog element itself.
        if (target === dialog.current) close();
      }}
    >
      <div class="help-inside">
        <header class="help-head">
          <h2 id="help-title">Keys and legend</h2>
          <button type="button" onClick={close}>
            Close <kbd>Esc</kbd>
          </button>
        </header>
        <div class="help-columns">
          <section aria-label="Keys">
            <h3>Keys</h3>
            <dl class="help-keys">
              {keyList.map(({ keys, what }) => (
                <div key={keys}>
                  <dt>
                    {keys.split(/\s+/).map((key) => (
                      <kbd key={key}>{key}</kbd>
                    ))}
                  </dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
          <section aria-label="Legend">
            <h3>What is drawn</h3>
            <Legend />
            <h3>Query line</h3>
            <QueryWords />
          </section>
          <section aria-label="Words">
            <h3>Words</h3>
            <Words />
            {versions !== undefined && (
              <p class="muted help-versions">
                Recorded by{' '}
                {Object.entries(versions)
                  .map(([name, version]) => `${name} ${version}`)
                  .join(', ')}
              </p>
            )}
          </section>
        </div>
      </div>
    </dialog>
  );
}
